//! What this server would do with a client_id, step by step, and why.
//!
//! [`Resolver::explain`](crate::Resolver::explain) walks the way of a resolution and tells of each
//! step. It fetches under the same guard and budgets as any other, and keeps nothing: neither the
//! cache nor the store that nodes share is written (T19).
//!
//! ```no_run
//! # async fn run(resolver: tower_cimd::Resolver) {
//! let explanation = resolver
//!     .explain("https://client.example.com/oauth", Some("http://127.0.0.1:49152/callback"))
//!     .await;
//! for step in explanation.steps() {
//!     println!("{:<12} {}", step.stage().name(), step.words());
//!     if let Some(mend) = step.mend() {
//!         println!("             {mend}");
//!     }
//! }
//! # }
//! ```

mod stage;
mod step;
mod account;
mod walk;

pub use self::account::{Conclusion, Explanation};
pub use self::stage::Stage;
pub use self::step::Step;

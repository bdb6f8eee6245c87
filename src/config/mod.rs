//! Settings as data: one file, or the environment.
//!
//! Feature `config`. What a [`ResolverBuilder`](crate::ResolverBuilder) is told in code can be written
//! down: in a file in TOML, in variables, or in both, of which variables count. The
//! [settings page](crate::guide::settings) has every key with its unit, its default and the reason.
//!
//! ```
//! use tower_cimd::config::Settings;
//!
//! let settings: Settings = r#"
//!     issuer = "https://as.example.com"
//!
//!     [limits]
//!     host = 1_200
//!
//!     [policy]
//!     mode = "report"
//!
//!     [[policy.rules]]
//!     name = "leaked keys"
//!     effect = "deny"
//!     clients = ["bad.example.com"]
//! "#
//! .parse()?;
//! # let builder = settings.builder()?.fetch(tower_cimd::resolve::StaticFetch::new());
//! # let resolver = builder.build()?;
//! # _ = || -> Result<(), Box<dyn std::error::Error>> {
//! let resolver = settings.builder()?.build()?;
//! # Ok(()) };
//! settings.apply(&resolver)?; // again and again, with other settings
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! 1. **Every key is known**, every value is in its range, and none contradicts another. Else nothing is taken:
//!    a [`SettingsError`] names file, line and key, or the variable, of everything that is wrong.
//! 2. **A file that is wrong changes nothing** in a server that runs, and is told: [`Settings::reload`].
//! 3. **No switch that opens the guard** (`danger_…`) can be set here (T19).
//! 4. **Secrets are not shown**, by no `Debug` and no error. Better than in the file they stand in files or variables
//!    of their own.
//!
//! ```text
//! settings.toml:7: limits.hots: there is no such key; did you mean `host`?
//! ```

mod place;
mod error;
mod secret;
mod names;
mod bounds;
mod judgement;
mod egress;
mod store;
mod pin;
mod settings;
mod schema;
mod tree;
mod environment;
mod check;
mod moment;
mod contradictions;
mod read;
mod building;
mod applying;
mod annotated;
mod printing;

pub use self::environment::PREFIX;
pub use self::error::{Fault, SettingsError};
pub use self::place::Place;
pub use self::read::Settings;

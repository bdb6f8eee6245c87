//! The operator's plane: what is going on, and what to do about it.
//!
//! [`Resolver::operator`](crate::Resolver::operator) gives an [`Operator`], for whatever the host's operators
//! look at: a page, an API, a command. It reads, and it gives orders:
//!
//! | order | what it does | at once on this node | on the other nodes |
//! |---|---|---|---|
//! | [`block`](Operator::block) | refuses a client_id, a host or hosts below a name, before cache and policy, on every leg and to a [`ProtectLayer`](crate::ProtectLayer), by the rule `policy.blocked` | yes | within a second |
//! | [`pin`](Operator::pin), [`pin_document`](Operator::pin_document) | as a [`Pin`](crate::resolve::Pin) of the builder does | yes | within a second |
//! | [`set_mode`](Operator::set_mode) | puts the policy, and blocks, into another [`Mode`](crate::resolve::Mode) | yes | within a second |
//! | [`forget`](Operator::forget) | drops the copies of a document | yes | within a second |
//! | [`refresh`](Operator::refresh) | has a document fetched | yes | with their next fetch |
//!
//! The first three are [`Orders`], which last: they lie in the shared [store](crate::resolve::store), sealed
//! as everything there, and a node that starts reads them before its first request. Without a store they are
//! this process's, and gone with it ([`Durability`]).
//!
//! Each change says who made it, and is told by an event `cimd.ordered`.
//!
//! # Security
//!
//! Nothing here asks who calls: that is for the host. Reading and changing are separate rights (T19). What is
//! read has strangers' texts in it, as they came: escape them where they are shown.
//!
//! # Modes
//!
//! A mode that is ordered takes the place of the policy's own. In report mode no verdict of the policy is
//! applied, and no block, but they are told (`cimd.reported`); parsing, the guard, documents, the checks of the
//! legs, authentication and budgets hold as ever (T3), and so does what a policy says to a fetch.
//! Off is as if the layers were not there.
//!
//! ```
//! # async fn run(resolver: tower_cimd::Resolver) -> Result<(), tower_cimd::resolve::operator::OrderError> {
//! let operator = resolver.operator();
//! operator.block("*.bad.example.com", "leaked keys", "alice").await?;
//! assert_eq!(operator.orders().blocks.len(), 1);
//! operator.unblock("*.bad.example.com", "alice").await?;
//! # Ok(())
//! # }
//! ```

mod client;
mod filter;
mod standing;
mod reading;
mod listing;
mod changing;

pub use self::client::{ClientDetail, ClientPage, ClientRow, ClientState};
pub use self::filter::{ClientFilter, RefusalFilter};
pub use self::reading::Operator;
pub use self::standing::{
    Budgets, Durability, EffectiveMode, Node, Purse, StoreHealth, StoreState, StoreTrouble,
};
#[doc(inline)]
pub use crate::resolve::orders::{Block, Given, ModeOrder, OrderError, Orders, PinOrder, PinUse};
#[doc(inline)]
pub use crate::resolve::records::{ChangeRecord, LastResult, RefusalRecord};

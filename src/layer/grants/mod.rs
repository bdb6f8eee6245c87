//! The grants that the host has issued, and what they rest on.
//!
//! A token request names a code, a refresh token or a device code, and the host alone knows whose it
//! is. Told by [`Grants`], the layer does two things that every handler would otherwise owe:
//!
//! * For a grant that nobody issued it fetches no document, so that the token endpoint is no
//!   anonymous fetch machine (T11).
//! * It holds the [binding](crate::rules::binding) that was stored with the grant against the client as
//!   it is now and as it has authenticated, and lets pass only what a
//!   [`ChangePolicy`](crate::rules::change::ChangePolicy) ignores (T15): no downgrade within a grant.
//!
//! Both only read. **A refused client burns no code**: the handler, which uses it up, has not run.
//!
//! What to store is made by [`Binder`](crate::layer::Binder) and
//! [`Transaction::binding`](crate::resolve::Transaction::binding).

mod error;
mod grant;
mod hook;
mod checks;

pub use self::error::GrantError;
pub use self::grant::Grant;
pub use self::hook::{Existence, Grants};

pub(crate) use self::checks::GrantChecks;

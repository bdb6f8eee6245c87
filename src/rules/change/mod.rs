//! What differs between two versions of one client, and what that means.
//!
//! A document may change at any time, and with it what a user agreed to
//! (draft-ietf-oauth-client-id-metadata-document-02 §8.4).
//!
//! 1. [`Changes::between`] compares what both versions come to at this server. What has no effect
//!    here is no change: white space, order, a port on loopback, another name for the same key,
//!    members that no rule reads.
//! 2. Every [`Change`] is of a [`ChangeKind`], which has a stable name.
//! 3. [`ChangePolicy`] holds for each kind whether it is ignored, asks the user again, or is
//!    refused, and [`ChangePolicy::judge`] takes the strictest.
//!
//! A server that has not kept the earlier version keeps a [`binding`](crate::rules::binding) of it.
//!
//! Not said here: whether a change was the publisher's own. Whoever controls the URL is the
//! client, so no comparison tells a new owner from a new release.

mod kind;
mod kinds;
mod display_member;
mod difference;
mod redirects;
mod auth_methods;
mod keys;
mod grants;
mod display;
mod other;
mod changes;
mod policy;

pub use crate::rules::change::changes::Changes;
pub use crate::rules::change::difference::Change;
pub use crate::rules::change::display_member::DisplayMember;
pub use crate::rules::change::kind::ChangeKind;
pub use crate::rules::change::kinds::ChangeKinds;
pub use crate::rules::change::policy::{ChangePolicy, Consequence};

pub(crate) use crate::rules::change::auth_methods::AuthMethods;
pub(crate) use crate::rules::change::display::texts;
pub(crate) use crate::rules::change::grants::scope;
pub(crate) use crate::rules::change::keys::thumbprints;
pub(crate) use crate::rules::change::other::others;
pub(crate) use crate::rules::change::redirects::{comparable, origin};

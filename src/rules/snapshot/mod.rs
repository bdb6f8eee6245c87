//! A client as a host keeps it in its own table, for the day on which its publisher is away.
//!
//! [`Client::to_snapshot`] is a text of ASCII, safe in any text column and of at most
//! [`max_bytes`]: the raw document, how it was served, its client_id, its times, and the digest of
//! the rules by which it was judged. It holds no verdict. [`Client::from_snapshot`] judges the
//! document anew, by the rules of the present, as if it had just been fetched.
//!
//! ```
//! use tower_cimd::rules::rule_set::RuleSet;
//! use tower_cimd::rules::snapshot::SnapshotError;
//! use tower_cimd::{CimdClient, ClientId};
//!
//! /// Which document a grant was issued under.
//! fn shown(client_id: &ClientId, stored: &str, rules: &RuleSet) -> Result<String, SnapshotError> {
//!     let client = CimdClient::from_snapshot(client_id, stored, rules)?;
//!     Ok(format!("{:?}, {:?}", client.client_name(), client.fetched_at()))
//! }
//! ```
//!
//! # What it does not say
//!
//! That the client may be used. Its age is for the reader to judge, and so are the operator's
//! policy and what the publisher has withdrawn since: the
//! [`Resolver`](crate::Resolver) does all that where it is given the host's
//! [`ClientTable`](crate::resolve::ClientTable). A host that reads snapshots itself shows them, and
//! lets nobody in by them.
//!
//! Nor who wrote it. Its check bits find damage: a column that cuts off or folds case. They do not
//! stop somebody who can write to the host's table; who can do that, issues tokens.
//!
//! # Beside a grant
//!
//! A grant needs no snapshot of its own. [`Client::digest`] and [`Client::fetched_at`] say which
//! document it was issued under, and a [`binding`](crate::rules::binding) whether the client is
//! still the same where it counts.
//!
//! [`Client::to_snapshot`]: crate::rules::client::Client::to_snapshot
//! [`Client::from_snapshot`]: crate::rules::client::Client::from_snapshot
//! [`Client::digest`]: crate::rules::client::Client::digest
//! [`Client::fetched_at`]: crate::rules::client::Client::fetched_at

mod error;
mod text;
mod record;
mod client;

pub use crate::rules::snapshot::client::max_bytes;
pub use crate::rules::snapshot::error::SnapshotError;

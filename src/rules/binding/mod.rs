//! A client as a host keeps it beside a consent, a code or a refresh token.
//!
//! [`Client::binding`] is a text of fixed length, at most [`MAX_BYTES`] of ASCII, safe in URLs and
//! in any text column. It holds no word of the document, only truncated hashes, one for each facet
//! of the client; [`Client::check_binding`] holds it against the client as it is published now.
//!
//! ```
//! use tower_cimd::CimdClient;
//! use tower_cimd::rules::binding::InUse;
//! use tower_cimd::rules::change::{ChangePolicy, Consequence};
//!
//! /// When a code is issued.
//! fn store(client: &CimdClient, redirect_uri: &str) -> String {
//!     client.binding_with(&InUse::default().redirect_uri(redirect_uri))
//! }
//!
//! /// When it is redeemed, or its refresh token used.
//! fn may_go_on(client: &CimdClient, stored: &str, policy: &ChangePolicy) -> bool {
//!     match client.check_binding(stored) {
//!         Ok(check) => policy.judge(check) < Consequence::Refuse,
//!         Err(_) => false,
//!     }
//! }
//! ```
//!
//! # What it says
//!
//! 1. A facet that is a set is one hash, so a binding knows that the set differs and not how. It
//!    reports every kind that it cannot rule out: other scopes are [`ScopeWidened`] *and*
//!    [`ScopeNarrowed`]. [`Changes::between`] tells them apart, where a host keeps documents.
//! 2. What a grant rests on, it knows exactly: the redirection URI [in use](InUse), whether the
//!    client authenticated, and with which key.
//! 3. A key in use that is gone is a downgrade only where no key that was published beside it is
//!    left either: [`KeyInUseGone`], else [`KeyInUseRetired`]. Where keys stand at a `jwks_uri`,
//!    hand over the fetched set both times: at a check without it nothing is said about keys.
//! 4. Facets are what the document comes to *at this server*. A server that begins to support a
//!    grant type which a document has listed all along has widened that client's grants.
//!
//! Store the newer binding whenever an ignored change has been passed: then a rotation in several
//! steps is one of overlapping sets at each.
//!
//! # How strong it is
//!
//! The publisher writes both versions, so plain truncated hashes would be worth half their bits:
//! it could search for two scopes that collide. Here each facet's 72 bits are taken of a hash that
//! is salted with 144 bits over the whole first version, so that a search has to start over with
//! every first version, and finds a second one that hides a change of one facet after 2^72 hashes;
//! two whole versions alike take 2^72 too. What it would gain is one consent page not shown. Old
//! keys are remembered loosely, by a Bloom filter of 128 bits: another key is taken for an old one
//! about once in 65,000 times with two keys, always to the publisher's favour, who could as well
//! have left an old key in the set.
//!
//! A binding is no credential. Its 24 check bits find damage, a column that cuts off or folds case,
//! and another client's row; they do not stop somebody who can write to the host's table.
//!
//! [`Client::binding`]: crate::rules::client::Client::binding
//! [`Client::check_binding`]: crate::rules::client::Client::check_binding
//! [`Changes::between`]: crate::rules::change::Changes::between
//! [`KeyInUseGone`]: crate::rules::change::ChangeKind::KeyInUseGone
//! [`KeyInUseRetired`]: crate::rules::change::ChangeKind::KeyInUseRetired
//! [`ScopeWidened`]: crate::rules::change::ChangeKind::ScopeWidened
//! [`ScopeNarrowed`]: crate::rules::change::ChangeKind::ScopeNarrowed

mod error;
mod in_use;
mod facet;
mod sketch;
mod text;
mod version;
mod grant;
mod footing;
mod check;
mod client;
mod usual;

pub use crate::rules::binding::check::BindingCheck;
pub use crate::rules::binding::error::BindingError;
pub use crate::rules::binding::in_use::InUse;
pub use crate::rules::binding::text::MAX_BYTES;

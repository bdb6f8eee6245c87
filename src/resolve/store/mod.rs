//! What the nodes of one server share.
//!
//! A [`SharedStore`] is a second level behind each node's own cache: a document that one node has
//! fetched, the others need not fetch; of all the nodes that want the same document at once, one
//! fetches; and what one node withdraws, the others drop within a second.
//!
//! The store is trusted with nothing (T7). Whatever lies in it is sealed with a key that the nodes
//! share (HMAC-SHA-256 over every byte: namespace, digest of the [rule
//! set](crate::rules::rule_set::RuleSet::digest), client_id, times, header fields, the raw document,
//! the id of the key), and what comes out of it is a raw document, which each node judges by its own
//! rules as if it came from the publisher. [`StoreRefusal`] lists what is refused. A refusal is told
//! by the event `cimd.store_refused` and treated as if nothing had been there.
//!
//! A store that is slow, down or full fails nobody: the node works alone, says so once
//! (`cimd.store_lost`), tries again each second, and says once that it is over
//! (`cimd.store_recovered`). Withdrawals of the time in between are sent afterwards.
//!
//! Revocation and introspection, which never fetch, look here too.
//!
//! What the [operator](crate::resolve::operator) orders on one node lies here for all, sealed in the same way, but bound
//! to the issuer in place of the rule set. The [guide](crate::guide::nodes) says more.
//!
//! # What a hostile store can still do
//!
//! * Lose, delay and withhold: then every node works alone.
//! * Show a node that has just started an older document, which the key's holders did publish, until
//!   its lifetime of at most 24 h is over. A node remembers the newest that it has seen of 65,536
//!   clients, in memory.
//! * Keep a withdrawal from the other nodes, by cutting their connections, or by flooding them with
//!   more than 1,000 messages a second (`cimd.store_flooded`). They keep their copies until these
//!   expire, as if there were no store.
//! * Leave an old lease in place: a request for a document that is not at hand waits once for as long as
//!   the lease claims to run, [at most 3 s](SharedStore::lease) by default.
//! * Keep orders of the operator from a node, or show one that has just started older ones, until it hears a sign of life
//!   of a node that goes by newer ones. A node that runs never goes back, and puts back what it knows. Leave an old lease in
//!   place, or take nothing: then nothing can be ordered, and whoever orders is told. Let two operators order at once: then
//!   one of both orders is lost, and all nodes go by the other.
//! * Read: client_ids and documents are public, and not encrypted.
//!
//! Calendars of the nodes may be five seconds apart. What claims to come from beyond that is refused.

mod backend;
mod memory;
mod refusal;
mod desk;
mod access;
mod shared_document;
mod watermarks;
mod shelf;
mod leases;
mod heard;
mod post;
mod tasks;
mod neighbours;
mod bulletin;
mod nodes;
mod beats;
mod rounds;
mod board;
mod settings;

pub(crate) use self::access::Health;
pub(crate) use self::board::Board;
pub(crate) use self::neighbours::{Consulted, Neighbours};
pub(crate) use self::nodes::Beat;
pub(crate) use self::shared_document::Bench;
pub(crate) use self::shelf::SKEW;

pub use self::backend::{MOST_TOKEN_BYTES, Store, StoreError, Subscription};
pub use self::memory::MemoryStore;
pub use self::refusal::StoreRefusal;
pub use self::settings::SharedStore;
#[cfg(feature = "config")]
pub(crate) use self::settings::{DEADLINE, LEASE};

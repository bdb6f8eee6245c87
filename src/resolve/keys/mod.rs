//! The keys of clients, fetched from their `jwks_uri`.
//!
//! 1. A key set is fetched through the same guarded [`Fetch`](crate::resolve::Fetch) as documents:
//!    status 200, JSON, at most 64 KiB, at most 16 keys that verify signatures, no private and no
//!    symmetric key among them.
//! 2. It is kept for at most ten minutes, whatever its publisher says, so that a key that was
//!    withdrawn is soon not believed; and for 30 seconds even where the publisher forbids it,
//!    because of the next rule. Nothing that failed is kept.
//! 3. There is one fetch at a time for each `jwks_uri`, and one in 30 seconds, whatever came of
//!    the last one (T20). An unknown `kid` asks for a newer set and thus waits for its turn: until
//!    then it is weather, for it may be the name of a key that was published a moment ago.
//! 4. There are so many fetches a minute from one host, whatever `jwks_uri`s lead there; half of them are kept
//!    for sets by which a client was once authenticated. The fetcher is asked on their behalf as on that of
//!    proven clients, so that with the resolver's own ([`Resolver::key_sets`](crate::Resolver::key_sets)) keys
//!    and documents pay for the addresses that are dialled out of one purse (T12).
//! 5. Fetches have slots of their own, so that keys and documents do not starve each other; and
//!    the memory of rule 3 is bounded: where it is full, nothing new is fetched.

mod error;
mod limits;
mod spacing;
mod rates;
mod key_set;
mod cache;
mod retrieval;
mod key_sets;

pub use crate::resolve::keys::error::KeysError;
pub use crate::resolve::keys::key_sets::KeySets;
pub use crate::resolve::keys::limits::KeyLimits;

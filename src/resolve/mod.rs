//! Floor 1: how we find out.
//!
//! Async. Time comes by [`Clock`], the network by [`Fetch`]; no socket is opened here. Files import
//! only files listed above them.

pub mod clock;
pub mod fetch;
pub mod static_fetch;
pub mod policy;
pub mod patterns;
pub mod registered;
pub mod error;
mod told;
mod records;
pub mod event;
pub mod rulebook;
pub mod trial;
mod slots;
pub mod budget;
mod flight;
pub mod observer;
pub mod pin;
mod pins;
mod orders;
mod renewal;
#[cfg(feature = "private-key-jwt")]
pub mod keys;
#[cfg(feature = "private-key-jwt")]
pub mod replay;
#[cfg(feature = "private-key-jwt")]
pub mod authentication;
mod entry;
mod watermark;
pub mod cache;
pub mod store;
pub mod table;
pub(crate) mod brought;
mod retrieval;
mod staleness;
mod resolution;
mod at_hand;
pub(crate) mod means;
mod departure;
mod course;
mod calls;
pub(crate) mod present;
pub mod resolver;
#[cfg(feature = "private-key-jwt")]
mod key_source;
pub mod explanation;
pub mod operator;
pub mod builder;
pub mod transaction;

#[cfg(feature = "private-key-jwt")]
#[doc(inline)]
pub use self::authentication::{AuthenticationError, Authenticator};
#[doc(inline)]
pub use self::budget::{Dials, Limits};
#[doc(inline)]
pub use self::builder::{BuildError, ResolverBuilder};
#[doc(inline)]
pub use self::cache::SharedCache;
#[doc(inline)]
pub use self::clock::{Clock, SystemClock};
#[doc(inline)]
pub use self::error::ResolveError;
#[doc(inline)]
pub use self::explanation::Explanation;
#[doc(inline)]
pub use self::fetch::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched, Validators};
#[cfg(feature = "private-key-jwt")]
#[doc(inline)]
pub use self::keys::{KeyLimits, KeySets, KeysError};
#[doc(inline)]
pub use self::observer::Observer;
#[doc(inline)]
pub use self::operator::Operator;
#[doc(inline)]
pub use self::pin::{Pin, PinError};
#[doc(inline)]
pub use self::policy::{
    Admission, FetchContext, MayFetch, MayUse, Policy, RequestedBy, SharedPolicy,
};
#[doc(inline)]
pub use self::registered::{Known, Origin, RegisteredClients};
#[cfg(feature = "private-key-jwt")]
#[doc(inline)]
pub use self::replay::{Claim, MemoryReplayStore, ReplayError, ReplayStore, SingleUse};
#[doc(inline)]
pub use self::resolution::Resolution;
#[doc(inline)]
pub use self::resolver::{Resolver, Stats};
#[doc(inline)]
pub use self::rulebook::{Mode, Rule, Rulebook};
#[doc(inline)]
pub use self::static_fetch::{Hold, StaticFetch};
#[doc(inline)]
pub use self::store::{SharedStore, Store};
#[doc(inline)]
pub use self::table::{ClientTable, MaterialisedClient};
#[doc(inline)]
pub use self::transaction::{Transaction, TransactionError, Transactions};

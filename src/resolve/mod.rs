//! Floor 1: how we find out.
//!
//! Async. Time comes by [`Clock`], the network by [`Fetch`]; no socket is opened here.

pub mod builder;
pub mod cache;
pub mod clock;
pub mod error;
pub mod event;
pub mod fetch;
pub mod flight;
pub mod patterns;
pub mod policy;
pub mod registered;
pub mod resolver;
pub mod slots;
pub mod static_fetch;

#[doc(inline)]
pub use self::builder::{BuildError, ResolverBuilder};
#[doc(inline)]
pub use self::clock::{Clock, SystemClock};
#[doc(inline)]
pub use self::error::ResolveError;
#[doc(inline)]
pub use self::fetch::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched, Validators};
#[doc(inline)]
pub use self::policy::{Admission, FetchContext, MayFetch, MayUse, Policy};
#[doc(inline)]
pub use self::registered::{Known, Origin, RegisteredClients};
#[doc(inline)]
pub use self::resolver::{Resolution, Resolver};
#[doc(inline)]
pub use self::static_fetch::StaticFetch;

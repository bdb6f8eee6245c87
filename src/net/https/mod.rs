//! The guarded fetcher, on reqwest and rustls.
//!
//! A stranger picks the URL, so the fetcher must not be talked into visiting this server's own network.
//! What [`HttpsFetch`] promises stands in its documentation; how it keeps it:
//!
//! 1. the URL is parsed once, by the parser that dials, and refused where that parser had to mend it;
//! 2. addresses are judged inside the resolver of the client, which connects to nothing else, so no
//!    second lookup can answer differently;
//! 3. what leads past a resolver is closed: IP literals, redirects, proxies of the environment;
//! 4. the peer of the open connection is judged once more;
//! 5. bytes are counted as they arrive, under one deadline.
//!
//! Where this server reaches the internet through a proxy alone,
//! [`HttpsFetchBuilder::egress_proxy`] names it: the proxy is then asked for the address that was
//! judged here, and never for a name.
//!
//! It does not protect from a publisher that is itself hostile inside its own document, and not from
//! names of this server's network that have public addresses: refuse those networks with
//! [`HttpsFetchBuilder::deny`].

pub(crate) mod lookup;
pub(crate) mod guard;
pub(crate) mod proxy;
pub(crate) mod tunnel;
pub(crate) mod target;
pub(crate) mod failure;
pub(crate) mod body;
pub(crate) mod danger;
pub(crate) mod fetcher;
pub(crate) mod builder;

#[cfg(feature = "config")]
pub(crate) use self::builder::{CONNECT_TIMEOUT, TIMEOUT};
#[doc(inline)]
pub use self::builder::{HttpsFetchBuilder, HttpsFetchError};
#[doc(inline)]
pub use self::fetcher::HttpsFetch;
#[doc(inline)]
pub use self::lookup::Lookup;
#[cfg(feature = "config")]
pub(crate) use self::proxy::Proxy;

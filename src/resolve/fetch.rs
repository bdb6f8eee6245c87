//! The seam to the network: what a fetcher is asked and what it answers.

use std::error::Error;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};

/// A boxed future, as the object-safe traits of this crate return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Fetches one resource of a stranger's server, guarded.
///
/// The crate's own implementation is `net::HttpsFetch`; a host with a service mesh, an egress
/// gateway or another HTTP client brings its own, and tests use
/// [`StaticFetch`](crate::resolve::StaticFetch).
///
/// An implementation owes what the caller cannot check afterwards: `https` only, no redirect
/// followed, no connection to a special-use address, no more than
/// [`max_bytes`](FetchRequest::max_bytes) of body kept, one deadline over everything. Which status
/// or media type is acceptable is *not* its business.
pub trait Fetch: Debug + Send + Sync + 'static {
    /// Fetches `request`, once: no retry, no redirect.
    ///
    /// # Errors
    ///
    /// [`FetchError`] where no complete answer came, or none that the guard lets through.
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>>;
}

/// What to fetch.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FetchRequest {
    /// The absolute `https` URL, exactly as it shall be requested.
    pub url: Arc<str>,
    /// The `Accept` header to send.
    pub accept: &'static str,
    /// The largest acceptable body, in decoded bytes.
    pub max_bytes: usize,
    /// Validators of the copy that the caller already has; empty for an unconditional request.
    pub validators: Validators,
    /// Whether the client is one that the operator named, or one that is proven: half of each rate
    /// is kept for these (T10).
    pub preferred: bool,
}

impl FetchRequest {
    /// An unconditional request for the client metadata document at `url`, of at most `max_bytes`
    /// decoded bytes.
    pub fn document(url: impl Into<Arc<str>>, max_bytes: usize) -> Self {
        FetchRequest {
            url: url.into(),
            accept: "application/json, application/cimd+json;q=0.9",
            max_bytes,
            validators: Validators::default(),
            preferred: false,
        }
    }

    /// An unconditional request for the key set at `url`, of at most `max_bytes` decoded bytes.
    pub fn key_set(url: impl Into<Arc<str>>, max_bytes: usize) -> Self {
        FetchRequest {
            url: url.into(),
            accept: "application/jwk-set+json, application/json;q=0.9",
            max_bytes,
            validators: Validators::default(),
            preferred: false,
        }
    }
}

/// The validators of a stored answer, for a conditional request (RFC 9110 §13.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The stored `ETag`, sent as `If-None-Match`.
    pub etag: Option<HeaderValue>,
    /// The stored `Last-Modified`, sent as `If-Modified-Since`.
    pub last_modified: Option<HeaderValue>,
}

/// A complete answer of the origin, whatever its status.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The status of the final answer.
    pub status: StatusCode,
    /// Its header fields.
    pub headers: HeaderMap,
    /// Its body, at most [`FetchRequest::max_bytes`] long. May be left empty unless the status is
    /// 200.
    pub body: Bytes,
}

/// Why no usable answer came.
///
/// All variants but [`TooLarge`](FetchError::TooLarge), [`Encoded`](FetchError::Encoded) and
/// [`Throttled`](FetchError::Throttled) are weather, and a stranger is told the same for every one of them: a difference would make the
/// server a port scanner (T18).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The name resolves to an address that must not be fetched, or the URL names none that may.
    #[error("the guard refused the address")]
    AddressRefused,
    /// The name did not resolve.
    #[error("the name did not resolve")]
    Dns,
    /// No connection came about.
    #[error("no connection")]
    Connect,
    /// The TLS handshake failed, or the certificate was not for this name.
    #[error("tls failed")]
    Tls,
    /// The deadline passed.
    #[error("the deadline passed")]
    TimedOut,
    /// The answer broke off or was no HTTP.
    #[error("the answer broke off or was not http")]
    Protocol,
    /// The body is larger than [`FetchRequest::max_bytes`].
    #[error("the body is larger than allowed")]
    TooLarge,
    /// The body came with a content coding although none was offered.
    #[error("the body has a content coding")]
    Encoded,
    /// The server has been dialled too often by us, whatever names led there. It was not dialled again.
    #[error("the address has been dialled too often")]
    Throttled {
        /// After which time it may be.
        retry_after: Duration,
    },
    /// A fetcher of the host's own failed in its own way.
    #[error("the fetcher failed")]
    Other(#[source] Box<dyn Error + Send + Sync>),
}

impl FetchError {
    /// The failure's stable name, for operators.
    ///
    /// Never for strangers: which of these it was tells them about our network (T18).
    pub const fn rule(&self) -> &'static str {
        match self {
            FetchError::AddressRefused => "fetch.address_refused",
            FetchError::Dns => "fetch.dns",
            FetchError::Connect => "fetch.connect",
            FetchError::Tls => "fetch.tls",
            FetchError::TimedOut => "fetch.timed_out",
            FetchError::Protocol => "fetch.protocol",
            FetchError::TooLarge => "fetch.too_large",
            FetchError::Encoded => "fetch.encoded",
            FetchError::Throttled { .. } => "fetch.throttled",
            FetchError::Other(_) => "fetch.other",
        }
    }
}

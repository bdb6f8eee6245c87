//! Why a resolver cannot be built.

use crate::resolve::pin::PinError;
use crate::rules::issuer::IssuerError;

/// Why a resolver cannot be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The text given to [`Resolver::builder`](crate::Resolver::builder) is no issuer identifier.
    #[error("not an issuer identifier")]
    Issuer(#[source] IssuerError),
    /// No fetcher was set, and the feature `reqwest`, which brings one, is off.
    #[error("no fetcher: set one, or turn on the feature reqwest")]
    NoFetcher,
    /// The default fetcher could not be built.
    #[error("the default fetcher could not be built")]
    Fetcher(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A key of the store has fewer than 32 bytes.
    #[error("a key of the store is shorter than 32 bytes")]
    StoreKey,
    /// A pin is refused.
    #[error("the pin of {client_id:?} is refused")]
    Pin {
        /// Whose, as it was given to [`Pin`](crate::resolve::Pin).
        client_id: String,
        /// Why.
        source: PinError,
    },
    /// The setting of this name cannot be changed while the server runs: it takes a restart.
    #[error("the setting {0} cannot be changed while the server runs")]
    Fixed(&'static str),
    /// The setting of this name is out of its range, which its documentation gives.
    #[error("the setting {0} is out of range")]
    Setting(&'static str),
}

//! Floor 3: how we meet tower.

pub mod answer;
pub mod body;
#[cfg(feature = "axum")]
pub mod extract;
pub mod future;
pub mod rejection;
pub mod service;
pub mod verdict;

#[cfg(feature = "axum")]
#[doc(inline)]
pub use self::extract::{IdentifiedClient, OAuthParams, PendingClient};
#[doc(inline)]
pub use self::service::{Cimd, CimdLayer};

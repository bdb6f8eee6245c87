//! Tower and axum middleware that lets an existing OAuth server accept URL client_ids.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo)
)]

pub mod layer;
pub mod net;
pub mod resolve;
pub mod rules;

#[doc(inline)]
pub use crate::layer::rejection::Rejection;
#[doc(inline)]
pub use crate::layer::{Cimd, CimdLayer};
#[cfg(feature = "axum")]
#[doc(inline)]
pub use crate::layer::{IdentifiedClient, OAuthParams, PendingClient};
#[doc(inline)]
pub use crate::resolve::{Resolver, ResolverBuilder};
/// The validated client, under the name that does not clash with a host's own `Client`.
#[doc(inline)]
pub use crate::rules::client::Client as CimdClient;
#[doc(inline)]
pub use crate::rules::client_id::ClientId;
#[doc(inline)]
pub use crate::rules::leg::Leg;

//! Protected resources: MCP endpoints, and any other route that takes access tokens.
//!
//! [`ProtectLayer`] demands a token for the resource that its route is, judges the client that the
//! token was issued to, and hands both to the handler.
//!
//! # What happens to a request
//!
//! 1. Whatever stands in its extensions where a verdict, a client or a token goes is removed (T4).
//! 2. Its one token is read from the `Authorization` header. The body is not looked at. Where the request is
//!    refused, what comes of it within a second, up to 64 KiB, is thrown away, so that the connection lasts.
//! 3. The host's [`TokenVerifier`] verifies it. Nothing is looked up for a token that is not
//!    verified (T6).
//! 4. Its issuer, its audience and its expiry are held against the route's.
//! 5. Its client_id is judged as a text, by the route's [`ClientRules`].
//! 6. Where there is a [resolver](ProtectLayer::resolver) and the issuer issues Client Identifier URLs,
//!    the client is looked up in the host's own table and in the cache, and the operator's policy is
//!    asked.
//! 7. The scope is held against the route's.
//! 8. Where the route [requires the document](ProtectLayer::require_document) and it is not at hand, it is
//!    fetched behind the answer.
//! 9. [`AccessToken`](crate::AccessToken) goes into the extensions, and beside it the
//!    [`CimdClient`](crate::CimdClient) where it is at hand,
//!    [`PendingClient`](crate::PendingClient) where it is not.
//!
//! | what is wrong | status | `error` | challenge |
//! |---|---|---|---|
//! | no token, or another scheme | 401 | | yes |
//! | two `Authorization` headers, a token in the query, one that is malformed | 400 | `invalid_request` | yes |
//! | not valid, expired, of another issuer, for another resource | 401 | `invalid_token` | yes |
//! | a proof of possession | 401 | `invalid_dpop_proof` | yes |
//! | too little scope | 403 | `insufficient_scope` | yes, with all that is needed |
//! | the client: by a rule of the route, by the operator's policy, by its document | 403 | `access_denied` | no |
//! | the document is not at hand, and required | 503 | `temporarily_unavailable` | no |
//! | the verifier, the host's table or its policy could not answer | 503 | `temporarily_unavailable` | no |
//!
//! A challenge is `WWW-Authenticate: Bearer …` (RFC 6750 §3) with `resource_metadata` (RFC 9728 §5.1)
//! and `scope`. The body is JSON, and nothing of it is a stranger's text.
//!
//! # Where it belongs
//!
//! From outside to inside: trace, [`McpCors`], time-out and rate limit, **`ProtectLayer`**, handler. A
//! [`CimdLayer`](crate::CimdLayer) is for other routes; of two layers around one route the inner one's
//! word counts.
//!
//! The token stays in the request's headers, marked as sensitive. A handler that calls other servers
//! must not send it there (MCP 2025-11-25, "Token Passthrough").

pub(crate) mod wire;
pub(crate) mod kind;
pub(crate) mod presented;
pub(crate) mod verifier;
pub(crate) mod client_rules;
pub(crate) mod challenge;
pub(crate) mod denial;
pub(crate) mod settings;
mod standing;
mod judge;
mod rest;
pub(crate) mod future;
pub(crate) mod service;
pub(crate) mod layer;
#[cfg(feature = "private-key-jwt")]
pub(crate) mod jwt;
#[cfg(feature = "axum")]
mod extract;
pub(crate) mod body;
pub(crate) mod access;
pub(crate) mod metadata;
pub(crate) mod cors;

#[doc(inline)]
pub use crate::layer::protect::body::MetadataBody;
#[doc(inline)]
pub use crate::layer::protect::client_rules::ClientRules;
#[doc(inline)]
pub use crate::layer::protect::cors::{McpCors, McpCorsFuture, McpCorsService};
#[doc(inline)]
pub use crate::layer::protect::denial::Denial;
#[doc(inline)]
pub use crate::layer::protect::future::ResponseFuture;
#[cfg(feature = "private-key-jwt")]
#[doc(inline)]
pub use crate::layer::protect::jwt::JwtVerifier;
#[doc(inline)]
pub use crate::layer::protect::kind::DenialKind;
#[doc(inline)]
pub use crate::layer::protect::layer::ProtectLayer;
#[doc(inline)]
pub use crate::layer::protect::metadata::MetadataService;
#[doc(inline)]
pub use crate::layer::protect::presented::{PresentedToken, Scheme};
#[doc(inline)]
pub use crate::layer::protect::service::Protect;
#[doc(inline)]
pub use crate::layer::protect::verifier::{TokenError, TokenVerifier};

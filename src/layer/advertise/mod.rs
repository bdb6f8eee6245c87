//! An authorization server's metadata, told that it now takes Client Identifier URLs.
//!
//! [`AdvertiseLayer`] goes around the route that serves the metadata (RFC 8414 §3, OpenID Connect
//! Discovery 1.0 §4) and adds what is true of the [`CimdLayer`](crate::CimdLayer) that it was made of:
//!
//! | member | becomes |
//! |---|---|
//! | `client_id_metadata_document_supported` | `true` |
//! | `token_endpoint_auth_methods_supported` | `none`, `private_key_jwt` and what the host [proves](crate::CimdLayer::proves) first, each where the layer accepts it, then what was there; an absent list means `client_secret_basic` (RFC 8414 §2) |
//! | `token_endpoint_auth_signing_alg_values_supported` | with `private_key_jwt`, what was there, then [`assertion_algorithms`](AdvertiseLayer::assertion_algorithms) |
//! | `code_challenge_methods_supported` | what was there, then `S256`, where the host says [`s256`](AdvertiseLayer::s256) |
//! | `authorization_response_iss_parameter_supported` | `true`, where the host says [`issues_iss`](AdvertiseLayer::issues_iss) |
//!
//! All other bytes stay as they are, white space and the order of members included. Where nothing is missing, the
//! response stays as it is altogether.
//!
//! Of an amended response, `Content-Length` and `ETag` are made anew where they stand. `Last-Modified` and
//! the digests (`Content-Digest`, `Repr-Digest`, `Digest`, `Content-MD5`) are removed, since they speak of
//! other bytes. For the same reason the handler does not see the `If-None-Match` and `If-Modified-Since`
//! of a GET: it would answer 304 to whoever holds a copy from before the layer was there.
//!
//! # What it leaves alone
//!
//! What stands in [`Unadvertised`]: a copy goes into the response's extensions, and the event
//! `cimd.unadvertised` names its rule. Such a response has its status, headers and frames as they came.
//!
//! # Where it belongs
//!
//! Inside of compression: a coded response is left alone. It looks at no path, so mount it on the metadata routes
//! only. A HEAD is left alone, and tells length and `ETag` of the document without the additions.

pub(crate) mod unadvertised;
pub(crate) mod members;
pub(crate) mod metadata;
pub(crate) mod body;
pub(crate) mod response;
pub(crate) mod future;
pub(crate) mod service;
pub(crate) mod layer;

#[doc(inline)]
pub use crate::layer::advertise::body::AdvertisedBody;
#[doc(inline)]
pub use crate::layer::advertise::future::ResponseFuture;
#[doc(inline)]
pub use crate::layer::advertise::layer::AdvertiseLayer;
#[doc(inline)]
pub use crate::layer::advertise::service::Advertise;
#[doc(inline)]
pub use crate::layer::advertise::unadvertised::Unadvertised;

//! Floor 3: how we meet tower.
//!
//! [`CimdLayer`] puts the validated client of an OAuth request into the request's extensions, or
//! answers in the handler's stead. It never fetches, spawns or reads the time: it asks a
//! [`Resolver`](crate::Resolver), and goes by the resolver's clock.
//!
//! For routes that demand an access token there is [`ProtectLayer`]: see [`protect`].
//!
//! # What happens to a request
//!
//! 1. Whatever stands in its extensions where the layer's verdict goes is removed.
//! 2. Its [`Leg`](crate::Leg) is taken: the one that was set ([`leg`](CimdLayer::leg),
//!    [`legs`](CimdLayer::legs)), or a guess from three shapes. Where the function says that there is none,
//!    the request passes on unread; where the guess does, it counts as read only if no URL-form client_id
//!    stands anywhere in it.
//! 3. Its parameters are read: the query of a GET or HEAD at the authorization endpoint, the form of a POST at
//!    any endpoint; JSON where it [is asked for](CimdLayer::json_forms). Everything else passes on unread:
//!    another method, another media type, a form with a content coding or in a charset other than UTF-8, a GET
//!    where a form belongs.
//! 4. A form is read up to a limit (413), within a deadline (408) and within the memory for all forms
//!    (503), and put back byte for byte as one frame. Trailers are lost.
//! 5. Where no URL-form client_id stands, the request passes on. Where it is repeated or
//!    disagrees with another, the answer is 400.
//! 6. The resolver answers: from its cache at once, or after a fetch. A token request whose grant nobody
//!    issued, as far as the host [says](CimdLayer::grants), fetches nothing. Nor does HEAD, nor what a browser
//!    loads as part of a page (`Sec-Fetch-Dest` other than `document`, `empty`, `iframe`, `frame`).
//! 7. What the client asks for is [checked](crate::rules::checks), by default all of it: `redirect_uri`,
//!    `response_type` or `grant_type`, PKCE, `scope`, `resource`, and what the document demands. What takes no
//!    document is checked before one is fetched. [`checks`](CimdLayer::checks) changes that.
//! 8. The client of a token request, once authenticated, is held to the binding that was stored with its
//!    grant, where the host says what that is.
//! 9. The [`Verdict`] goes into the extensions, and the request to the handler; or the
//!    [`Rejection`] goes to the client, with a copy in the response's extensions.
//! 10. A client whose token request the handler answers with success is
//!     [proven](crate::Resolver::proven) and, behind the answer, saved to the host's
//!     [table](crate::resolve::table), where there is one.
//!
//! On every leg but the authorization endpoint the client's authentication method counts. A client whose
//! method is `none` may present an empty secret and nothing else. One that may use `private_key_jwt` is
//! authenticated by the layer's [authenticator](CimdLayer::authenticator), where it has one: the handler then
//! finds [`Authenticated`](crate::rules::authenticated::Authenticated) beside the client. So does it with mutual
//! TLS and attestation, where the host [proves](CimdLayer::proves) them. Any other client is refused, unless the
//! host [authenticates clients itself](CimdLayer::host_authenticates_clients). A credential of a client whose
//! document is not at hand on a leg that never fetches is answered 503: nobody could check it.
//!
//! # Errors of what a client asks for
//!
//! An error is answered as a page or JSON at the authorization endpoint, and as JSON elsewhere, never by a
//! redirect. Where RFC 6749 §4.1.2.1 would redirect it, the [`Rejection`] says so
//! ([`redirectable`](Rejection::redirectable)), and a host that wants to redirect once its user has signed in
//! is [given it](CimdLayer::hand_on_redirectable_errors).
//!
//! `request_uri` and `request` stand for parameters that nobody has checked (T1). At the authorization
//! endpoint and at PAR they are refused, unless the host says by a hook what they stand for
//! ([`pushed_requests`](CimdLayer::pushed_requests), [`request_objects`](CimdLayer::request_objects)): then that
//! is checked, nothing may stand beside them, and [`OAuthParams`] gives what was checked.
//!
//! Of a client that is [pending](PendingClient), only what takes no document has been checked; the rest is a
//! call once it is known ([`CimdClient::check`](crate::CimdClient::check)). Nothing is checked of registered
//! clients.
//!
//! # What it does not do
//!
//! * It judges what it reads. A handler that reads the request in another way than by [`OAuthParams`] may act on
//!   something else.
//! * It does not know what was granted: whether a code, a token or a `code_verifier` is the right one is for
//!   the handler ([`verify_code_verifier`](crate::rules::pkce::verify_code_verifier)).
//! * Where a document wants access tokens bound to DPoP or to a certificate
//!   ([`dpop_bound_access_tokens`](crate::CimdClient::dpop_bound_access_tokens),
//!   [`tls_client_certificate_bound_access_tokens`](crate::CimdClient::tls_client_certificate_bound_access_tokens)),
//!   it is for the handler to bind them.
//! * It never touches the inner service's errors.
//!
//! # Where it belongs
//!
//! On the OAuth routes, with axum's `route_layer`: then an unknown path is a 404, and fetches nothing. Around
//! a whole router every `?client_id=https://…` is a reason to fetch, so say with
//! [`legs`](CimdLayer::legs) which paths are yours.
//!
//! From outside to inside: trace, CORS, time-out and rate limit, session, **`CimdLayer`**, handler.
//!
//! | where | what happens |
//! |---|---|
//! | time-out inside | does not bound the wait for a form or a document; keep it outside |
//! | session inside | the policy's `may_fetch` cannot see who is signed in; keep it outside |
//! | decompression of requests inside | the layer does not read a coded form: not judged, and extractors refuse; keep it outside |
//! | a layer that rewrites method, query or form inside | the handler acts on what the layer has not judged; keep it outside |
//! | concurrency limit, buffer or load shed inside | works: a request that waits for a document takes no place |
//! | concurrency limit outside | works, and whoever waits for a document takes a place |
//!
//! The layer keeps the types of bodies. It asks of a request body that it can be made from `Bytes`, and of a
//! response body the same, for the default answers. In axum every `.layer(…)` of its own meets that. In one
//! `ServiceBuilder`:
//!
//! | neighbour | does not compile | use |
//! |---|---|---|
//! | `RequestBodyLimitLayer` outside, or another that wraps the request's body | `Limited<B>: From<Bytes>` | [`Replayed`](body::Replayed) between the two, or a `.layer(…)` of its own |
//! | `TraceLayer`, `CompressionLayer` inside, or another that wraps the response's body | `CompressionBody<B>: From<Bytes>` | it outside, where it belongs; or [`rejection`](CimdLayer::rejection) |
//! | hyper's `Incoming` | `Incoming: From<Bytes>` | [`Replayed`](body::Replayed) |
//!
//! # Cost
//!
//! A GET without a client_id, or with one that is no URL, is handed on without an allocation by this
//! crate. A client from the cache, with all that is checked, costs four allocations at most. The mark that a
//! request was judged is a zero-sized entry in the extensions; where these were empty
//! or just full, their table has to grow for it. A form costs one box.

pub(crate) mod taken;
pub(crate) mod accept;
pub(crate) mod fetchable;
pub(crate) mod shape;
pub mod grants;
pub(crate) mod code;
pub(crate) mod kind;
pub(crate) mod wire;
pub(crate) mod words;
pub(crate) mod cause;
pub mod rejection;
pub(crate) mod page;
pub mod answer;
pub(crate) mod quarantine;
pub mod verdict;
pub mod params;
pub mod binder;
#[cfg(feature = "axum")]
pub mod extract;
pub mod body;
pub(crate) mod authentication;
pub mod stored;
pub(crate) mod scrutiny;
pub(crate) mod settings;
pub(crate) mod proof;
mod holding;
mod credentials;
mod inquiry;
mod admission;
mod judge;
pub mod future;
pub mod service;
pub mod builder;
pub mod advertise;
pub mod protect;

#[doc(inline)]
pub use self::advertise::AdvertiseLayer;
#[doc(inline)]
pub use self::authentication::{ClientProof, ClientProofError, HostMethod, ProofAttempt};
#[doc(inline)]
pub use self::binder::Binder;
#[doc(inline)]
pub use self::builder::CimdLayer;
#[doc(inline)]
pub use self::grants::Grants;
#[doc(inline)]
pub use self::kind::RejectionKind;
#[doc(inline)]
pub use self::params::OAuthParams;
#[doc(inline)]
pub use self::protect::{ProtectLayer, TokenVerifier};
#[doc(inline)]
pub use self::quarantine::Quarantine;
#[doc(inline)]
pub use self::rejection::Rejection;
#[doc(inline)]
pub use self::service::Cimd;
#[doc(inline)]
pub use self::verdict::{IdentifiedClient, PendingClient, Verdict};

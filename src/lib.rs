//! Tower and axum middleware that lets an existing OAuth server accept URL client_ids.
//!
//! The client_id of an OAuth client may be an `https` URL, where the client publishes a JSON document
//! about itself: a [Client ID Metadata Document][draft] (CIMD), as MCP clients do. Nobody has to
//! register first. But the server has to fetch, from an address that a stranger chose, and to
//! believe what it finds there as far as that is wise. This crate does that part:
//!
//! * [`CimdLayer`] finds the client_id of a request, has it resolved, [checks](rules::checks) what the client
//!   asks for, and puts a validated, immutable [`CimdClient`] into the request's extensions. Any request
//!   without a URL client_id passes on unchanged.
//! * [`ProtectLayer`] demands an access token of MCP endpoints and other resources, judges the client that it was
//!   issued to, and hands the handler an [`AccessToken`].
//! * [`Resolver`] fetches, validates and caches: one fetch for each client_id, however many wait. It
//!   works without the layer, too.
//! * [`net::HttpsFetch`] is the fetcher: TLS, no redirect, no proxy, no special-use address, five seconds
//!   and five kilobytes at most.
//!
//! [draft]: https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/
//!
//! # Use
//!
//! ```no_run
//! use axum::Router;
//! use axum::routing::{get, post};
//! use tower_cimd::{CimdClient, CimdLayer, OAuthParams, Resolver};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let resolver = Resolver::builder("https://as.example.com").build()?; // the issuer; one cache
//! let app: Router = Router::new()
//!     .route("/authorize", get(authorize))
//!     .route("/token", post(token))
//!     .route_layer(CimdLayer::new(resolver));
//! # let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
//! # axum::serve(listener, app).await?;
//! # Ok(())
//! # }
//!
//! async fn authorize(client: Option<CimdClient>, OAuthParams(query): OAuthParams) -> String {
//!     match client {
//!         // redirect_uri, response_type, PKCE, scope and resource are in order.
//!         Some(client) => consent_page(&client, &query),
//!         None => registered_client(&query).await, // your own table, as before
//!     }
//! }
//! # use tower_cimd::rules::parameters::Parameters;
//! # async fn registered_client(_: &Parameters) -> String { String::new() }
//! # fn consent_page(_: &CimdClient, _: &Parameters) -> String { String::new() }
//! # async fn token() {}
//! ```
//!
//! [In ten minutes](guide::retrofit) an existing server has it; [MCP](guide::mcp) servers have a page of their own. The
//! [`layer`] page says what happens to which request and where the layer belongs in a stack;
//! [`resolve`] how to allow some clients and not others; [`guide`] why each default is what it is, and how
//! the house is built.
//!
//! # Where things are
//!
//! | module | floor | what |
//! |---|---|---|
//! | [`rules`] | 0 | What is true: client_ids, documents, redirection URIs, freshness. Pure. |
//! | [`resolve`] | 1 | How we find out: cache, single flight, policy, what nodes share, events. |
//! | [`net`] | 2 | How we touch the wire: the guarded fetcher, the shared store. |
//! | [`layer`] | 3 | How we meet tower: layer, extractors, answers. |
//! | [`config`] | 4 | How settings are written down: a file, the environment. |
//! | [`admin`] | 5 | How operators meet us: page and API. |
//!
//! # Features
//!
//! All are additive, and none changes what another does.
//!
//! | feature | default | what |
//! |---|---|---|
//! | `reqwest` | yes | [`net::HttpsFetch`], on reqwest and rustls. Without it the host brings its own [`Fetch`](resolve::Fetch). |
//! | `axum` | yes | Extractors, over axum-core. |
//! | `private-key-jwt` | no | On aws-lc-rs: [`CimdLayer::authenticator`], for clients that authenticate with `private_key_jwt`, and [`layer::protect::JwtVerifier`]. |
//! | `redis` | no | `net::RedisStore`, a store that several nodes share; with `private-key-jwt` also `net::RedisReplayStore`. |
//! | `metrics` | no | [Metrics](guide::observability), through the `metrics` facade: whatever recorder the host has installed gets them. |
//! | `config` | no | [`config`]: every setting in one file or the environment, checked, and read anew without losing a request. Turns on `reqwest`. |
//! | `admin` | no | [`admin`]: a page and an API for the people who run the server, as an axum `Router` behind the host's own guard. |
//! | `public-suffix` | no | The Public Suffix List: [rules](resolve::rulebook#registrable-domains) on registrable domains, and a [rate](resolve::Limits::site) of fetches for each. It takes 850 KB of the binary, and 10 s of a build for release. |
//! | `cli` | no | The `cimd` command: explain what a server would do with a client_id, lint a document, serve it for development, try new rules, resolve, judge records. |
//!
//! # What it does not do
//!
//! * **It authenticates by `private_key_jwt` alone,** and only where it is given an
//!   [authenticator](CimdLayer::authenticator). A client with another method gets past the token endpoint only
//!   where the host [proves](CimdLayer::proves) it or says that its handlers [authenticate
//!   clients](CimdLayer::host_authenticates_clients). Behind a public client with loopback redirects there may be
//!   any program.
//! * **It issues nothing.** Codes, tokens and consent are the host's, and so is whether a code_verifier is the
//!   right one ([a call](rules::pkce::verify_code_verifier)). What a client asks for it checks; what was granted
//!   it holds to the client where it is told of the host's [`grants`](CimdLayer::grants).
//! * **It limits fetches, not requests.** Who sends them it knows only where an outer layer
//!   [says so](resolve::RequestedBy); a rate limit in front of the layer is still wise.
//! * **Anybody can publish a document.** A name on a consent page is what a stranger wrote; show the host
//!   of the client_id beside it ([`ConsentView`](rules::consent::ConsentView)), and say by [`Policy`](resolve::Policy) whom you trust.
//! * **The cache is one process's,** unless nodes share a [`store`](resolve::store).
//!
//! # Rust
//!
//! The library builds with Rust 1.85. A newer one may be asked for by a minor version.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// The pages are those of the whole crate, as docs.rs shows it.
#![cfg_attr(
    not(all(
        feature = "reqwest",
        feature = "axum",
        feature = "private-key-jwt",
        feature = "metrics",
        feature = "admin",
        feature = "config"
    )),
    allow(rustdoc::broken_intra_doc_links)
)]
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo)
)]

pub mod rules;
pub mod resolve;
pub mod net;
pub mod layer;
#[cfg(feature = "config")]
#[cfg_attr(docsrs, doc(cfg(feature = "config")))]
pub mod config;
#[cfg(feature = "admin")]
pub mod admin;

#[cfg(doc)]
pub mod guide;

#[doc(inline)]
pub use crate::layer::rejection::Rejection;
#[doc(inline)]
pub use crate::layer::{
    AdvertiseLayer, Cimd, CimdLayer, IdentifiedClient, OAuthParams, PendingClient, ProtectLayer,
    TokenVerifier,
};
#[doc(inline)]
pub use crate::resolve::{Resolver, ResolverBuilder};
#[doc(inline)]
pub use crate::rules::access_token::AccessToken;
/// The validated client, under the name that does not clash with a host's own `Client`.
#[doc(inline)]
pub use crate::rules::client::Client as CimdClient;
#[doc(inline)]
pub use crate::rules::client_id::ClientId;
#[doc(inline)]
pub use crate::rules::leg::Leg;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

//! The layer, and what it can be told.

use std::sync::Arc;

use tower_layer::Layer;

use crate::layer::advertise::metadata::Additions;
use crate::layer::advertise::service::Advertise;
use crate::layer::builder::CimdLayer;

/// Adds to a server's existing metadata that it takes Client Identifier URLs.
///
/// See the [module](crate::layer::advertise) for what is added and what is left alone.
///
/// ```
/// use axum::routing::get;
/// use axum::{Json, Router};
/// use tower_cimd::{AdvertiseLayer, CimdLayer, Resolver};
///
/// # fn app() -> Result<Router, tower_cimd::resolve::BuildError> {
/// let cimd = CimdLayer::new(Resolver::builder("https://as.example.com").build()?);
/// // This server refuses a wrong code_verifier.
/// let advertise = AdvertiseLayer::new(&cimd).s256();
/// let metadata = Router::new()
///     .route("/.well-known/oauth-authorization-server", get(metadata))
///     .route("/.well-known/openid-configuration", get(metadata))
///     .route_layer(advertise);
/// let app = Router::new()
///     // .route("/authorize", …).route("/token", …)
///     .layer(cimd)
///     .merge(metadata);
/// # Ok(app)
/// # }
///
/// /// As before.
/// async fn metadata() -> Json<serde_json::Value> {
///     Json(serde_json::json!({
///         "issuer": "https://as.example.com",
///         "authorization_endpoint": "https://as.example.com/authorize",
///         "token_endpoint": "https://as.example.com/token",
///         "response_types_supported": ["code"],
///     }))
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct AdvertiseLayer {
    additions: Arc<Additions>,
}

impl AdvertiseLayer {
    /// Advertises what `cimd`, the layer around the token endpoint, accepts there: of the methods
    /// that the resolver was given by [`auth_methods`](crate::ResolverBuilder::auth_methods), `none`;
    /// `private_key_jwt` where the layer has an [authenticator](CimdLayer::authenticator) or the host
    /// [authenticates clients itself](CimdLayer::host_authenticates_clients); and others where the layer
    /// has a [proof](CimdLayer::proves).
    ///
    /// What `cimd` is told later does not count; what its resolver is ([`replace`](crate::Resolver::replace))
    /// does.
    pub fn new<A>(cimd: &CimdLayer<A>) -> Self {
        let settings = cimd.settings();
        AdvertiseLayer {
            additions: Arc::new(Additions {
                resolver: settings.resolver.clone(),
                issuer: settings.resolver.issuer().clone(),
                authentication: settings.authentication.clone(),
                algorithms: algorithms(),
                s256: false,
                iss: false,
                throttle: Arc::clone(settings.resolver.throttle()),
            }),
        }
    }

    /// The signature algorithms of assertions that the server verifies. They are added to those that
    /// are listed, where `private_key_jwt` is advertised. Without any, it is not.
    ///
    /// Default: with the feature `private-key-jwt`, those of the
    /// [`Authenticator`](crate::resolve::Authenticator); without it, none.
    pub fn assertion_algorithms<S: Into<String>>(self, names: impl IntoIterator<Item = S>) -> Self {
        let names = names.into_iter().map(Into::into).collect();
        self.change(|additions| additions.algorithms = names)
    }

    /// Says that the server does PKCE: it keeps the `code_challenge` of method `S256` with the code, and
    /// refuses a wrong `code_verifier` (RFC 7636 §4.6). Default: not advertised, since
    /// this crate cannot know.
    pub fn s256(self) -> Self {
        self.change(|additions| additions.s256 = true)
    }

    /// Says that the server puts `iss` into its authorization responses, errors included (RFC 9207 §2).
    /// Default: not advertised, since this crate cannot know.
    pub fn issues_iss(self) -> Self {
        self.change(|additions| additions.iss = true)
    }

    fn change(mut self, change: impl FnOnce(&mut Additions)) -> Self {
        change(Arc::make_mut(&mut self.additions));
        self
    }
}

impl<S> Layer<S> for AdvertiseLayer {
    type Service = Advertise<S>;

    fn layer(&self, inner: S) -> Advertise<S> {
        Advertise::new(inner, Arc::clone(&self.additions))
    }
}

#[cfg(feature = "private-key-jwt")]
fn algorithms() -> Vec<String> {
    let all = crate::rules::jws::Algorithm::ALL.iter();
    all.map(|algorithm| algorithm.as_str().to_owned()).collect()
}

#[cfg(not(feature = "private-key-jwt"))]
fn algorithms() -> Vec<String> {
    Vec::new()
}

//! The layer, and what it can be told.

use std::sync::Arc;
use std::time::Duration;

use tower_layer::Layer;

use crate::layer::protect::challenge::Challenge;
use crate::layer::protect::client_rules::ClientRules;
use crate::layer::protect::service::Protect;
use crate::layer::protect::settings::Settings;
use crate::layer::protect::verifier::TokenVerifier;
use crate::resolve::Resolver;
use crate::resolve::clock::{Clock, SystemClock};
use crate::resolve::event::Throttle;
use crate::rules::access_token::Scopes;
use crate::rules::issuer::Issuer;
use crate::rules::protected_resource::ProtectedResourceMetadata;

/// Demands an access token for this resource on every request, and hands what it says to the
/// handler as an [`AccessToken`](crate::AccessToken).
///
/// See the [module](crate::layer::protect) for what happens to which request. One layer is for one
/// resource; routes of one server may have different ones. Here any client may call `/mcp`, and only
/// those of two hosts `/mcp/admin`:
///
/// ```
/// use axum::Router;
/// use axum::routing::post;
/// use tower_cimd::layer::protect::{ClientRules, McpCors, MetadataService};
/// use tower_cimd::rules::issuer::Issuer;
/// use tower_cimd::rules::protected_resource::ProtectedResourceMetadata;
/// use tower_cimd::{AccessToken, ProtectLayer, Resolver, TokenVerifier};
///
/// fn app(
///     tokens: impl TokenVerifier + Clone,
///     resolver: Resolver, // of the authorization server in this process; without one, no document is known
/// ) -> Result<Router, Box<dyn std::error::Error>> {
///     let issuer = Issuer::parse("https://example.com")?;
///     let tools = ProtectedResourceMetadata::new("https://example.com/mcp".parse()?, issuer.clone())
///         .scopes(&"mcp:tools".parse()?);
///     let admin = ProtectedResourceMetadata::new("https://example.com/mcp/admin".parse()?, issuer)
///         .scopes(&"mcp:admin".parse()?);
///
///     let open = ProtectLayer::new(&tools, tokens.clone())
///         .resolver(resolver.clone())
///         .required_scopes("mcp:tools".parse()?);
///     let named = ProtectLayer::new(&admin, tokens)
///         .resolver(resolver)
///         .required_scopes("mcp:admin".parse()?)
///         .clients(ClientRules::matching(["vscode.dev", "*.example.com"])?);
///
///     Ok(Router::new()
///         .route("/mcp", post(call).layer(open))
///         .route("/mcp/admin", post(call).layer(named))
///         .layer(McpCors::new())
///         .route_service(&tools.resource().metadata_path(), MetadataService::of(&tools))
///         .route_service(&admin.resource().metadata_path(), MetadataService::of(&admin)))
/// }
///
/// async fn call(token: AccessToken) -> String {
///     format!("{:?} calls for {:?}", token.client_id(), token.subject())
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ProtectLayer {
    settings: Arc<Settings>,
}

impl ProtectLayer {
    /// Protects the resource that `metadata` describes: with tokens of its authorization servers
    /// that `verifier` verifies and that have the resource in their audience, byte for byte.
    pub fn new(metadata: &ProtectedResourceMetadata, verifier: impl TokenVerifier) -> Self {
        let resource = metadata.resource().clone();
        ProtectLayer {
            settings: Arc::new(Settings {
                challenge: Challenge::new(&resource, verifier.dpop_algorithms()),
                verifier: Arc::new(verifier),
                resource,
                issuers: metadata.authorization_servers().to_vec(),
                cimd_issuers: Vec::new(),
                scopes: Scopes::default(),
                clients: ClientRules::any(),
                resolver: None,
                requires_document: false,
                clock: Arc::new(SystemClock),
                throttle: Arc::new(Throttle::new(Arc::new(SystemClock))),
                deadline: VERIFIER_DEADLINE,
            }),
        }
    }

    /// What a token must grant. Default: nothing.
    ///
    /// A token that lacks some of it is answered 403 `insufficient_scope`, with a `scope` of what it
    /// grants and what is required together, so that the client does not lose what it has by asking
    /// for more (MCP 2025-11-25, "Step-Up Authorization Flow").
    pub fn required_scopes(self, required: Scopes) -> Self {
        self.change(|settings| settings.scopes = required)
    }

    /// Which clients may call. Default: all. The others are answered 403 `access_denied`, without a
    /// challenge: an MCP client that found `insufficient_scope` there would authorize again for ever.
    pub fn clients(self, rules: ClientRules) -> Self {
        self.change(|settings| settings.clients = rules)
    }

    /// Believes this issuer that a URL-form client_id in its tokens is a Client Identifier URL.
    ///
    /// For a server that takes others for client_ids, such as one with URLs of its own making, rules
    /// on hosts would say nothing (T5): to such rules its clients are not known. An issuer that is
    /// not among the metadata's authorization servers has no tokens here.
    pub fn cimd_issuer(self, issuer: Issuer) -> Self {
        self.change(|settings| settings.cimd_issuers.push(issuer))
    }

    /// Looks clients up in this resolver, its own issuer being a
    /// [`cimd_issuer`](Self::cimd_issuer), and goes by its clock.
    ///
    /// Only what is in its cache or pinned is used, so that no call waits for a publisher; and only
    /// for tokens that are verified (T6). Its policy is asked on every call: whom
    /// [`admits`](crate::resolve::Policy::admits) or [`may_use`](crate::resolve::Policy::may_use)
    /// refuses, is refused. A document in use is renewed behind those who use it, as elsewhere.
    pub fn resolver(self, resolver: Resolver) -> Self {
        self.change(|settings| {
            settings.cimd_issuers.push(resolver.issuer().clone());
            settings.clock = Arc::clone(resolver.clock());
            settings.throttle = Arc::clone(resolver.throttle());
            settings.resolver = Some(resolver);
        })
    }

    /// Refuses requests for whose client there is no document at hand. Default: they pass, without
    /// the client.
    ///
    /// Where the document is not in the cache, the answer is 503 with `Retry-After`, and one fetch
    /// begins behind it, if [`may_fetch`](crate::resolve::Policy::may_fetch) allows it and within
    /// what renewals may cost (T6). While its publisher cannot be reached, a copy that is
    /// [not too old](crate::ResolverBuilder::stale) is used, as elsewhere. A client that has no document, and every client where there is no
    /// [resolver](Self::resolver), is answered 403.
    pub fn require_document(self) -> Self {
        self.change(|settings| settings.requires_document = true)
    }

    /// The clock that tokens expire by, where there is no resolver. Default: the machine's.
    pub fn clock(self, clock: impl Clock) -> Self {
        self.change(|settings| {
            settings.clock = Arc::new(clock);
            settings.throttle = Arc::new(Throttle::new(Arc::clone(&settings.clock)));
        })
    }

    /// A verifier that takes longer counts as one that could not answer: 503. Default 10 seconds, in
    /// which a key set can be fetched.
    pub fn verifier_deadline(self, deadline: Duration) -> Self {
        self.change(|settings| settings.deadline = deadline)
    }

    fn change(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(Arc::make_mut(&mut self.settings));
        self
    }
}

impl<S> Layer<S> for ProtectLayer {
    type Service = Protect<S>;

    fn layer(&self, inner: S) -> Protect<S> {
        Protect::new(inner, Arc::clone(&self.settings))
    }
}

const VERIFIER_DEADLINE: Duration = Duration::from_secs(10);

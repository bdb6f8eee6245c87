//! The layer, and what it can be told.

use std::fmt::{self, Debug};
use std::sync::Arc;
use std::time::Duration;

use http::Response;
use http::request::Parts;
use tokio::sync::Semaphore;
use tower_layer::Layer;

use crate::layer::answer::DefaultAnswer;
use crate::layer::authentication::{Authentication, ClientProof, HostMethod};
use crate::layer::body::FormLimits;
use crate::layer::grants::{GrantChecks, Grants};
use crate::layer::rejection::Rejection;
use crate::layer::scrutiny::Scrutiny;
use crate::layer::service::Cimd;
use crate::layer::settings::{Legs, Settings};
use crate::layer::stored::{PushedRequests, RequestObjects};
use crate::resolve::Resolver;
#[cfg(feature = "private-key-jwt")]
use crate::resolve::authentication::Authenticator;
use crate::rules::change::ChangePolicy;
use crate::rules::checks::Checks;
use crate::rules::leg::Leg;

/// Resolves the URL-form client_id of OAuth requests and hands the validated client to the handler.
///
/// See the [module](crate::layer) for what happens to which request and for where the layer
/// belongs. Cloning it, and the services that it makes, costs a reference count; all of them share
/// the resolver's cache and the memory for forms.
///
/// ```
/// use axum::Router;
/// use axum::routing::{get, post};
/// use tower_cimd::{CimdClient, CimdLayer, OAuthParams, Resolver};
///
/// # fn app() -> Result<Router, tower_cimd::resolve::BuildError> {
/// let resolver = Resolver::builder("https://as.example.com").build()?;
/// let app = Router::new()
///     .route("/authorize", get(authorize))
///     .route("/token", post(token))
///     .route_layer(CimdLayer::new(resolver));
/// # Ok(app)
/// # }
///
/// async fn authorize(client: Option<CimdClient>, OAuthParams(query): OAuthParams) -> String {
///     match client {
///         Some(client) => format!("{:?} wants {:?}", client.client_name(), query.get("scope")),
///         None => "one of our own clients, as before".to_owned(),
///     }
/// }
/// # async fn token(client: Option<CimdClient>) { let _ = client; }
/// ```
#[derive(Clone)]
#[must_use]
pub struct CimdLayer<A = DefaultAnswer> {
    settings: Arc<Settings>,
    answer: A,
}

impl CimdLayer {
    /// A layer that guesses the leg of each request and answers refusals itself.
    pub fn new(resolver: Resolver) -> Self {
        CimdLayer {
            settings: Arc::new(Settings {
                resolver,
                legs: Legs::Guessed,
                forms: FormLimits {
                    bytes: FORM_BYTES,
                    deadline: FORM_DEADLINE,
                    budget: Arc::new(Semaphore::new(ALL_FORMS_BYTES)),
                },
                json_forms: false,
                authentication: Authentication::default(),
                handles_quarantine: false,
                grants: GrantChecks::default(),
                scrutiny: Scrutiny::default(),
            }),
            answer: DefaultAnswer,
        }
    }
}

impl<A> CimdLayer<A> {
    /// Says that every request below is on `leg`.
    ///
    /// By default the leg is guessed, and only three shapes of request are taken for one: a GET with
    /// `client_id`, a form with `response_type`, a form with `grant_type`. Device authorization,
    /// revocation and introspection have to be said: without it a URL-form client_id there is not judged.
    pub fn leg(self, leg: Leg) -> Self {
        self.change(|settings| settings.legs = Legs::One(leg))
    }

    /// Asks `choose` which leg a request is on, for a layer around a whole router.
    ///
    /// Where it answers `None` the request passes on unread, and nothing is fetched; an extractor
    /// on such a route refuses.
    ///
    /// ```
    /// use tower_cimd::{CimdLayer, Leg};
    ///
    /// # fn layer(resolver: tower_cimd::Resolver) -> CimdLayer {
    /// CimdLayer::new(resolver).legs(|parts| match parts.uri.path() {
    ///     "/authorize" => Some(Leg::Authorization),
    ///     "/token" => Some(Leg::Token),
    ///     _ => None,
    /// })
    /// # }
    /// ```
    pub fn legs<F>(self, choose: F) -> Self
    where
        F: Fn(&Parts) -> Option<Leg> + Send + Sync + 'static,
    {
        self.change(|settings| settings.legs = Legs::By(Arc::new(choose)))
    }

    /// Sets the largest form that is read, in bytes; a larger one is answered 413.
    ///
    /// Default 65,536: about thirty times the largest token request seen, and what many servers
    /// accept as a head.
    pub fn form_limit(self, bytes: usize) -> Self {
        self.change(|settings| settings.forms.bytes = bytes)
    }

    /// Sets how long one form may take to arrive; a slower one is answered 408.
    ///
    /// Default 10 s, far above a phone's bad day and far below what makes slow senders worth it.
    pub fn form_deadline(self, deadline: Duration) -> Self {
        self.change(|settings| settings.forms.deadline = deadline)
    }

    /// Sets how many bytes of forms may be held at once, over all requests; beyond, the answer is 503.
    ///
    /// A form counts from its first byte until it is handed on, waiting for a document included.
    /// Default 16 MiB: 256 forms of the largest size, or some ten thousand of the usual.
    pub fn buffered_forms(self, bytes: usize) -> Self {
        let budget = Arc::new(Semaphore::new(bytes.min(Semaphore::MAX_PERMITS)));
        self.change(|settings| settings.forms.budget = budget)
    }

    /// Reads a JSON object of strings as the form of the same parameters, on every leg but the
    /// authorization endpoint.
    ///
    /// For servers whose token endpoint takes `application/json`, which RFC 6749 §3.2 does not ask of
    /// them: by default such a request is not judged, and every extractor refuses it. The body arrives as
    /// it came, and [`OAuthParams`](crate::OAuthParams) gives the parameters. JSON that is not an object of
    /// strings, or names a member twice, is not judged either.
    pub fn json_forms(self) -> Self {
        self.change(|settings| settings.json_forms = true)
    }

    /// Declares that the handlers authenticate clients themselves.
    ///
    /// Without it, a client whose negotiated method is not `none` is refused on every leg but the
    /// authorization endpoint, since nobody would check that it is itself. With it, such a client
    /// reaches the handler as an [`IdentifiedClient`](crate::layer::IdentifiedClient), and the
    /// handler owes the check.
    ///
    /// Beside an authenticator (feature `private-key-jwt`) or a [proof](CimdLayer::proves) this counts
    /// for the other methods alone.
    pub fn host_authenticates_clients(self) -> Self {
        self.change(|settings| settings.authentication.by_host = true)
    }

    /// Has `proof` authenticate the clients that may use `method`, which the host alone can verify:
    /// mutual TLS, attestation. May be called again for another method.
    ///
    /// On every leg but the authorization endpoint such a client is taken for itself only where the
    /// proof says so, and the handler finds [`Authenticated`](crate::rules::authenticated::Authenticated)
    /// beside it. It may go without where it may also use `none`, or presents an assertion instead
    /// ([`authenticator`](CimdLayer::authenticator)). What fails is answered `invalid_client`, an
    /// assertion beside an attestation `invalid_request`, and a proof that could not be had 503.
    ///
    /// The resolver has to offer the method ([`auth_methods`](crate::ResolverBuilder::auth_methods)).
    /// See [`ClientProof`] for an example.
    pub fn proves(self, method: HostMethod, proof: impl ClientProof) -> Self {
        self.change(|settings| settings.authentication.proves(method, Arc::new(proof)))
    }

    /// Has `authenticator` authenticate the clients that may use `private_key_jwt`.
    ///
    /// On every leg but the authorization endpoint such a client has to present an assertion, alone
    /// and with the `client_assertion_type` of RFC 7523 §2.2; it may go without only where it may
    /// also use `none`, which takes
    /// [`Selection::ClientChoice`](crate::rules::auth_method::Selection::ClientChoice). The handler
    /// finds the client as a [`CimdClient`](crate::CimdClient), and beside it
    /// [`Authenticated`](crate::rules::authenticated::Authenticated), by which method and which key.
    /// What fails is answered `invalid_client`; two credentials at once `invalid_request`; and 503
    /// where nobody can tell, so that the same assertion may be sent again.
    ///
    /// Revocation and introspection fetch nothing, keys neither: a client that has them at a
    /// `jwks_uri` is authenticated there with the set in the cache, and answered 503 without one.
    ///
    /// The resolver has to offer the method, or no client may use it
    /// ([`auth_methods`](crate::ResolverBuilder::auth_methods)). Layers of one server share one
    /// authenticator, in an `Arc`.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use tower_cimd::resolve::{Authenticator, BuildError, KeyLimits, MemoryReplayStore};
    /// use tower_cimd::rules::auth_method::AuthMethod;
    /// use tower_cimd::{CimdLayer, Resolver};
    ///
    /// # fn layer() -> Result<CimdLayer, BuildError> {
    /// let resolver = Resolver::builder("https://as.example.com")
    ///     .auth_methods([AuthMethod::None, AuthMethod::PrivateKeyJwt])
    ///     .build()?;
    /// let clock = Arc::clone(resolver.clock());
    /// let authenticator = Authenticator::new(
    ///     resolver.issuer().clone(),
    ///     resolver.key_sets(&KeyLimits::default()),
    ///     Arc::new(MemoryReplayStore::new(Arc::clone(&clock))),
    ///     clock,
    /// );
    /// let layer = CimdLayer::new(resolver).authenticator(authenticator);
    /// # Ok(layer)
    /// # }
    /// ```
    #[cfg(feature = "private-key-jwt")]
    #[cfg_attr(docsrs, doc(cfg(feature = "private-key-jwt")))]
    pub fn authenticator(self, authenticator: impl Into<Arc<Authenticator>>) -> Self {
        let authenticator = Some(authenticator.into());
        self.change(|settings| settings.authentication.authenticator = authenticator)
    }

    /// Declares that the handlers handle clients in quarantine
    /// ([`MayUse::Quarantined`](crate::resolve::MayUse::Quarantined)).
    ///
    /// Without it such a client reaches no handler: every extractor refuses it with `invalid_client`, and
    /// [`Verdict::Quarantined`](crate::layer::Verdict::Quarantined) says why. With it the client comes as
    /// any other does, and beside it [`Quarantine`](crate::layer::Quarantine); the handlers owe it a
    /// consent page each time and whatever they withhold from such clients.
    pub fn handles_quarantine(self) -> Self {
        self.change(|settings| settings.handles_quarantine = true)
    }

    /// Asks `grants` about the code, refresh token or device code that a token request names; see
    /// [`grants`](crate::layer::grants) for what is refused then (T11, T15).
    ///
    /// Without it nobody holds a grant to the client that it was issued to, unless the handlers do,
    /// and a layer that is made for token requests says so once, by the event `cimd.grants_unheld`.
    pub fn grants(self, grants: impl Grants) -> Self {
        self.change(|settings| settings.grants.hook = Some(Arc::new(grants)))
    }

    /// Sets what a change of the client means to a grant that it was issued before. Default
    /// [`ChangePolicy::default`].
    ///
    /// What [`Refuse`](crate::rules::change::Consequence::Refuse)s is answered `invalid_grant`. What only has
    /// the user [asked again](crate::rules::change::Consequence::AskAgain) is a matter of the next
    /// authorization request: a new logo does not end what was granted. A host that sees it otherwise sets
    /// the kind of change to be refused.
    pub fn grant_changes(self, policy: ChangePolicy) -> Self {
        self.change(|settings| settings.grants.changes = policy)
    }

    /// Sets which checks are made of each request. Default: [all](Checks).
    ///
    /// ```
    /// use tower_cimd::CimdLayer;
    /// use tower_cimd::rules::checks::Checks;
    ///
    /// # fn layer(resolver: tower_cimd::Resolver) -> CimdLayer {
    /// CimdLayer::new(resolver).checks(Checks::default().scope_ceiling(["mcp:tools"]))
    /// # }
    /// ```
    pub fn checks(self, checks: Checks) -> Self {
        self.change(|settings| settings.scrutiny.checks = checks)
    }

    /// Gives requests that fail a check to the handler, where the client may be told by a redirect.
    ///
    /// By default the layer shows such an error, because anybody can publish a document with a redirection
    /// URI of his own (RFC 9700 §4.11.2). With this the handler finds a
    /// [`RedirectableError`](crate::rules::checks::RedirectableError), by its extractor in an `Option`, by
    /// [`Rejection::redirectable`] where it extracts `Result<CimdClient, Rejection>`, or by
    /// [`Verdict`](crate::layer::Verdict). It signs its user in, and then redirects. No extractor hands out
    /// the client of such a request, so that a handler that does not know of this still grants nothing.
    pub fn hand_on_redirectable_errors(self) -> Self {
        self.change(|settings| settings.scrutiny.hands_on = true)
    }

    /// Understands `request_uri` at the authorization endpoint by the host's store of pushed requests.
    /// Default: it is refused.
    pub fn pushed_requests(self, store: impl PushedRequests) -> Self {
        self.change(|settings| settings.scrutiny.pushed = Some(Arc::new(store)))
    }

    /// Understands `request` at the authorization endpoint and at PAR by the host's verification of
    /// request objects. Default: it is refused.
    pub fn request_objects(self, objects: impl RequestObjects) -> Self {
        self.change(|settings| settings.scrutiny.objects = Some(Arc::new(objects)))
    }

    /// Answers refusals with `answer` and not with [`Rejection::to_response`].
    ///
    /// This is also the way to use the layer over a response body that cannot be made from bytes. The
    /// [`Rejection`] goes into the response's extensions in any case.
    ///
    /// ```
    /// use http::Response;
    /// use tower_cimd::CimdLayer;
    ///
    /// # fn layer(resolver: tower_cimd::Resolver) {
    /// # let layer =
    /// CimdLayer::new(resolver).rejection(|rejection, _| {
    ///     let mut response = Response::new(format!("refused: {}", rejection.rule()));
    ///     *response.status_mut() = rejection.status();
    ///     response
    /// })
    /// # ;
    /// # let _ = layer;
    /// # }
    /// ```
    pub fn rejection<F, ResBody>(self, answer: F) -> CimdLayer<F>
    where
        F: Fn(&Rejection, &Parts) -> Response<ResBody> + Clone,
    {
        CimdLayer {
            settings: self.settings,
            answer,
        }
    }

    /// What this layer was told so far.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    fn change(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(Arc::make_mut(&mut self.settings));
        self
    }
}

impl<S, A: Clone> Layer<S> for CimdLayer<A> {
    type Service = Cimd<S, A>;

    fn layer(&self, inner: S) -> Cimd<S, A> {
        if self.settings.legs.may_be_token() {
            self.settings.grants.tell_of_nobody();
        }
        Cimd::new(inner, Arc::clone(&self.settings), self.answer.clone())
    }
}

impl<A> Debug for CimdLayer<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CimdLayer")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

const FORM_BYTES: usize = 64 * 1024;
const FORM_DEADLINE: Duration = Duration::from_secs(10);
const ALL_FORMS_BYTES: usize = 16 * 1024 * 1024;

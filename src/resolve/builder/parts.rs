//! The parts that a resolver is made of.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::resolve::brought::{Brought, Recipe};
use crate::resolve::budget::Limits;
use crate::resolve::cache::SharedCache;
use crate::resolve::clock::{Clock, SystemClock};
use crate::resolve::fetch::Fetch;
use crate::resolve::observer::Observer;
use crate::resolve::pin::Pin;
use crate::resolve::policy::Policy;
use crate::resolve::registered::RegisteredClients;
use crate::resolve::resolver::Resolver;
use crate::resolve::store::SharedStore;
use crate::resolve::table::ClientTable;
use crate::rules::auth_method::AuthMethod;
use crate::rules::freshness::{FreshnessRules, StaleRules};
use crate::rules::rule_set::RuleSet;

/// Builds a [`Resolver`]: every setting has a safe default, and [`build`](ResolverBuilder::build)
/// checks them.
///
/// ```no_run
/// use tower_cimd::Resolver;
/// use tower_cimd::resolve::patterns::AllowedClients;
///
/// let resolver = Resolver::builder("https://as.example.com")
///     .policy(AllowedClients::matching(["chatgpt.com/oauth", "claude.ai"])?)
///     .cache_bytes(8 * 1024 * 1024)
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct ResolverBuilder {
    pub(super) issuer: String,
    /// What the host brings in code.
    pub(super) own: Brought,
    /// What a file of settings brings in the place of that.
    pub(super) written: Brought,
    pub(super) recipe: Option<Recipe>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) changes: Vec<Change>,
    pub(super) cache_bytes: u64,
    pub(super) freshness: FreshnessRules,
    pub(super) stale: StaleRules,
    pub(super) pins: Vec<Pin>,
    pub(super) limits: Limits,
    pub(super) in_flight: usize,
    pub(super) waiters: usize,
    pub(super) fetch_deadline: Duration,
    pub(super) hook_deadline: Duration,
}

impl Resolver {
    /// Starts to build the resolver of the authorization server whose issuer identifier is `issuer`
    /// (RFC 8414 §2).
    ///
    /// Clients on the issuer's own host are refused, unless
    /// [`own_host_client`](ResolverBuilder::own_host_client) names them.
    pub fn builder(issuer: impl Into<String>) -> ResolverBuilder {
        ResolverBuilder {
            issuer: issuer.into(),
            own: Brought::default(),
            written: Brought::default(),
            recipe: None,
            clock: Arc::new(SystemClock),
            changes: Vec::new(),
            cache_bytes: CACHE_BYTES,
            freshness: FreshnessRules::default(),
            stale: StaleRules::default(),
            pins: Vec::new(),
            limits: Limits::default(),
            in_flight: IN_FLIGHT,
            waiters: WAITERS,
            fetch_deadline: FETCH_DEADLINE,
            hook_deadline: HOOK_DEADLINE,
        }
    }
}

impl ResolverBuilder {
    /// The network. Default: `net::HttpsFetch`, the guarded fetcher of the feature `reqwest`.
    pub fn fetch(mut self, fetch: impl Fetch) -> Self {
        self.own.fetch = Some(Arc::new(fetch));
        self
    }

    /// The time. Default: [`SystemClock`].
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Takes what was set so far for what a file says: what the host sets after it comes first.
    #[cfg(feature = "config")]
    pub(crate) fn written_down(mut self) -> Self {
        self.written = std::mem::take(&mut self.own);
        self
    }

    /// How a fetcher is made where the host brings none.
    #[cfg(feature = "reqwest")]
    pub(crate) fn recipe(mut self, recipe: Recipe) -> Self {
        self.recipe = Some(recipe);
        self
    }

    /// The operator's policy. Default: [`AllowedClients::any`].
    pub fn policy(mut self, policy: impl Policy) -> Self {
        self.own.policy = Some(Arc::new(policy));
        self
    }

    /// The host's own client table, asked first. Default: none.
    pub fn registered(mut self, registered: impl RegisteredClients) -> Self {
        self.own.registered = Some(Arc::new(registered));
        self
    }

    /// The token endpoint auth methods that this server supports. Default: `none` alone, because
    /// the others need a host that verifies them.
    pub fn auth_methods(self, methods: impl IntoIterator<Item = AuthMethod>) -> Self {
        let methods = methods.into_iter().collect();
        self.rules(|rules| rules.server.auth_methods = methods)
    }

    /// The grant types that this server supports. Default: `authorization_code` and
    /// `refresh_token`.
    pub fn grant_types<S: Into<String>>(self, grants: impl IntoIterator<Item = S>) -> Self {
        let grants = grants.into_iter().map(Into::into).collect();
        self.rules(|rules| rules.server.grant_types = grants)
    }

    /// Lets exactly this client_id be on the issuer's own host. May be called again for another.
    /// Default: none, because a server that fetches from itself can be made to loop, and its own
    /// name on a consent page vouches for whoever published there.
    pub fn own_host_client(self, client_id: impl Into<String>) -> Self {
        let client_id = client_id.into();
        self.rules(|rules| rules.document.own_host.push(client_id))
    }

    /// Changes any rule. Changes apply in the order of the calls, those of the setters above
    /// included.
    pub fn rules(mut self, change: impl FnOnce(&mut RuleSet) + Send + 'static) -> Self {
        self.changes.push(Box::new(change));
        self
    }

    /// A cache that other resolvers use too. Default: one of its own.
    pub fn cache(mut self, cache: SharedCache) -> Self {
        self.own.cache = Some(cache);
        self
    }

    /// A store that this node shares with others, as a second level behind its cache. Default: none.
    pub fn store(mut self, store: SharedStore) -> Self {
        self.own.store = Some(store);
        self
    }

    /// The host's own table, where clients that got a token are [materialised](crate::resolve::table),
    /// and where grants find them while the publisher is away. Default: none.
    pub fn table(mut self, table: impl ClientTable) -> Self {
        self.own.table = Some(Arc::new(table));
        self
    }

    /// A document of the operator's own for one client_id. May be called again for another.
    /// Default: none.
    pub fn pin(mut self, pin: Pin) -> Self {
        self.pins.push(pin);
        self
    }

    /// Who is told when a client's document changes. Default: nobody.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.own.observer = Some(Arc::new(observer));
        self
    }
}

impl fmt::Debug for ResolverBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResolverBuilder")
            .field("issuer", &self.issuer)
            .field("cache_bytes", &self.cache_bytes)
            .field("freshness", &self.freshness)
            .field("stale", &self.stale)
            .field("limits", &self.limits)
            .field("in_flight", &self.in_flight)
            .field("waiters", &self.waiters)
            .field("fetch_deadline", &self.fetch_deadline)
            .field("hook_deadline", &self.hook_deadline)
            .field("fetch", &self.own.fetch)
            .field("policy", &self.own.policy)
            .finish_non_exhaustive()
    }
}

pub(super) type Change = Box<dyn FnOnce(&mut RuleSet) + Send>;

pub(crate) const CACHE_BYTES: u64 = 32 * 1024 * 1024;
pub(crate) const IN_FLIGHT: usize = 256;
pub(crate) const WAITERS: usize = 4096;
pub(crate) const FETCH_DEADLINE: Duration = Duration::from_secs(10);
pub(crate) const HOOK_DEADLINE: Duration = Duration::from_secs(2);

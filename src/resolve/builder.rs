//! How a resolver is put together.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::resolve::budget::{Budgets, Limits};
use crate::resolve::cache::SharedCache;
use crate::resolve::clock::{Clock, SystemClock};
use crate::resolve::course::Course;
use crate::resolve::fetch::Fetch;
use crate::resolve::flight::Flights;
use crate::resolve::observer::Observer;
use crate::resolve::patterns::AllowedClients;
use crate::resolve::pin::{Pin, PinError};
use crate::resolve::pins::Pins;
use crate::resolve::policy::Policy;
use crate::resolve::registered::RegisteredClients;
use crate::resolve::resolver::Resolver;
use crate::resolve::retrieval::Retrieval;
use crate::resolve::slots::Slots;
use crate::resolve::staleness::Staleness;
use crate::resolve::store::{Bench, Neighbours, SharedStore};
use crate::rules::auth_method::AuthMethod;
use crate::rules::freshness::{FreshnessRules, StaleRules};
use crate::rules::issuer::{Issuer, IssuerError};
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
    issuer: String,
    fetch: Option<Arc<dyn Fetch>>,
    clock: Arc<dyn Clock>,
    policy: Arc<dyn Policy>,
    registered: Option<Arc<dyn RegisteredClients>>,
    changes: Vec<Change>,
    cache: Option<SharedCache>,
    cache_bytes: u64,
    store: Option<SharedStore>,
    freshness: FreshnessRules,
    stale: StaleRules,
    pins: Vec<Pin>,
    observer: Option<Arc<dyn Observer>>,
    limits: Limits,
    in_flight: usize,
    waiters: usize,
    fetch_deadline: Duration,
    hook_deadline: Duration,
}

/// Why a resolver cannot be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The text given to [`Resolver::builder`] is no issuer identifier.
    #[error("not an issuer identifier")]
    Issuer(#[source] IssuerError),
    /// No fetcher was set, and the feature `reqwest`, which brings one, is off.
    #[error("no fetcher: set one, or turn on the feature reqwest")]
    NoFetcher,
    /// The default fetcher could not be built.
    #[error("the default fetcher could not be built")]
    Fetcher(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A key of the store has fewer than 32 bytes.
    #[error("a key of the store is shorter than 32 bytes")]
    StoreKey,
    /// A pin is refused.
    #[error("the pin of {client_id:?} is refused")]
    Pin {
        /// Whose, as it was given to [`Pin`].
        client_id: String,
        /// Why.
        source: PinError,
    },
    /// The setting of this name is out of its range, which its documentation gives.
    #[error("the setting {0} is out of range")]
    Setting(&'static str),
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
            fetch: None,
            clock: Arc::new(SystemClock),
            policy: Arc::new(AllowedClients::any()),
            registered: None,
            changes: Vec::new(),
            cache: None,
            cache_bytes: CACHE_BYTES,
            store: None,
            freshness: FreshnessRules::default(),
            stale: StaleRules::default(),
            pins: Vec::new(),
            observer: None,
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
        self.fetch = Some(Arc::new(fetch));
        self
    }

    /// The time. Default: [`SystemClock`].
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The operator's policy. Default: [`AllowedClients::any`].
    pub fn policy(mut self, policy: impl Policy) -> Self {
        self.policy = Arc::new(policy);
        self
    }

    /// The host's own client table, asked first. Default: none.
    pub fn registered(mut self, registered: impl RegisteredClients) -> Self {
        self.registered = Some(Arc::new(registered));
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

    /// The most bytes of documents in the cache, from 65,536. Default: 33,554,432 (32 MiB), which
    /// is some ten thousand clients: a real document has about 600 bytes, and counts for four times
    /// that. A quarter is kept for [proven](Resolver::proven) clients, and one host has a sixteenth
    /// (see [`SharedCache`]).
    ///
    /// Has no effect beside [`cache`](ResolverBuilder::cache).
    pub fn cache_bytes(mut self, bytes: u64) -> Self {
        self.cache_bytes = bytes;
        self
    }

    /// A cache that other resolvers use too. Default: one of its own.
    pub fn cache(mut self, cache: SharedCache) -> Self {
        self.cache = Some(cache);
        self
    }

    /// A store that this node shares with others, as a second level behind its cache. Default: none.
    pub fn store(mut self, store: SharedStore) -> Self {
        self.store = Some(store);
        self
    }

    /// The bounds that this server puts on the freshness of documents, in the order `min`,
    /// `default`, `max`, the last at most 24 h. Default: 60 s, 300 s and 24 h: a publisher's
    /// mistake does not make us fetch at each use, and its change reaches us within a day (SEP-991
    /// recommends that maximum).
    pub fn freshness(mut self, rules: FreshnessRules) -> Self {
        self.freshness = rules;
        self
    }

    /// For how long this server uses documents that are no longer fresh. Default: for 60 s past
    /// their freshness while they are fetched anew; until they are 1 h old while fetching fails, and
    /// 24 h at the token endpoint and where nothing is fetched (revocation, introspection). The
    /// first is at most 60 s, the others 24 h.
    ///
    /// That is never so for a document that its publisher has withdrawn or spoilt, nor under
    /// `must-revalidate`, `proxy-revalidate`, `s-maxage` or `no-cache` (RFC 9111 §4.2.4).
    pub fn stale(mut self, rules: StaleRules) -> Self {
        self.stale = rules;
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
        self.observer = Some(Arc::new(observer));
        self
    }

    /// The most fetches under way at once, from 8 to 65,536. Default: 256, a quarter of the 1,024
    /// file descriptors that a process usually has; with publishers that answer within 200 ms that
    /// is still 1,280 unknown clients a second.
    ///
    /// One host holds at most an eighth of them. A quarter is kept for client_ids that the policy
    /// [names](crate::resolve::Admission::Named) and for [proven](Resolver::proven) ones. A request that finds none is refused with
    /// [`ResolveError::Busy`](crate::resolve::ResolveError::Busy): there is no queue.
    pub fn in_flight(mut self, fetches: usize) -> Self {
        self.in_flight = fetches;
        self
    }

    /// How often documents may be fetched: in all, from one host, for one requester. See [`Limits`]
    /// for the defaults.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The most requests that wait for one fetch, from 1 to 1,048,576. Default: 4,096: a popular
    /// client whose document has expired gathers that many at 4,096 requests a second and a
    /// publisher that takes a second. A request beyond is refused with
    /// [`ResolveError::Busy`](crate::resolve::ResolveError::Busy).
    pub fn waiters(mut self, requests: usize) -> Self {
        self.waiters = requests;
        self
    }

    /// How long a fetch may take altogether, more than zero and at most 60 s. Default: 10 s. It is
    /// the last resort that frees the slot of a fetcher that hangs; the guarded fetcher's own
    /// deadline, 5 s, comes first.
    pub fn fetch_deadline(mut self, deadline: Duration) -> Self {
        self.fetch_deadline = deadline;
        self
    }

    /// How long [`Policy::may_fetch`] and [`RegisteredClients::lookup`] may take, more than zero
    /// and at most 60 s. Default: 2 s. A hook that is late counts as one that failed: nothing is
    /// fetched.
    pub fn hook_deadline(mut self, deadline: Duration) -> Self {
        self.hook_deadline = deadline;
        self
    }

    /// Whether a fetcher was set: asked by floor 2, which brings the default one.
    pub(crate) fn has_fetcher(&self) -> bool {
        self.fetch.is_some()
    }

    /// The resolver. The public `build` stands on floor 2, because it brings the default fetcher.
    pub(crate) fn assemble(self) -> Result<Resolver, BuildError> {
        self.check_settings()?;
        let mut rules = RuleSet::new(Issuer::parse(&self.issuer).map_err(BuildError::Issuer)?);
        self.changes
            .into_iter()
            .for_each(|change| change(&mut rules));
        let pins = Pins::judge(self.pins, &rules, &*self.clock)
            .map_err(|(client_id, source)| BuildError::Pin { client_id, source })?;
        let cache = self
            .cache
            .unwrap_or_else(|| SharedCache::new(self.cache_bytes));
        let bench = Bench {
            clock: Arc::clone(&self.clock),
            rules: rules.clone(),
            freshness: self.freshness.clone(),
        };
        let retrieval = Retrieval {
            fetch: self.fetch.ok_or(BuildError::NoFetcher)?,
            clock: self.clock,
            neighbours: neighbours(self.store, bench, &cache)?,
            cache,
            pins,
            observer: self.observer,
            rule_set: rules.digest(),
            rules,
            freshness: self.freshness,
            deadline: self.fetch_deadline,
        };
        Ok(Resolver::new(Course {
            registered: self.registered,
            policy: self.policy,
            flights: Flights::new(self.waiters),
            slots: Slots::new(self.in_flight),
            budgets: Budgets::new(self.limits),
            retrieval: Arc::new(retrieval),
            staleness: Staleness(self.stale),
            hook_deadline: self.hook_deadline,
        }))
    }

    fn check_settings(&self) -> Result<(), BuildError> {
        let deadlines = Duration::from_nanos(1)..=LONGEST_DEADLINE;
        let ordered = self.freshness.min <= self.freshness.default
            && self.freshness.default <= self.freshness.max;
        let checks = [
            ("cache_bytes", self.cache_bytes >= LEAST_CACHE_BYTES),
            (
                "freshness",
                ordered && self.freshness.max <= LONGEST_LIFETIME,
            ),
            ("stale", is_in_range(&self.stale)),
            ("limits", self.limits.are_in_range()),
            ("in_flight", (8..=65_536).contains(&self.in_flight)),
            ("waiters", (1..=1_048_576).contains(&self.waiters)),
            ("fetch_deadline", deadlines.contains(&self.fetch_deadline)),
            ("hook_deadline", deadlines.contains(&self.hook_deadline)),
        ];
        let of_store = self.store.iter().flat_map(SharedStore::checks);
        match checks.into_iter().chain(of_store).find(|(_, holds)| !holds) {
            Some((setting, _)) => Err(BuildError::Setting(setting)),
            None => Ok(()),
        }
    }
}

fn neighbours(
    store: Option<SharedStore>,
    bench: Bench,
    cache: &SharedCache,
) -> Result<Option<Neighbours>, BuildError> {
    let Some(store) = store else {
        return Ok(None);
    };
    let neighbours = store.open(bench, cache.clone());
    neighbours.map(Some).ok_or(BuildError::StoreKey)
}

impl fmt::Debug for ResolverBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResolverBuilder")
            .field("issuer", &self.issuer)
            .field("fetch", &self.fetch)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

fn is_in_range(stale: &StaleRules) -> bool {
    stale.while_revalidating <= StaleRules::LONGEST_WHILE_REVALIDATING
        && stale.on_error.max(stale.on_error_at_token) <= StaleRules::LONGEST_ON_ERROR
}

type Change = Box<dyn FnOnce(&mut RuleSet) + Send>;

const CACHE_BYTES: u64 = 32 * 1024 * 1024;
const LEAST_CACHE_BYTES: u64 = 64 * 1024;
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
const IN_FLIGHT: usize = 256;
const WAITERS: usize = 4096;
const FETCH_DEADLINE: Duration = Duration::from_secs(10);
const HOOK_DEADLINE: Duration = Duration::from_secs(2);
const LONGEST_DEADLINE: Duration = Duration::from_secs(60);

//! Where keys are got.

use std::future::Future;
use std::sync::Arc;

use url::Url;

use crate::resolve::clock::Clock;
use crate::resolve::event::{self, Subject, Throttle};
use crate::resolve::fetch::Fetch;
use crate::resolve::flight::{Flights, Joined};
use crate::resolve::keys::cache::KeyCache;
use crate::resolve::keys::error::KeysError;
use crate::resolve::keys::key_set::{INTERVAL, KeySet};
use crate::resolve::keys::limits::KeyLimits;
use crate::resolve::keys::rates::Rates;
use crate::resolve::keys::retrieval::Retrieval;
use crate::resolve::keys::spacing::Spacing;
use crate::resolve::slots::Slots;

/// The key sets of all clients that have theirs at a `jwks_uri`.
#[derive(Debug)]
pub struct KeySets {
    retrieval: Arc<Retrieval>,
    flights: Flights<Landed>,
    slots: Arc<Slots>,
    spacing: Spacing,
    rates: Rates,
}

type Landed = Result<Arc<KeySet>, KeysError>;

/// Why no flight was started.
enum NotStarted {
    /// A set has landed since we looked.
    Landed(Arc<KeySet>),
    Refused(KeysError),
}

impl KeySets {
    /// Key sets that `fetch` gets, within `limits`. [`Resolver::key_sets`](crate::Resolver::key_sets) has
    /// them fetched as documents are.
    pub fn new(fetch: Arc<dyn Fetch>, clock: Arc<dyn Clock>, limits: &KeyLimits) -> Self {
        let retrieval = Retrieval {
            fetch,
            throttle: Throttle::new(Arc::clone(&clock)),
            clock,
            cache: KeyCache::new(limits.cache_bytes),
            deadline: limits.fetch_deadline,
        };
        KeySets {
            retrieval: Arc::new(retrieval),
            flights: Flights::of(Subject::KeySet, limits.waiters),
            slots: Slots::new(limits.in_flight),
            spacing: Spacing::new(INTERVAL, MOST_ATTEMPTS),
            rates: Rates::per_minute(limits.per_host),
        }
    }

    /// The keys at `jwks_uri`.
    pub(crate) async fn get(&self, jwks_uri: &str) -> Landed {
        match self.fresh(jwks_uri) {
            Some(set) => Ok(set),
            None => self.fetch(jwks_uri, None).await,
        }
    }

    /// The keys at `jwks_uri` that were fetched later than those of `known`.
    pub(crate) async fn get_newer(&self, jwks_uri: &str, known: &Arc<KeySet>) -> Landed {
        self.fetch(jwks_uri, Some(known)).await
    }

    async fn fetch(&self, jwks_uri: &str, known: Option<&Arc<KeySet>>) -> Landed {
        let jwks_uri: Arc<str> = jwks_uri.into();
        match self
            .flights
            .join(&jwks_uri, || self.start(&jwks_uri, known))
        {
            Joined::Waiting(waiter) => waiter.wait().await.unwrap_or(Err(KeysError::Crashed)),
            Joined::NotStarted(NotStarted::Landed(set)) => Ok(set),
            Joined::NotStarted(NotStarted::Refused(error)) => Err(error),
            Joined::Full => Err(KeysError::Busy),
        }
    }

    /// A flight that has its slot and its turn.
    fn start(
        &self,
        jwks_uri: &Arc<str>,
        known: Option<&Arc<KeySet>>,
    ) -> Result<impl Future<Output = Landed> + Send + use<>, NotStarted> {
        let is_news = |set: &Arc<KeySet>| !known.is_some_and(|known| Arc::ptr_eq(known, set));
        if let Some(set) = self.fresh(jwks_uri).filter(is_news) {
            return Err(NotStarted::Landed(set));
        }
        let (host, proven) = (host(jwks_uri), self.rates.is_proven(jwks_uri));
        let slot = self.slots.try_acquire(&host, proven);
        let slot = slot.ok_or_else(|| refused(KeysError::Busy))?;
        let paid = self.pay(jwks_uri, &host, proven);
        paid.map_err(refused)?;
        let (retrieval, jwks_uri) = (Arc::clone(&self.retrieval), Arc::clone(jwks_uri));
        Ok(async move {
            let _slot = slot;
            retrieval.run(&jwks_uri, proven).await
        })
    }

    /// Pays with the turn of `jwks_uri` and out of the rate of its host, or with neither.
    fn pay(&self, jwks_uri: &Arc<str>, host: &str, proven: bool) -> Result<(), KeysError> {
        let now = self.retrieval.clock.now();
        let retry_after = self.rates.wait(host, proven, now);
        if !retry_after.is_zero() {
            return Err(KeysError::Spent { retry_after });
        }
        self.spacing.take_turn(jwks_uri, now)?;
        self.rates.spend(host, proven, now);
        Ok(())
    }

    /// Says that a client was authenticated by the keys at `jwks_uri`.
    pub(crate) fn proven(&self, jwks_uri: &str) {
        if !self.rates.is_proven(jwks_uri) {
            self.rates.prove(&host(jwks_uri), jwks_uri);
        }
    }

    /// The keys at `jwks_uri` as they are in the cache.
    pub(crate) fn at_hand(&self, jwks_uri: &str) -> Landed {
        self.fresh(jwks_uri).ok_or(KeysError::NotAtHand)
    }

    fn fresh(&self, jwks_uri: &str) -> Option<Arc<KeySet>> {
        let now = self.retrieval.clock.now();
        let held = self.retrieval.cache.get(jwks_uri);
        held.filter(|set| set.is_fresh(now))
    }
}

fn refused(error: KeysError) -> NotStarted {
    event::unaffordable(error.cause());
    NotStarted::Refused(error)
}

/// In lower case. A `jwks_uri` of a client has one.
fn host(jwks_uri: &str) -> String {
    let url = Url::parse(jwks_uri).ok();
    let host = url.as_ref().and_then(Url::host_str);
    host.unwrap_or_default().to_owned()
}

/// Key sets whose last fetch is remembered: as many can be fetched in 30 seconds. A stranger who
/// has a new one for each request gets no further than this; everybody's sets in the cache stay.
const MOST_ATTEMPTS: usize = 4096;

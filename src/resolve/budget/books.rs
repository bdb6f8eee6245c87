//! All accounts together.

use std::time::{Duration, Instant};

use crate::resolve::budget::accounts::{OfHost, OfId, OfSite};
use crate::resolve::budget::bucket::{Bucket, Rate};
use crate::resolve::budget::landing::Landing;
use crate::resolve::budget::ledger::Ledger;
use crate::resolve::budget::limits::Limits;
use crate::resolve::budget::proven::Proven;
use crate::resolve::budget::tiers::{Standing, Tiers};
use crate::resolve::error::ResolveError;

/// All accounts, under one lock: what is asked of several of them is paid to all or to none.
#[derive(Debug)]
pub(crate) struct Books {
    limits: Limits,
    discovery: Tiers,
    refresh: Tiers,
    ids: Ledger<u64, OfId>,
    hosts: Ledger<u64, OfHost>,
    sites: Ledger<u64, OfSite>,
    requesters: Ledger<u64, Bucket>,
    pub(crate) proven: Proven,
}

/// What a fetch is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A document that is not at hand.
    Discovery,
    /// A newer copy of a document that is.
    Refresh,
}

/// A fetch, as the books see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim {
    pub(crate) id: u64,
    pub(crate) host: u64,
    /// The registrable domain, where the host is not one that the operator has written out.
    pub(crate) site: Option<u64>,
    pub(crate) requester: Option<u64>,
    pub(crate) standing: Standing,
    pub(crate) trusted: bool,
    pub(crate) purpose: Purpose,
}

impl Books {
    pub(crate) fn new(limits: Limits) -> Self {
        let sixteenth = limits.accounts / 16;
        Books {
            limits,
            discovery: Tiers::default(),
            refresh: Tiers::default(),
            ids: Ledger::new(6 * sixteenth),
            hosts: Ledger::new(3 * sixteenth),
            sites: Ledger::new(sixteenth),
            requesters: Ledger::new(2 * sixteenth),
            proven: Proven::new(4 * sixteenth),
        }
    }

    /// Goes by other limits from now on, with the accounts as they stand.
    pub(crate) fn relimit(&mut self, limits: Limits) {
        let sixteenth = limits.accounts / 16;
        self.ids.relimit(6 * sixteenth);
        self.hosts.relimit(3 * sixteenth);
        self.sites.relimit(sixteenth);
        self.requesters.relimit(2 * sixteenth);
        self.proven.relimit(4 * sixteenth);
        self.limits = limits;
    }

    pub(crate) fn per_minute(&self, purpose: Purpose) -> u32 {
        match purpose {
            Purpose::Discovery => self.limits.discovery,
            Purpose::Refresh => self.limits.refresh,
        }
    }

    /// What is left of the rate in all, for one of these.
    pub(crate) fn left(
        &self,
        purpose: Purpose,
        standing: Standing,
        rate: Rate,
        now: Instant,
    ) -> u32 {
        match purpose {
            Purpose::Discovery => self.discovery.left(standing, rate, now),
            Purpose::Refresh => self.refresh.left(standing, rate, now),
        }
    }

    /// How many accounts there are.
    pub(crate) fn len(&self) -> usize {
        let asked_for = self.ids.len() + self.hosts.len() + self.sites.len();
        asked_for + self.requesters.len() + self.proven.len()
    }

    /// Pays for a fetch, or says why it cannot be paid and when it can.
    ///
    /// The time is that after which nothing stands in the way, not only what the reason names.
    pub(crate) fn pay(&mut self, claim: &Claim, now: Instant) -> Result<(), ResolveError> {
        let limits = self.limits;
        let spacing = self.ids.get(claim.id).map(|id| &id.spacing);
        let spaced = spacing.map_or(Duration::ZERO, |spacing| spacing.wait(now));
        let held_back = self.outage(claim, now);
        let spent = self.poverty(claim, &limits, now);
        let retry_after = spaced.max(held_back).max(spent);
        let last = spacing.filter(|_| !spaced.is_zero());
        if let Some((last, age)) = last.and_then(|spacing| spacing.last(now)) {
            return Err(ResolveError::Spaced {
                last,
                age,
                retry_after,
            });
        }
        if !held_back.is_zero() {
            return Err(ResolveError::HeldBack { retry_after });
        }
        if !spent.is_zero() {
            return Err(ResolveError::Spent { retry_after });
        }
        self.charge(claim, &limits, now);
        Ok(())
    }

    /// Takes down what a fetch came to.
    pub(crate) fn land(
        &mut self,
        claim: &Claim,
        outcome: Result<(), &ResolveError>,
        retry_after: Option<Duration>,
        now: Instant,
    ) {
        let landing = Landing::of(outcome);
        if landing.is_answer() {
            if let Some(host) = self.hosts.get_mut(claim.host) {
                host.outage = Default::default();
            }
        }
        match (landing, outcome) {
            (Landing::Refused, Err(error)) => {
                let id = self.ids.open(claim.id, now);
                id.spacing.refused(error, retry_after, now);
            }
            (Landing::Valid, _) => self.ids.close(claim.id),
            (Landing::Unavailable, _) => {
                self.ids.open(claim.id, now).outage.failed(retry_after, now)
            }
            (Landing::Silent, _) => {
                self.ids.open(claim.id, now).outage.failed(None, now);
                self.hosts.open(claim.host, now).outage.failed(None, now);
            }
            (Landing::Refused | Landing::Unasked, _) => {}
        }
    }

    /// For how long the client_id or its host is out of reach. A host that a stranger found silent
    /// is none for clients that are proven or named: their own failures hold them back.
    fn outage(&self, claim: &Claim, now: Instant) -> Duration {
        let of_id = self.ids.get(claim.id).map(|id| id.outage.wait(now));
        let of_host = self.hosts.get(claim.host).map(|host| host.outage.wait(now));
        let of_host = of_host.filter(|_| !claim.standing.is_kept());
        of_id.max(of_host).unwrap_or_default()
    }

    /// For how long a rate is used up.
    fn poverty(&self, claim: &Claim, limits: &Limits, now: Instant) -> Duration {
        let standing = claim.standing;
        let in_all = claim.purse(&self.discovery, &self.refresh);
        let in_all = in_all.wait(standing, claim.rate_in_all(limits), now);
        let host = self.hosts.get(claim.host).map(|host| {
            let rates = claim.purse(&host.discovery, &host.refresh);
            rates.wait(standing, claim.rate_of_host(limits), now)
        });
        let site = claim.site.and_then(|key| self.sites.get(key)).map(|site| {
            let rates = claim.purse(&site.discovery, &site.refresh);
            rates.wait(standing, rate_of_site(limits), now)
        });
        let requester = claim.requester.and_then(|key| self.requesters.get(key));
        let requester =
            requester.map(|bucket| bucket.wait(Rate::per_minute(limits.requester), now));
        in_all.max(host.max(site).max(requester).unwrap_or_default())
    }

    fn charge(&mut self, claim: &Claim, limits: &Limits, now: Instant) {
        if claim.standing == Standing::Named {
            return;
        }
        let in_all = claim.purse(&mut self.discovery, &mut self.refresh);
        in_all.spend(claim.standing, claim.rate_in_all(limits), now);
        let host = self.hosts.open(claim.host, now);
        host.kept |= claim.trusted || claim.standing.is_kept();
        let rates = claim.purse(&mut host.discovery, &mut host.refresh);
        rates.spend(claim.standing, claim.rate_of_host(limits), now);
        if let Some(key) = claim.site {
            let site = self.sites.open(key, now);
            site.kept |= claim.standing.is_kept();
            let rates = claim.purse(&mut site.discovery, &mut site.refresh);
            rates.spend(claim.standing, rate_of_site(limits), now);
        }
        if let Some(key) = claim.requester {
            let bucket = self.requesters.open(key, now);
            bucket.spend(Rate::per_minute(limits.requester), now);
        }
    }
}

impl Claim {
    fn purse<T>(&self, discovery: T, refresh: T) -> T {
        match self.purpose {
            Purpose::Discovery => discovery,
            Purpose::Refresh => refresh,
        }
    }

    fn rate_in_all(&self, limits: &Limits) -> Rate {
        Rate::per_minute(self.purse(limits.discovery, limits.refresh))
    }

    fn rate_of_host(&self, limits: &Limits) -> Rate {
        Rate::per_minute(match self.trusted {
            true => limits.trusted_host,
            false => limits.host,
        })
    }
}

/// One host of a registrable domain may have the whole of what a host has.
fn rate_of_site(limits: &Limits) -> Rate {
    Rate::per_minute(limits.site.max(limits.host))
}

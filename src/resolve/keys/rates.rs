//! How often key sets are fetched from one host.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::resolve::budget::{Ledger, Proven, Rate, Standing, Tiers};

/// How often key sets are fetched from one host, whatever `jwks_uri`s lead there.
///
/// A document names any `https` URL as its `jwks_uri`. Whoever publishes many documents could
/// otherwise make this server send a request to somebody else's for each of them (T12). Half of
/// the rate is kept for key sets by which a client was once authenticated, so that he does not keep
/// those out (T10).
#[derive(Debug)]
pub(super) struct Rates {
    rate: Rate,
    hasher: RandomState,
    books: Mutex<Books>,
}

#[derive(Debug)]
struct Books {
    hosts: Ledger<u64, Tiers>,
    proven: Proven,
}

impl Rates {
    pub(super) fn per_minute(count: u32) -> Self {
        Rates {
            rate: Rate::per_minute(count.max(2)),
            hasher: RandomState::new(),
            books: Mutex::new(Books {
                hosts: Ledger::new(HOSTS),
                proven: Proven::new(PROVEN),
            }),
        }
    }

    /// How long until a set may be fetched from `host`; zero if it may be now.
    pub(super) fn wait(&self, host: &str, proven: bool, now: Instant) -> Duration {
        let books = self.books();
        let tiers = books.hosts.get(self.key(host)).copied();
        tiers
            .unwrap_or_default()
            .wait(standing(proven), self.rate, now)
    }

    /// Pays for one fetch, which did not have to wait.
    pub(super) fn spend(&self, host: &str, proven: bool, now: Instant) {
        let mut books = self.books();
        let tiers = books.hosts.open(self.key(host), now);
        tiers.spend(standing(proven), self.rate, now);
    }

    /// Takes `jwks_uri` for proven from now on.
    pub(super) fn prove(&self, host: &str, jwks_uri: &str) {
        let (host, jwks_uri) = (self.key(host), self.key(jwks_uri));
        self.books().proven.insert(host, jwks_uri);
    }

    pub(super) fn is_proven(&self, jwks_uri: &str) -> bool {
        let jwks_uri = self.key(jwks_uri);
        self.books().proven.contains(jwks_uri)
    }

    fn key(&self, text: &str) -> u64 {
        self.hasher.hash_one(text)
    }

    /// Nothing that runs under the lock can panic.
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn standing(proven: bool) -> Standing {
    match proven {
        true => Standing::Proven,
        false => Standing::User,
    }
}

/// A host takes a place until what it owes is paid back: for some tenths of a second after one fetch.
const HOSTS: usize = 16_384;
const PROVEN: usize = 16_384;

//! How often one network is dialled.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::resolve::budget::bucket::Rate;
use crate::resolve::budget::ledger::Ledger;
use crate::resolve::budget::network::network_of;
use crate::resolve::budget::tiers::{Standing, Tiers};
use crate::resolve::clock::{Clock, SystemClock};

/// How often one network is dialled, whatever names lead there: an IPv4 address, or an IPv6 /56,
/// which is what one customer has (RFC 6177).
///
/// Whoever owns a domain can point any number of names at somebody else's server; this keeps us from
/// being the one who knocks (T12). Half of each rate is kept for clients that are proven or named,
/// so that a stranger who uses up the address of a content network does not keep them out.
///
/// [`HttpsFetch`](crate::net::HttpsFetch) asks it between the name lookup and the connection; a
/// fetcher of the host's own may do the same. Clones share what is spent.
#[derive(Clone, Debug)]
pub struct Dials {
    rate: Rate,
    clock: Arc<dyn Clock>,
    networks: Arc<Mutex<Networks>>,
}

impl Dials {
    /// How many there are a minute by default: strangers' names make us knock at most five times a second.
    pub(crate) const A_MINUTE: u32 = 600;

    /// At most so many in a minute, at least two, all of which may come at once.
    pub fn per_minute(count: u32) -> Self {
        Dials {
            rate: Rate::per_minute(count.max(2)),
            clock: Arc::new(SystemClock),
            networks: Arc::new(Mutex::new(Ledger::new(NETWORKS))),
        }
    }

    /// The same, by another clock. For tests.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Takes over what was spent of `other`, which these dials follow: whoever was dialled is not
    /// dialled as often again because the settings were read anew (T10, T12).
    pub(crate) fn follow(&self, other: &Dials) {
        if Arc::ptr_eq(&self.networks, &other.networks) {
            return;
        }
        let spent = lock(&other.networks).clone();
        *lock(&self.networks) = spent;
    }

    /// Pays for one fetch that may dial any of `addresses`, and says which of them it may. For a
    /// `preferred` fetch the whole rate counts, for others half of it.
    ///
    /// # Errors
    ///
    /// Where it may dial none of them: how long until it may.
    pub fn spend(&self, addresses: Vec<IpAddr>, preferred: bool) -> Result<Vec<IpAddr>, Duration> {
        let now = self.clock.now();
        let standing = match preferred {
            true => Standing::Proven,
            false => Standing::User,
        };
        let mut networks = lock(&self.networks);
        let mut shortest = None;
        // Two addresses of one network are two dials.
        let free = |address: &IpAddr| {
            let network = network_of(*address, CUSTOMER);
            let tiers = networks.get(network).copied().unwrap_or_default();
            let wait = tiers.wait(standing, self.rate, now);
            if wait.is_zero() {
                networks.open(network, now).spend(standing, self.rate, now);
            } else {
                shortest = Some(shortest.map_or(wait, |other: Duration| other.min(wait)));
            }
            wait.is_zero()
        };
        let free: Vec<_> = addresses.into_iter().filter(free).collect();
        match shortest {
            Some(wait) if free.is_empty() => Err(wait),
            Some(_) | None => Ok(free),
        }
    }
}

/// 600 in a minute: strangers' names make us knock at most five times a second.
impl Default for Dials {
    fn default() -> Self {
        Dials::per_minute(Dials::A_MINUTE)
    }
}

type Networks = Ledger<IpAddr, Tiers>;

/// Nothing that runs under the lock can panic.
fn lock(networks: &Mutex<Networks>) -> MutexGuard<'_, Networks> {
    networks.lock().unwrap_or_else(PoisonError::into_inner)
}

const CUSTOMER: u32 = 56;
/// Some megabytes. A network takes a place for a fifth of a second after one dial.
const NETWORKS: usize = 16_384;

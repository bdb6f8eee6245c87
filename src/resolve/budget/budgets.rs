//! Who may have a document fetched now.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::resolve::budget::books::{Books, Claim, Purpose};
use crate::resolve::budget::bucket::Rate;
use crate::resolve::budget::limits::Limits;
use crate::resolve::budget::requester::Requester;
use crate::resolve::budget::shares::Share;
use crate::resolve::budget::tiers::Standing;
use crate::resolve::error::ResolveError;
use crate::resolve::policy::Admission;
use crate::rules::client_id::ClientId;
use crate::rules::site;

/// Who may have a document fetched now, by what was fetched before and what came of it.
#[derive(Debug)]
pub(crate) struct Budgets {
    /// Accounts go by a hash with a key of this process: nobody who does not know it finds two
    /// texts with one hash, and a text of 2 KiB costs no more memory than a short one.
    hasher: RandomState,
    books: Mutex<Books>,
}

/// Who wants a document fetched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Applicant<'a> {
    pub(crate) client_id: &'a ClientId,
    pub(crate) admission: Admission,
    pub(crate) requester: Requester<'a>,
}

/// A fetch that is paid for. It must be told what the fetch came to.
#[derive(Debug)]
pub(crate) struct Ticket {
    budgets: Arc<Budgets>,
    claim: Claim,
}

impl Budgets {
    pub(crate) fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Budgets {
            hasher: RandomState::new(),
            books: Mutex::new(Books::new(limits)),
        })
    }

    /// Goes by other limits from now on. What was spent is spent (T10).
    pub(crate) fn relimit(&self, limits: Limits) {
        self.books().relimit(limits);
    }

    /// What a request of this applicant counts for.
    pub(crate) fn standing(&self, applicant: &Applicant<'_>) -> Standing {
        if applicant.admission == Admission::Named {
            Standing::Named
        } else if self.is_proven(applicant.client_id) {
            Standing::Proven
        } else {
            match applicant.requester {
                Requester::User(_) => Standing::User,
                Requester::Network(_) | Requester::Unknown => Standing::Stranger,
            }
        }
    }

    /// Pays for one fetch. Nothing is paid where it is refused.
    ///
    /// # Errors
    ///
    /// [`ResolveError::Spaced`], [`ResolveError::HeldBack`] and [`ResolveError::Spent`], in this
    /// order where several apply. Whoever comes after their time is let through, unless others came
    /// before him.
    pub(crate) fn spend(
        self: &Arc<Self>,
        applicant: &Applicant<'_>,
        purpose: Purpose,
        now: Instant,
    ) -> Result<Ticket, ResolveError> {
        let claim = self.claim(applicant, purpose);
        self.books().pay(&claim, now)?;
        Ok(Ticket {
            budgets: Arc::clone(self),
            claim,
        })
    }

    /// Takes `client_id` for proven from now on, and says whether it was not before.
    pub(crate) fn prove(&self, client_id: &ClientId) -> bool {
        let (host, id) = (self.host_key(client_id), self.key(client_id.as_str()));
        self.books().proven.insert(host, id)
    }

    /// The share of the cache that the host of a client has, and whether the client is proven: for
    /// a document that cost no fetch.
    pub(crate) fn room(&self, applicant: &Applicant<'_>) -> (Share, bool) {
        let trusted = applicant.admission == Admission::Trusted;
        let share = share(self.standing(applicant), trusted);
        (share, self.is_proven(applicant.client_id))
    }

    pub(crate) fn is_proven(&self, client_id: &ClientId) -> bool {
        let id = self.key(client_id.as_str());
        self.books().proven.contains(id)
    }

    /// How many client_ids, hosts, requesters and proven clients are remembered.
    pub(crate) fn accounts(&self) -> usize {
        self.books().len()
    }

    /// The rate in all for one purpose, a minute, and what strangers, users and proven clients have left
    /// of it.
    pub(crate) fn left(&self, purpose: Purpose, now: Instant) -> (u32, [u32; 3]) {
        let books = self.books();
        let per_minute = books.per_minute(purpose);
        let rate = Rate::per_minute(per_minute);
        let standings = [Standing::Stranger, Standing::User, Standing::Proven];
        let left = standings.map(|standing| books.left(purpose, standing, rate, now));
        (per_minute, left)
    }

    fn claim(&self, applicant: &Applicant<'_>, purpose: Purpose) -> Claim {
        let standing = self.standing(applicant);
        let pays = purpose == Purpose::Discovery
            && !standing.is_kept()
            && applicant.requester != Requester::Unknown;
        let trusted = applicant.admission == Admission::Trusted;
        let host = applicant.client_id.host_lowercase();
        // There are no more trusted hosts than the operator has written out: none of them needs the
        // rate of their domain, and nobody who makes up others uses up theirs (T10).
        let site = site::of(&host).filter(|_| !trusted);
        Claim {
            id: self.key(applicant.client_id.as_str()),
            host: self.host_key(applicant.client_id),
            site: site.map(|site| self.key(site)),
            requester: pays.then(|| self.key(applicant.requester)),
            standing,
            trusted,
            purpose,
        }
    }

    fn host_key(&self, client_id: &ClientId) -> u64 {
        self.key(client_id.host_lowercase())
    }

    fn key(&self, text: impl Hash) -> u64 {
        self.hasher.hash_one(text)
    }

    /// Nothing that runs under the lock can panic.
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    /// Takes down what the fetch came to, and when the origin said to come again.
    pub(crate) fn landed(
        &self,
        outcome: Result<(), &ResolveError>,
        retry_after: Option<Duration>,
        now: Instant,
    ) {
        let mut books = self.budgets.books();
        books.land(&self.claim, outcome, retry_after, now);
    }

    /// Whether places and rates are kept for the client.
    pub(crate) fn is_kept(&self) -> bool {
        self.claim.standing.is_kept()
    }

    /// Whether the client is proven now: it may have become so since the fetch began.
    pub(crate) fn is_proven(&self) -> bool {
        self.budgets.books().proven.contains(self.claim.id)
    }

    /// The share of the cache that the client's host has.
    pub(crate) fn share(&self) -> Share {
        share(self.claim.standing, self.claim.trusted)
    }
}

fn share(standing: Standing, trusted: bool) -> Share {
    match (standing, trusted) {
        (Standing::Named, _) => Share::Exempt,
        (_, true) => Share::Trusted,
        (_, false) => Share::Ordinary,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::resolve::clock::{Clock, SystemClock};
    use crate::resolve::fetch::FetchError;

    /// A fetch, what it comes to, and how many milliseconds later the next one is.
    type Step = (u8, u8, u8, u8, u64);

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = (0_u8..4, 0_u8..6, 0_u8..5, 0_u8..4, 0_u64..4_000);
        prop::collection::vec(step, 1..300)
    }

    fn outcome(kind: u8) -> Result<(), ResolveError> {
        match kind {
            0 => Ok(()),
            1 => Err(ResolveError::from(FetchError::TooLarge)),
            2 => Err(ResolveError::from(FetchError::Connect)),
            _ => Err(ResolveError::Crashed),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whoever_comes_back_when_told_is_let_through(steps in steps()) {
            let limits = Limits::default().discovery(40).refresh(44).host(28).requester(5);
            let (budgets, mut now) = (Budgets::new(limits), SystemClock.now());
            budgets.prove(&ClientId::parse("https://host0.example.com/0").unwrap());
            for (host, id, who, kind, later) in steps {
                let client_id = format!("https://host{host}.example.com/{id}");
                let applicant = Applicant {
                    client_id: &ClientId::parse(&client_id).unwrap(),
                    admission: if id == 5 { Admission::Named } else { Admission::Admitted },
                    requester: match who {
                        0 => Requester::Unknown,
                        1 => Requester::User("alice"),
                        other => Requester::Network([192, 0, 2, other].into()),
                    },
                };
                let purpose = if id == 4 { Purpose::Refresh } else { Purpose::Discovery };
                let mut ticket = budgets.spend(&applicant, purpose, now);
                if let Err(error) = &ticket {
                    let wait = error.retry_after().unwrap();
                    prop_assert!(!wait.is_zero() && wait <= Duration::from_secs(60), "{error:?}");
                    let early = now + wait - Duration::from_nanos(1);
                    prop_assert!(budgets.spend(&applicant, purpose, early).is_err());
                    now += wait;
                    ticket = budgets.spend(&applicant, purpose, now);
                }
                let ticket = ticket.unwrap();
                let outcome = outcome(kind);
                ticket.landed(outcome.as_ref().copied(), None, now);
                now += Duration::from_millis(later);
            }
        }
    }
}

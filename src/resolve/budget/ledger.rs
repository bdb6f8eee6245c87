//! What is remembered of many, up to a number.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::Instant;

/// What is remembered of one.
pub(crate) trait Account: Default {
    /// When it will be as good as new, so that forgetting it changes nothing.
    fn clear_at(&self) -> Option<Instant>;

    /// Whether it is kept when others are not.
    fn is_kept(&self) -> bool {
        false
    }
}

/// Accounts by key, at most so many.
///
/// Where room is wanted, those go first that are as good as new. Only if that makes too little room,
/// those follow that will be so soonest, ordinary ones before kept ones: so a crowd of new keys,
/// each of which owes little, drives out itself before it drives out a host that is held back (T13).
#[derive(Clone, Debug)]
pub(crate) struct Ledger<K, A> {
    accounts: HashMap<K, A>,
    limit: usize,
}

impl<K: Copy + Eq + Hash + Ord, A: Account> Ledger<K, A> {
    pub(crate) fn new(limit: usize) -> Self {
        Ledger {
            accounts: HashMap::new(),
            limit: limit.max(1),
        }
    }

    /// Has room for so many from now on. What is too much goes when the next account is opened.
    pub(crate) fn relimit(&mut self, limit: usize) {
        self.limit = limit.max(1);
    }

    pub(crate) fn get(&self, key: K) -> Option<&A> {
        self.accounts.get(&key)
    }

    pub(crate) fn get_mut(&mut self, key: K) -> Option<&mut A> {
        self.accounts.get_mut(&key)
    }

    /// The account of `key`, a new one if there is none.
    pub(crate) fn open(&mut self, key: K, now: Instant) -> &mut A {
        if self.accounts.len() >= self.limit && !self.accounts.contains_key(&key) {
            self.make_room(now);
        }
        self.accounts.entry(key).or_default()
    }

    pub(crate) fn close(&mut self, key: K) {
        self.accounts.remove(&key);
    }

    pub(crate) fn len(&self) -> usize {
        self.accounts.len()
    }

    /// Frees an eighth, so that not every newcomer has all accounts looked through.
    fn make_room(&mut self, now: Instant) {
        self.accounts
            .retain(|_, account| account.clear_at().is_some_and(|at| at > now));
        let room = self.limit.div_ceil(8);
        let surplus = (self.accounts.len() + room).saturating_sub(self.limit);
        if surplus == 0 {
            return;
        }
        let mut order: Vec<_> = self
            .accounts
            .iter()
            .map(|(key, account)| (account.is_kept(), account.clear_at(), *key))
            .collect();
        order.sort_unstable();
        for (_, _, key) in order.into_iter().take(surplus) {
            self.accounts.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::resolve::clock::{Clock, SystemClock};

    #[derive(Default)]
    struct Debt {
        until: Option<Instant>,
        kept: bool,
    }

    impl Account for Debt {
        fn clear_at(&self) -> Option<Instant> {
            self.until
        }

        fn is_kept(&self) -> bool {
            self.kept
        }
    }

    fn owe(ledger: &mut Ledger<u64, Debt>, key: u64, now: Instant, seconds: u64, kept: bool) {
        let until = Some(now + Duration::from_secs(seconds));
        *ledger.open(key, now) = Debt { until, kept };
    }

    #[test]
    fn two_hundred_thousand_keys_are_no_more_than_the_limit() {
        let (mut ledger, now) = (Ledger::new(65_536), SystemClock.now());
        for key in 0..200_000 {
            owe(&mut ledger, key, now, 60, false);
            assert!(ledger.len() <= 65_536);
        }
    }

    #[test]
    fn what_is_as_good_as_new_goes_first() {
        let (mut ledger, now) = (Ledger::new(64), SystemClock.now());
        for key in 0..64 {
            owe(&mut ledger, key, now, key, false);
        }
        let later = now + Duration::from_secs(32);
        owe(&mut ledger, 100, later, 1, false);
        assert_eq!(ledger.len(), 32);
        assert!(ledger.get(32).is_none());
        assert!(ledger.get(33).is_some());
    }

    #[test]
    fn a_crowd_that_owes_little_drives_out_itself() {
        let (mut ledger, now) = (Ledger::new(64), SystemClock.now());
        owe(&mut ledger, 1, now, 30, false);
        owe(&mut ledger, 2, now, 1, true);
        for key in 100..10_000 {
            owe(&mut ledger, key, now, 2, false);
        }
        assert!(ledger.get(1).is_some());
        assert!(ledger.get(2).is_some());
    }

    #[test]
    fn what_is_kept_is_bounded_too() {
        let (mut ledger, now) = (Ledger::new(64), SystemClock.now());
        for key in 0..1_000 {
            owe(&mut ledger, key, now, 60, true);
        }
        assert!(ledger.len() <= 64);
    }
}

//! How many fetches may be under way at once, and for whom (T13).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The places for fetches that are under way.
///
/// A stranger decides what is fetched, so there are only so many places, and no queue: a queue
/// would grow where this refuses. One host holds at most an eighth of them, so that one slow
/// publisher does not starve the others. Of all places and of each host's share a quarter is kept
/// for client_ids that the operator named or that are proven, so that strangers cannot keep those
/// out.
///
/// What is remembered of a host is gone with its last fetch.
#[derive(Debug)]
pub(crate) struct Slots {
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    limit: usize,
    all: Count,
    hosts: HashMap<String, Count>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    preferred: usize,
    ordinary: usize,
}

/// One place, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    slots: Arc<Slots>,
    host: String,
    preferred: bool,
}

impl Slots {
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        let taken = Taken {
            limit,
            ..Taken::default()
        };
        Arc::new(Slots {
            taken: Mutex::new(taken),
        })
    }

    /// Has so many places from now on. Whoever has one keeps it.
    pub(crate) fn resize(&self, limit: usize) {
        self.taken().limit = limit;
    }

    /// A place for a fetch from `host` (in lower case), unless all that it may have are taken.
    pub(crate) fn try_acquire(self: &Arc<Self>, host: &str, preferred: bool) -> Option<Slot> {
        let mut taken = self.taken();
        let of_host = taken.hosts.get(host).copied().unwrap_or_default();
        let free = taken.all.has_room(taken.limit, preferred)
            && of_host.has_room(taken.limit.div_ceil(HOST_SHARE), preferred);
        if !free {
            return None;
        }
        taken.all.add(preferred);
        taken
            .hosts
            .entry(host.to_owned())
            .or_default()
            .add(preferred);
        Some(Slot {
            slots: Arc::clone(self),
            host: host.to_owned(),
            preferred,
        })
    }

    /// How many places there are.
    pub(crate) fn limit(&self) -> usize {
        self.taken().limit
    }

    /// How many places are taken.
    pub(crate) fn in_flight(&self) -> usize {
        self.taken().all.sum()
    }

    fn release(&self, host: &str, preferred: bool) {
        let mut taken = self.taken();
        taken.all.remove(preferred);
        if let Some(count) = taken.hosts.get_mut(host) {
            count.remove(preferred);
            if count.sum() == 0 {
                taken.hosts.remove(host);
            }
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.release(&self.host, self.preferred);
    }
}

impl Count {
    fn has_room(self, limit: usize, preferred: bool) -> bool {
        let kept = limit / KEPT_PART;
        self.sum() < limit && (preferred || self.ordinary < limit - kept)
    }

    fn sum(self) -> usize {
        self.preferred + self.ordinary
    }

    fn add(&mut self, preferred: bool) {
        *self.of(preferred) += 1;
    }

    fn remove(&mut self, preferred: bool) {
        *self.of(preferred) -= 1;
    }

    fn of(&mut self, preferred: bool) -> &mut usize {
        match preferred {
            true => &mut self.preferred,
            false => &mut self.ordinary,
        }
    }
}

/// One host holds at most this part of the places: an eighth.
const HOST_SHARE: usize = 8;
/// This part of the places is kept for preferred client_ids: a quarter.
const KEPT_PART: usize = 4;

//! How much of the cache each host fills.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

/// The bytes that each exact host has in the cache, and what it has longest there.
///
/// A host that is over its share makes room from its own, so that no host evicts another's clients
/// however many client_ids it has. What is dropped is what was put in first, ordinary clients before
/// proven ones, and never what has just come.
#[derive(Debug, Default)]
pub(crate) struct Shares {
    hasher: RandomState,
    hosts: HashMap<u64, Held>,
    serial: u64,
}

/// How much of the cache a host may fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    /// A sixteenth.
    Ordinary,
    /// A quarter: the operator trusts the host. Not all of it, because whoever signs up there may
    /// have client_ids there (T10).
    Trusted,
    /// The operator named this client_id, and it counts for nothing.
    Exempt,
}

/// Where something is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    host: u64,
    order: Order,
}

#[derive(Debug, Default)]
struct Held {
    bytes: u64,
    entries: Entries,
}

/// What a host has in the cache, in the order in which it goes. Nearly every host has one client,
/// and for one a tree takes 450 bytes.
#[derive(Debug, Default)]
enum Entries {
    #[default]
    None,
    One(Order, Counted),
    Many(BTreeMap<Order, Counted>),
}

/// By proof, then by age.
type Order = (bool, u64);
type Counted = (Arc<str>, u32);

impl Share {
    /// The bytes of it in a cache of `capacity` bytes; `None` where they are not counted.
    pub(crate) fn of(self, capacity: u64) -> Option<u64> {
        match self {
            Share::Ordinary => Some(capacity / 16),
            Share::Trusted => Some(capacity / 4),
            Share::Exempt => None,
        }
    }
}

impl Shares {
    /// Counts a document of `host` that is about to be put in, and says which of its others must go
    /// so that all of them have no more than `limit` bytes.
    pub(crate) fn add(
        &mut self,
        host: &str,
        client_id: &Arc<str>,
        weight: u32,
        proven: bool,
        limit: u64,
    ) -> (Place, Vec<Arc<str>>) {
        self.serial += 1;
        let place = Place {
            host: self.hasher.hash_one(host),
            order: (proven, self.serial),
        };
        let held = self.hosts.entry(place.host).or_default();
        let victims = held.make_room(limit.saturating_sub(weight.into()));
        held.bytes += u64::from(weight);
        let entry = (Arc::clone(client_id), weight);
        held.entries.insert(place.order, entry);
        (place, victims)
    }

    /// Counts a document no longer, once it has left the cache for whatever reason.
    pub(crate) fn remove(&mut self, place: Place) {
        let Some(held) = self.hosts.get_mut(&place.host) else {
            return;
        };
        if let Some((_, weight)) = held.entries.remove(&place.order) {
            held.bytes -= u64::from(weight);
        }
        if held.entries.is_empty() {
            self.hosts.remove(&place.host);
        }
    }
}

impl Entries {
    fn insert(&mut self, order: Order, counted: Counted) {
        *self = match std::mem::take(self) {
            Entries::None => Entries::One(order, counted),
            Entries::One(other, held) => {
                Entries::Many(BTreeMap::from([(other, held), (order, counted)]))
            }
            Entries::Many(mut many) => {
                many.insert(order, counted);
                Entries::Many(many)
            }
        };
    }

    fn remove(&mut self, order: &Order) -> Option<Counted> {
        match self {
            Entries::Many(many) => many.remove(order),
            Entries::One(held, _) if held == order => self.pop_first(),
            Entries::One(..) | Entries::None => None,
        }
    }

    fn pop_first(&mut self) -> Option<Counted> {
        if let Entries::Many(many) = self {
            return many.pop_first().map(|(_, counted)| counted);
        }
        match std::mem::take(self) {
            Entries::One(_, counted) => Some(counted),
            Entries::None | Entries::Many(_) => None,
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Entries::None => true,
            Entries::One(..) => false,
            Entries::Many(many) => many.is_empty(),
        }
    }
}

impl Held {
    fn make_room(&mut self, limit: u64) -> Vec<Arc<str>> {
        let mut victims = Vec::new();
        while self.bytes > limit {
            let Some((client_id, weight)) = self.entries.pop_first() else {
                break;
            };
            self.bytes -= u64::from(weight);
            victims.push(client_id);
        }
        victims
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(shares: &mut Shares, id: &str, proven: bool) -> (Place, Vec<String>) {
        let (place, victims) = shares.add("host", &id.into(), 10, proven, 30);
        (place, victims.iter().map(|id| id.to_string()).collect())
    }

    #[test]
    fn a_host_makes_room_from_its_own_ordinary_ones_before_proven_ones() {
        let mut shares = Shares::default();
        let each = [
            ("a", true, vec![]),
            ("b", false, vec![]),
            ("c", true, vec![]),
            ("d", false, vec!["b"]),
            ("e", false, vec!["d"]),
            ("f", true, vec!["e"]),
            ("g", true, vec!["a"]),
            ("h", false, vec!["c"]),
        ];
        for (id, proven, victims) in each {
            assert_eq!(add(&mut shares, id, proven).1, victims, "{id}");
        }
    }

    #[test]
    fn what_is_larger_than_the_share_stands_alone() {
        let mut shares = Shares::default();
        add(&mut shares, "a", false);
        let (_, victims) = shares.add("host", &"b".into(), 1_000, false, 30);
        assert_eq!(victims.len(), 1);
        assert_eq!(add(&mut shares, "c", false).1, ["b"]);
    }

    #[test]
    fn what_has_left_counts_no_longer() {
        let mut shares = Shares::default();
        for id in 0..1_000 {
            let (place, victims) = add(&mut shares, &id.to_string(), id % 2 == 0);
            assert!(victims.is_empty());
            shares.remove(place);
            shares.remove(place);
        }
        assert!(shares.hosts.is_empty());
    }

    #[test]
    fn hosts_are_counted_apart() {
        let mut shares = Shares::default();
        for host in 0..1_000 {
            let (_, victims) = shares.add(&host.to_string(), &"id".into(), 10, false, 30);
            assert!(victims.is_empty());
        }
    }
}

//! The clients that have completed a consent or a token exchange.

use std::collections::{HashMap, HashSet, VecDeque};

/// Proven client_ids by host, at most so many. Where there are too many, the host with the most of
/// them loses the one that it has had longest: nobody's hosts drive out another's only client.
#[derive(Debug)]
pub(crate) struct Proven {
    ids: HashSet<u64>,
    hosts: HashMap<u64, VecDeque<u64>>,
    limit: usize,
}

impl Proven {
    pub(crate) fn new(limit: usize) -> Self {
        Proven {
            ids: HashSet::new(),
            hosts: HashMap::new(),
            limit,
        }
    }

    /// Has room for so many from now on.
    pub(crate) fn relimit(&mut self, limit: usize) {
        self.limit = limit;
        while self.ids.len() > limit {
            self.drop_one();
        }
    }

    pub(crate) fn contains(&self, id: u64) -> bool {
        self.ids.contains(&id)
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Adds `id`, and says whether it is new.
    pub(crate) fn insert(&mut self, host: u64, id: u64) -> bool {
        if !self.ids.insert(id) {
            return false;
        }
        self.hosts.entry(host).or_default().push_back(id);
        if self.ids.len() > self.limit {
            self.drop_one();
        }
        true
    }

    fn drop_one(&mut self) {
        let most = self.hosts.iter().max_by_key(|(_, ids)| ids.len());
        let Some(host) = most.map(|(host, _)| *host) else {
            return;
        };
        let Some(ids) = self.hosts.get_mut(&host) else {
            return;
        };
        if let Some(id) = ids.pop_front() {
            self.ids.remove(&id);
        }
        if ids.is_empty() {
            self.hosts.remove(&host);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_with_the_most_loses_its_oldest() {
        let mut proven = Proven::new(10);
        assert!(proven.insert(1, 1));
        assert!(!proven.insert(1, 1));
        for id in 100..150 {
            proven.insert(2, id);
        }
        assert!(proven.contains(1));
        let left: Vec<_> = (100..150).filter(|id| proven.contains(*id)).collect();
        assert_eq!(left, (141..150).collect::<Vec<_>>());
    }

    #[test]
    fn it_holds_no_more_than_its_limit() {
        let mut proven = Proven::new(100);
        for id in 0..1_000 {
            proven.insert(id, id);
            proven.insert(id, id);
        }
        assert_eq!(proven.len(), 100);
        assert_eq!(proven.hosts.len(), 100);
    }
}

//! Which rule a client_id comes to, found without looking at every rule.

use std::collections::HashMap;

use crate::resolve::patterns::{HTTPS, Pattern, Reach};
use crate::resolve::rulebook::clients::{ClientPattern, Clients};
use crate::resolve::rulebook::rule::{Effect, Rule};
use crate::rules::client_id::ClientId;
use crate::rules::site;

/// Every rule by what it matches. How long a look-up takes depends on the client_id and on the
/// longest path of its host's rules, and not on how many rules there are.
#[derive(Debug, Default)]
pub(super) struct Index {
    everybody: Place,
    client_ids: HashMap<Box<str>, Place>,
    hosts: HashMap<Box<str>, Hosts>,
    /// By the name without its dot.
    below: HashMap<Box<str>, Hosts>,
    /// By registrable domain.
    sites: HashMap<Box<str>, Hosts>,
}

/// The rules for one host, for all hosts below a name, or for those of one registrable domain.
#[derive(Debug, Default)]
struct Hosts {
    paths: HashMap<Box<str>, Place>,
    /// The slashes of the path that has the most.
    deepest: usize,
}

/// The rules that match the same: at most two for each port, since no later one counts.
#[derive(Debug, Default)]
struct Place(Vec<Entry>);

#[derive(Clone, Copy, Debug)]
struct Entry {
    rule: usize,
    denies: bool,
    /// `None` is any.
    port: Option<u16>,
}

/// The first rule of each kind that was found.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    denying: Option<usize>,
    other: Option<usize>,
}

impl Index {
    /// Takes the rules of a rulebook, in their order.
    pub(super) fn of(rules: &[Rule]) -> Self {
        let mut index = Index::default();
        for (place, rule) in rules.iter().enumerate() {
            for clients in &rule.clients {
                index.insert(place, rule.effect, clients);
            }
        }
        index
    }

    /// The rule that decides about a client_id.
    pub(super) fn find(&self, client_id: &ClientId) -> Option<usize> {
        let mut found = Found::default();
        let port = client_id.port().unwrap_or(HTTPS);
        found.take(&self.everybody, port);
        if let Some(place) = self.client_ids.get(client_id.as_str()) {
            found.take(place, port);
        }
        let host = client_id.host_lowercase();
        let mut search = |hosts: Option<&Hosts>| {
            if let Some(hosts) = hosts {
                hosts.search(client_id.path(), port, &mut found);
            }
        };
        search(self.hosts.get(&*host));
        if !self.sites.is_empty() {
            search(site::of(&host).and_then(|domain| self.sites.get(domain)));
        }
        if !self.below.is_empty() {
            for (dot, _) in host.match_indices('.') {
                search(host.get(dot + 1..).and_then(|name| self.below.get(name)));
            }
        }
        found.denying.or(found.other)
    }

    /// Whether this rule names exactly this client_id.
    pub(super) fn names(&self, rule: usize, client_id: &ClientId) -> bool {
        let place = self.client_ids.get(client_id.as_str());
        place.is_some_and(|place| place.0.iter().any(|entry| entry.rule == rule))
    }

    fn insert(&mut self, rule: usize, effect: Effect, clients: &ClientPattern) {
        let denies = effect == Effect::Deny;
        let mut entry = Entry {
            rule,
            denies,
            port: None,
        };
        match &clients.0 {
            Clients::Everybody => self.everybody.insert(entry),
            Clients::Exactly(client_id) => {
                let place = self.client_ids.entry(client_id.as_str().into());
                place.or_default().insert(entry);
            }
            Clients::At(pattern) => {
                // What lets in does so by no port that nobody thought of.
                let usual = (effect == Effect::Allow).then_some(HTTPS);
                entry.port = pattern.port().or(usual);
                self.hosts(pattern).insert(pattern.path(), entry);
            }
        }
    }

    fn hosts(&mut self, pattern: &Pattern) -> &mut Hosts {
        let hosts = match pattern.reach() {
            Reach::Host => &mut self.hosts,
            Reach::Below => &mut self.below,
            Reach::Site => &mut self.sites,
        };
        hosts.entry(pattern.name().into()).or_default()
    }
}

impl Hosts {
    fn insert(&mut self, path: &str, entry: Entry) {
        self.deepest = self.deepest.max(path.matches('/').count());
        self.paths.entry(path.into()).or_default().insert(entry);
    }

    /// Looks at every beginning of the path that consists of whole segments, as far as there may be
    /// a rule for it.
    fn search(&self, path: &str, port: u16, found: &mut Found) {
        let mut look = |beginning: Option<&str>| {
            if let Some(place) = beginning.and_then(|beginning| self.paths.get(beginning)) {
                found.take(place, port);
            }
        };
        for (slash, _) in path.match_indices('/').take(self.deepest + 1) {
            look(path.get(..slash));
            look(path.get(..=slash));
        }
        look(Some(path));
    }
}

impl Place {
    fn insert(&mut self, entry: Entry) {
        let covers = |held: &Entry| held.denies == entry.denies && held.port == entry.port;
        if !self.0.iter().any(covers) {
            self.0.push(entry);
        }
    }
}

impl Found {
    fn take(&mut self, place: &Place, port: u16) {
        let open = |entry: &&Entry| entry.port.is_none_or(|wanted| wanted == port);
        for entry in place.0.iter().filter(open) {
            let kind = match entry.denies {
                true => &mut self.denying,
                false => &mut self.other,
            };
            *kind = Some(kind.map_or(entry.rule, |held| held.min(entry.rule)));
        }
    }
}

//! What only the whole of the settings shows to be wrong.

use std::collections::HashSet;

use url::Url;

use crate::config::error::Fault;
use crate::config::moment::moment;
use crate::config::pin::PinnedFile;
use crate::config::settings::Members;
use crate::config::store::Store;
use crate::config::tree::Places;
use crate::net::https::Proxy;
use crate::rules::address::Network;
use crate::rules::client_id::ClientId;
use crate::rules::issuer::Issuer;

/// Everything that is wrong with settings of which each value may stand where it stands.
pub(crate) fn faults(members: &Members, places: &Places) -> Vec<Fault> {
    let mut found = Found {
        places,
        faults: Vec::new(),
    };
    found.server(members);
    found.times(members);
    found.egress(members);
    if let Some(store) = &members.store {
        found.store(store);
    }
    found.pins(&members.pins);
    found.faults
}

struct Found<'a> {
    places: &'a Places,
    faults: Vec<Fault>,
}

impl Found<'_> {
    fn server(&mut self, members: &Members) {
        if let Err(error) = Issuer::parse(&members.issuer) {
            self.fault("issuer", format!("is no issuer identifier: {error}"));
        }
        if members.server.grant_types.is_empty() {
            self.fault("server.grant_types", "names none");
        }
        for (index, own) in members.client_ids.own_host.iter().enumerate() {
            if let Err(error) = ClientId::parse(own) {
                let key = format!("client_ids.own_host[{index}]");
                self.fault(key, format!("is no client_id: {error}"));
            }
        }
        for (index, prefix) in members.documents.text_plain.iter().enumerate() {
            let url = Url::parse(prefix)
                .ok()
                .filter(|url| url.scheme() == "https");
            if url.is_none_or(|url| url.path() == "/") {
                let key = format!("documents.text_plain[{index}]");
                self.fault(
                    key,
                    "is no https URL with a path: a whole host is never meant",
                );
            }
        }
    }

    fn times(&mut self, members: &Members) {
        let freshness = &members.freshness;
        if freshness.min_seconds > freshness.max_seconds {
            let message = "is more than freshness.max_seconds";
            return self.fault("freshness.min_seconds", message);
        }
        let bounds = freshness.min_seconds..=freshness.max_seconds;
        if !bounds.contains(&freshness.default_seconds) {
            let message = "is not between freshness.min_seconds and freshness.max_seconds";
            self.fault("freshness.default_seconds", message);
        }
    }

    fn egress(&mut self, members: &Members) {
        let egress = &members.egress;
        if egress.ports.as_ref().is_some_and(Vec::is_empty) {
            self.fault(
                "egress.ports",
                "names none, so that nothing could be fetched",
            );
        }
        for (index, network) in egress.deny.iter().enumerate() {
            if let Err(error) = network.parse::<Network>() {
                self.fault(format!("egress.deny[{index}]"), error.to_string());
            }
        }
        let proxy = egress
            .proxy
            .as_ref()
            .map(|proxy| Proxy::parse(proxy.reveal()));
        if proxy.is_some_and(|proxy| proxy.is_none()) {
            let message = "is not of the form http://[user:password@]host[:port]";
            self.fault("egress.proxy", message);
        }
    }

    fn store(&mut self, store: &Store) {
        if cfg!(not(feature = "redis")) {
            let message = "needs a program that was built with the feature redis of tower-cimd";
            return self.fault("store", message);
        }
        let url = (store.url.is_some(), store.url_env.is_some());
        self.either("store.url", "store.url_env", url, true);
        let key = (store.key_file.is_some(), store.key_env.is_some());
        self.either("store.key_file", "store.key_env", key, true);
        let other = (
            store.other_key_file.is_some(),
            store.other_key_env.is_some(),
        );
        self.either("store.other_key_file", "store.other_key_env", other, false);
    }

    fn either(&mut self, one: &str, other: &str, given: (bool, bool), needed: bool) {
        match given {
            (true, true) => self.fault(other, format!("is set, and {one} too: one of them")),
            (false, false) if needed => self.fault(one, format!("is missing, and {other} too")),
            _ => {}
        }
    }

    fn pins(&mut self, pins: &[PinnedFile]) {
        let mut seen = HashSet::new();
        for (index, pin) in pins.iter().enumerate() {
            let key = |name: &str| format!("pins[{index}].{name}");
            if let Err(error) = ClientId::parse(&pin.client_id) {
                self.fault(key("client_id"), format!("is no client_id: {error}"));
            }
            if !seen.insert(&pin.client_id) {
                self.fault(key("client_id"), "is pinned twice");
            }
            if pin.digest().is_none() {
                self.fault(key("sha256"), "is not 64 hexadecimal digits");
            }
            if moment(&pin.expires).is_none() {
                self.fault(
                    key("expires"),
                    "is to have a time with its offset from UTC, such as Z",
                );
            }
        }
    }

    fn fault(&mut self, key: impl Into<String>, message: impl Into<String>) {
        self.faults.push(self.places.fault(key, message));
    }
}

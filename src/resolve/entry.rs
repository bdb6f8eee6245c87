//! One published document, with what is known about its reuse.

use std::time::{Duration, Instant};

use http::header::{
    AGE, CACHE_CONTROL, DATE, ETAG, EXPIRES, HeaderMap, HeaderName, HeaderValue, LAST_MODIFIED,
    VARY,
};

use crate::resolve::fetch::Validators;
use crate::resolve::renewal::Renewal;
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::document::DocumentError;
use crate::rules::freshness::{Freshness, FreshnessRules, LifetimeBounds, StaleRules};
use crate::rules::publication::Publication;
use crate::rules::rule_set::RuleSet;

/// A publication, the client that was derived from it, and for how long both may be reused.
///
/// It cannot exist without a [`Client`]: so nothing that failed and nothing invalid can be cached.
#[derive(Debug)]
pub(crate) struct Entry {
    client: Client,
    /// As a list: a map takes 600 bytes for one.
    governing: Box<[(HeaderName, HeaderValue)]>,
    freshness: Freshness,
    time: Exchange,
    renewal: Renewal,
}

/// When the publisher was asked, and when it answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exchange {
    pub(crate) asked: Instant,
    pub(crate) answered: Instant,
}

/// Between what a policy at one moment, and the server, hold the freshness of one client's documents.
///
/// Nothing of it is kept with an entry, which others use by other policies (T8).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) lifetime: LifetimeBounds,
    /// The longest lifetime that the server allows.
    pub(crate) ceiling: Duration,
}

impl Entry {
    /// `governing` are the header fields that [`governing`] or [`Entry::revalidated`] made, from
    /// which `freshness` was read when the publisher had answered.
    pub(crate) fn new(
        client: Client,
        governing: HeaderMap,
        freshness: Freshness,
        time: Exchange,
    ) -> Self {
        Entry {
            renewal: Renewal::new(),
            client,
            governing: listed(governing),
            freshness,
            time,
        }
    }

    /// The client, as the rule set that fetched it derived it.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn publication(&self) -> &Publication {
        self.client.publication()
    }

    /// The header fields that govern its reuse, those of a later 304 included.
    pub(crate) fn governing(&self) -> HeaderMap {
        let mut governing = HeaderMap::new();
        for (name, value) in &self.governing {
            governing.append(name, value.clone());
        }
        governing
    }

    /// The client as `rules`, whose digest is `rule_set`, have it.
    ///
    /// A reader with another rule set than the writer's believes the raw document and the facts of
    /// its transport, never the writer's verdict, and fetches nothing (T8).
    pub(crate) fn client_under(
        &self,
        client_id: &ClientId,
        rules: &RuleSet,
        rule_set: &[u8; 32],
    ) -> Result<Client, DocumentError> {
        if self.client.rule_set() == rule_set {
            return Ok(self.client.clone());
        }
        self.client.judged_again(client_id, rules)
    }

    /// How long ago the publisher gave or confirmed it.
    pub(crate) fn age(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.time.answered)
    }

    /// When the publisher was asked for it. It tells of nothing later.
    pub(crate) fn asked(&self) -> Instant {
        self.time.asked
    }

    /// How long the publisher took to answer.
    pub(crate) fn delay(&self) -> Duration {
        let Exchange { asked, answered } = self.time;
        answered.saturating_duration_since(asked)
    }

    /// For how long it may be used within these bounds.
    pub(crate) fn freshness(&self, bounds: Bounds) -> Freshness {
        let Bounds { lifetime, ceiling } = bounds;
        self.freshness.clone().within(lifetime, ceiling)
    }

    /// Whether it may be used at `now` without asking the publisher.
    pub(crate) fn is_fresh(&self, bounds: Bounds, now: Instant) -> bool {
        self.freshness(bounds).is_fresh(self.age(now))
    }

    /// Its uses, and when it is renewed.
    pub(crate) fn renewal(&self) -> &Renewal {
        &self.renewal
    }

    /// The same document, used for as long as other bounds say.
    pub(crate) fn bounded_by(&self, rules: &FreshnessRules) -> Self {
        let received = self.client.fetched_at();
        let freshness = Freshness::read(&self.governing(), received, self.delay(), rules);
        Entry::new(self.client.clone(), self.governing(), freshness, self.time)
    }

    /// Whether it may be kept beyond the requests that wait for it.
    pub(crate) fn is_storable(&self) -> bool {
        self.freshness.storable
    }

    /// How long it is worth its memory: beyond its lifetime where a validator can renew it, where it
    /// may be used stale, or where some policy may find it fresh for longer.
    pub(crate) fn worth_keeping(&self) -> Duration {
        let lifetime = self.freshness.lifetime;
        if self.validators() != Validators::default() {
            return lifetime + RENEWABLE;
        }
        match self.freshness.no_cache {
            true => lifetime,
            false => {
                StaleRules::LONGEST_ON_ERROR.max(lifetime + StaleRules::LONGEST_WHILE_REVALIDATING)
            }
        }
    }

    /// What a conditional request for a newer copy carries.
    pub(crate) fn validators(&self) -> Validators {
        Validators {
            etag: self.field(ETAG).cloned(),
            last_modified: self.field(LAST_MODIFIED).cloned(),
        }
    }

    /// The governing header fields after a 304 with `headers`, unless it confirms another copy.
    ///
    /// RFC 9111 §3.2 and §4.3.4: the fields of the 304 replace the stored ones, and a validator of
    /// another copy updates nothing.
    pub(crate) fn revalidated(&self, headers: &HeaderMap) -> Option<HeaderMap> {
        let update = governing(headers);
        let confirms = |etag| Some(opaque(etag)) == self.field(ETAG).map(opaque);
        if !update.get(ETAG).is_none_or(confirms) {
            return None;
        }
        let mut merged = self.governing();
        // These tell of one answer, not of the document: those of the stored answer are over.
        merged.remove(AGE);
        merged.remove(DATE);
        // Extending by a map replaces what stood under a name that is in both.
        merged.extend(update);
        Some(merged)
    }

    /// Memory, roughly, in bytes.
    pub(crate) fn weight(&self) -> usize {
        let values = self.governing.iter().map(|(_, value)| value.len());
        let fields = size_of_val::<[_]>(&self.governing) + values.sum::<usize>();
        OVERHEAD + self.client.weight() + fields
    }

    /// The first of the governing header fields of this name.
    fn field(&self, name: HeaderName) -> Option<&HeaderValue> {
        let mut fields = self.governing.iter();
        fields.find(|(it, _)| *it == name).map(|(_, value)| value)
    }
}

fn listed(governing: HeaderMap) -> Box<[(HeaderName, HeaderValue)]> {
    let mut listed = Vec::with_capacity(governing.len());
    let mut last = None;
    for (name, value) in governing {
        // A second value of a name comes without it.
        last = name.or(last);
        listed.extend(last.clone().map(|name| (name, value)));
    }
    listed.into()
}

/// The header fields that govern how an answer is reused.
///
/// Copies: the values of an answer are slices of the whole head as it was read.
pub(crate) fn governing(headers: &HeaderMap) -> HeaderMap {
    let named = |name: HeaderName| {
        let values = headers.get_all(&name).into_iter();
        values.filter_map(move |value| {
            let copy = HeaderValue::from_bytes(value.as_bytes()).ok()?;
            Some((name.clone(), copy))
        })
    };
    let mut governing = HeaderMap::new();
    for (name, value) in GOVERNING.into_iter().flat_map(named) {
        governing.append(name, value);
    }
    governing
}

/// The entity tag without its weakness: `If-None-Match` compares weakly (RFC 9110 §13.1.2).
fn opaque(etag: &HeaderValue) -> &[u8] {
    let etag = etag.as_bytes();
    etag.strip_prefix(b"W/").unwrap_or(etag)
}

const GOVERNING: [HeaderName; 7] = [AGE, CACHE_CONTROL, DATE, ETAG, EXPIRES, LAST_MODIFIED, VARY];
/// How long past its lifetime a document is kept to be renewed by a 304 rather than fetched again.
const RENEWABLE: Duration = Duration::from_secs(24 * 60 * 60);
/// Bytes of this record and of the cache's own for it, roughly.
const OVERHEAD: usize = 512;

//! A document, as one node writes it for the others.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::resolve::clock::Clock;
use crate::resolve::entry::{Entry, Exchange, governing};
use crate::resolve::store::refusal::StoreRefusal;
use crate::rules::client::{Client, Provenance, Terms};
use crate::rules::client_id::ClientId;
use crate::rules::freshness::{Freshness, FreshnessRules};
use crate::rules::media_type::MediaType;
use crate::rules::publication::Publication;
use crate::rules::rule_set::RuleSet;
use crate::rules::wire::{Reader, Writer};

/// The raw document and the facts of its transport. No verdict: each reader judges it anew.
#[derive(Debug)]
pub(crate) struct SharedDocument {
    /// When its publisher was asked, by the writer's calendar: it tells of nothing later.
    pub(crate) asked_at: SystemTime,
    /// When its publisher gave or confirmed it, by the writer's calendar.
    pub(crate) fetched_at: SystemTime,
    /// Until when the writer uses it.
    pub(crate) fresh_until: SystemTime,
    /// `Content-Type`, and what governs its reuse.
    headers: HeaderMap,
    body: Bytes,
}

/// What a reader judges by.
#[derive(Clone, Debug)]
pub(crate) struct Bench {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rules: Arc<RuleSet>,
    /// The digest of the rules.
    pub(crate) rule_set: [u8; 32],
    pub(crate) freshness: FreshnessRules,
}

impl SharedDocument {
    pub(crate) fn of(entry: &Entry) -> Self {
        let publication = entry.publication();
        let mut headers = entry.governing();
        // Its parameters are gone: a document in a foreign charset is valid under no rules.
        let essence = publication.media_type().map(MediaType::essence);
        if let Some(Ok(essence)) = essence.map(HeaderValue::from_str) {
            headers.insert(CONTENT_TYPE, essence);
        }
        let fetched_at = entry.client().fetched_at();
        SharedDocument {
            asked_at: fetched_at.checked_sub(entry.delay()).unwrap_or(fetched_at),
            fetched_at,
            fresh_until: entry.client().fresh_until(),
            headers,
            body: publication.body().clone(),
        }
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.time(self.asked_at);
        writer.time(self.fetched_at);
        writer.time(self.fresh_until);
        writer.bytes(&self.body);
        for (name, value) in &self.headers {
            writer.bytes(name.as_str().as_bytes());
            writer.bytes(value.as_bytes());
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(SharedDocument {
            asked_at: reader.time()?,
            fetched_at: reader.time()?,
            fresh_until: reader.time()?,
            body: Bytes::copy_from_slice(reader.bytes()?),
            headers: read_headers(reader)?,
        })
    }

    /// The entry that this node would have, had it fetched the document when the writer did.
    ///
    /// Judged as if it came from the publisher: a store that lies cannot plant a client (T7). It
    /// is never fresh for longer than its writer said, nor than this node's own rules say.
    pub(crate) fn judge(&self, client_id: &ClientId, bench: &Bench) -> Result<Entry, StoreRefusal> {
        let time = self.exchange(&*bench.clock).ok_or(StoreRefusal::Document)?;
        let publication = Publication::receive(StatusCode::OK, &self.headers, self.body.clone())
            .map_err(|_| StoreRefusal::Document)?;
        let governing = governing(&self.headers);
        let freshness = self.freshness(&governing, &bench.freshness)?;
        let provenance = Provenance {
            fetched_at: self.fetched_at,
            fresh_until: self.fetched_at + freshness.lifetime,
        };
        let terms = Terms {
            asked_at: self.asked_at,
            usable_until: self.fetched_at + freshness.longest_use(),
        };
        let client = Client::derive_on(client_id, &publication, &bench.rules, provenance, terms)
            .map_err(|_| StoreRefusal::Document)?;
        Ok(Entry::new(client, governing, freshness, time))
    }

    /// When all that was, on this node's own clock; `None` on a machine that has not been up for so
    /// long and cannot say.
    fn exchange(&self, clock: &dyn Clock) -> Option<Exchange> {
        let (now, wall) = (clock.now(), clock.wall());
        let ago = |time| wall.duration_since(time).unwrap_or_default();
        Some(Exchange {
            asked: now.checked_sub(ago(self.asked_at))?,
            answered: now.checked_sub(ago(self.fetched_at))?,
        })
    }

    fn freshness(
        &self,
        governing: &HeaderMap,
        rules: &FreshnessRules,
    ) -> Result<Freshness, StoreRefusal> {
        let stated = self.fresh_until.duration_since(self.fetched_at);
        let stated = stated.map_err(|_| StoreRefusal::Lifetime)?;
        if stated > rules.max {
            return Err(StoreRefusal::Lifetime);
        }
        let own = Freshness::read(governing, self.fetched_at, Duration::ZERO, rules);
        Ok(Freshness {
            lifetime: own.lifetime.min(stated),
            ..own
        })
    }
}

/// The rest of the record: names and values in turn.
fn read_headers(reader: &mut Reader<'_>) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    while reader.end().is_none() {
        let name = HeaderName::from_bytes(reader.bytes()?).ok()?;
        let value = HeaderValue::from_bytes(reader.bytes()?).ok()?;
        headers.try_append(name, value).ok()?;
    }
    Some(headers)
}

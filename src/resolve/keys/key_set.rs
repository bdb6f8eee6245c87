//! One fetched key set.

use std::time::{Duration, Instant, SystemTime};

use http::HeaderMap;

use crate::resolve::fetch::Fetched;
use crate::resolve::keys::error::KeysError;
use crate::rules::freshness::{Freshness, FreshnessRules};
use crate::rules::json::{Object, Value};
use crate::rules::jwks::{Jwk, JwkSet, PublicKey};
use crate::rules::jws::MAX_KEYS;
use crate::rules::media_type::MediaType;
use crate::rules::publication::Publication;

/// A key set as its publisher gave it, and for how long it is believed.
#[derive(Debug)]
pub(crate) struct KeySet {
    keys: JwkSet,
    received: Instant,
    lifetime: Duration,
}

impl KeySet {
    /// Judges the answer of a publisher that came at `received`, `delay` after it was asked for.
    pub(super) fn read(
        fetched: Fetched,
        received: (Instant, SystemTime),
        delay: Duration,
    ) -> Result<Self, KeysError> {
        let (received, wall) = received;
        let publication = Publication::receive(fetched.status, &fetched.headers, fetched.body)
            .map_err(KeysError::Publication)?;
        Ok(KeySet {
            keys: keys(&publication)?,
            received,
            lifetime: lifetime(&fetched.headers, wall, delay),
        })
    }

    /// The keys.
    pub(crate) fn keys(&self) -> &JwkSet {
        &self.keys
    }

    pub(super) fn is_fresh(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.received) < self.lifetime
    }

    pub(super) fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// Memory, roughly, in bytes.
    pub(super) fn weight(&self) -> usize {
        OVERHEAD + self.keys.keys().iter().map(weight).sum::<usize>()
    }
}

fn keys(publication: &Publication) -> Result<JwkSet, KeysError> {
    let is_json = |of: &&_| MediaType::is_json(of) && !MediaType::has_foreign_charset(of);
    publication
        .media_type()
        .filter(is_json)
        .ok_or(KeysError::MediaType)?;
    let set = Object::read(publication.body(), MAX_BYTES).map_err(KeysError::Json)?;
    let set = JwkSet::read(&Value::Object(set)).map_err(KeysError::Jwks)?;
    match set.keys().len() > MAX_KEYS {
        true => Err(KeysError::TooManyKeys),
        false => Ok(set),
    }
}

fn lifetime(headers: &HeaderMap, wall: SystemTime, delay: Duration) -> Duration {
    let rules = FreshnessRules {
        default: LIFETIME,
        min: INTERVAL,
        max: LONGEST_LIFETIME,
    };
    let freshness = Freshness::read(headers, wall, delay, &rules);
    // `no-store` and its like are no bounds to be clamped.
    freshness.lifetime.max(INTERVAL)
}

fn weight(key: &Jwk) -> usize {
    let numbers = match key.public_key() {
        PublicKey::Rsa { n, e } => n.len() + e.len(),
        PublicKey::Ec { x, y, .. } => x.len() + y.len(),
        PublicKey::Okp { x, .. } => x.len(),
    };
    let names = key.kid().map_or(0, str::len) + key.alg().map_or(0, str::len);
    size_of::<Jwk>() + numbers + names
}

/// The largest key set, in decoded bytes (T20).
pub(super) const MAX_BYTES: usize = 64 * 1024;
/// The time between two fetches of the same set (T20).
pub(super) const INTERVAL: Duration = Duration::from_secs(30);
/// Of a set whose publisher does not say.
const LIFETIME: Duration = Duration::from_secs(5 * 60);
/// Within this time a key that was withdrawn is no longer believed.
const LONGEST_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Bytes of this record and of the cache's own for it, roughly.
const OVERHEAD: usize = 256;

//! How long one answer may be reused.

use std::time::Duration;
use std::time::SystemTime;

use http::HeaderMap;
use http::header::EXPIRES;
use http::header::VARY;

use crate::rules::freshness::age::date;
use crate::rules::freshness::age::http_date;
use crate::rules::freshness::age::initial_age;
use crate::rules::freshness::basis::Basis;
use crate::rules::freshness::cache_control::CacheControl;
use crate::rules::freshness::rules::FreshnessRules;

/// What a 200 answer allows a shared cache to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Freshness {
    /// How long the answer is fresh, counted from its receipt: what the origin states, less the age
    /// that it arrived with, within the server's bounds. Zero where it may be used only for the
    /// running transaction, or not without asking the origin again.
    pub lifetime: Duration,
    /// Whether it may be stored at all. `false` means single use, for the running transaction:
    /// `no-store`, `private` and `Vary: *`.
    pub storable: bool,
    /// Whether the origin must be asked before each reuse (`no-cache`).
    pub no_cache: bool,
    /// Whether it must never be used once it is stale: `must-revalidate`, `proxy-revalidate`,
    /// `s-maxage` (which implies it, RFC 9111 §5.2.2.10) and `no-cache`.
    pub must_revalidate: bool,
    /// How long past its freshness the origin lets it be used while it is fetched anew (RFC 5861
    /// §3). `None` where it says nothing, and where it must never be used stale.
    pub stale_while_revalidate: Option<Duration>,
    /// How long past its freshness the origin lets it be used while fetching fails (RFC 5861 §4).
    /// `None` where it says nothing, and where it must never be used stale.
    pub stale_if_error: Option<Duration>,
    /// What decided.
    pub basis: Basis,
}

impl Freshness {
    /// Reads the header fields of a 200 answer that was received at `received_at`, `response_delay`
    /// after it was asked for.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use http::HeaderMap;
    /// use tower_cimd::rules::freshness::{Freshness, FreshnessRules};
    ///
    /// let mut headers = HeaderMap::new();
    /// headers.insert("cache-control", "max-age=3600".parse()?);
    /// headers.insert("age", "600".parse()?);
    /// let rules = FreshnessRules::default();
    /// let freshness = Freshness::read(&headers, SystemTime::now(), Duration::ZERO, &rules);
    /// assert_eq!(freshness.lifetime, Duration::from_secs(3000));
    /// # Ok::<(), http::header::InvalidHeaderValue>(())
    /// ```
    pub fn read(
        headers: &HeaderMap,
        received_at: SystemTime,
        response_delay: Duration,
        rules: &FreshnessRules,
    ) -> Self {
        let control = CacheControl::read(headers);
        let (basis, stated) = stated(headers, &control, date(headers, received_at));
        let stated = stated.unwrap_or(rules.default);
        let remaining = stated.saturating_sub(initial_age(headers, received_at, response_delay));
        let storable = !matches!(basis, Basis::NoStore | Basis::Private | Basis::VaryAny);
        let must_revalidate =
            control.must_revalidate || control.no_cache || control.s_maxage.is_some();
        let may_be_stale = storable && !must_revalidate;
        Freshness {
            lifetime: match storable && !control.no_cache {
                true => rules.clamp(remaining),
                false => Duration::ZERO,
            },
            storable,
            no_cache: control.no_cache,
            must_revalidate,
            stale_while_revalidate: control.stale_while_revalidate.filter(|_| may_be_stale),
            stale_if_error: control.stale_if_error.filter(|_| may_be_stale),
            basis,
        }
    }
}

/// What decides, and the lifetime that it states (RFC 9111 §4.2.1): `s-maxage` before `max-age`
/// before `Expires`.
fn stated(
    headers: &HeaderMap,
    control: &CacheControl,
    date: SystemTime,
) -> (Basis, Option<Duration>) {
    let never = |forbids: bool| forbids.then_some(Duration::ZERO);
    [
        (Basis::NoStore, never(control.no_store)),
        (Basis::Private, never(control.private)),
        (Basis::VaryAny, never(varies_any(headers))),
        (Basis::NoCache, never(control.no_cache)),
        (Basis::SharedMaxAge, control.s_maxage),
        (Basis::MaxAge, control.max_age),
        (Basis::Expires, expires(headers, date)),
    ]
    .into_iter()
    .find(|(_, lifetime)| lifetime.is_some())
    .unwrap_or((Basis::Default, None))
}

/// The earliest `Expires`. One that is no date, "especially including the value 0", is in the past
/// (RFC 9111 §5.3).
fn expires(headers: &HeaderMap, date: SystemTime) -> Option<Duration> {
    let lifetimes = headers.get_all(EXPIRES).into_iter().map(|value| {
        let expires = http_date(value);
        let lifetime = expires.and_then(|expires| expires.duration_since(date).ok());
        lifetime.unwrap_or_default()
    });
    lifetimes.min()
}

fn varies_any(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(VARY).into_iter();
    lines
        .flat_map(|line| line.as_bytes().split(|&byte| byte == b','))
        .any(|member| member.trim_ascii() == b"*")
}

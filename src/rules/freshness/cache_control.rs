//! The directives of `Cache-Control`.

use std::time::Duration;

use http::HeaderMap;
use http::header::CACHE_CONTROL;

/// What `Cache-Control` says, all of its lines together (RFC 9111 §5.2).
///
/// Of a directive that is repeated with different values the most restrictive one counts, and a
/// value that is no number of seconds counts as zero (RFC 9111 §4.2.1: "consider the response to
/// be stale").
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CacheControl {
    pub(super) no_store: bool,
    /// With or without a list of fields: a cache may treat the qualified form as the unqualified
    /// one (RFC 9111 §5.2.2.4, §5.2.2.7).
    pub(super) no_cache: bool,
    pub(super) private: bool,
    /// `must-revalidate` or `proxy-revalidate`.
    pub(super) must_revalidate: bool,
    pub(super) max_age: Option<Duration>,
    pub(super) s_maxage: Option<Duration>,
    pub(super) stale_while_revalidate: Option<Duration>,
    pub(super) stale_if_error: Option<Duration>,
}

impl CacheControl {
    pub(super) fn read(headers: &HeaderMap) -> Self {
        let mut control = CacheControl::default();
        for line in headers.get_all(CACHE_CONTROL) {
            let line = String::from_utf8_lossy(line.as_bytes());
            members(&line).for_each(|member| control.add(member));
        }
        control
    }

    fn add(&mut self, member: &str) {
        let (name, value) = match member.split_once('=') {
            Some((name, value)) => (name.trim_end(), value),
            None => (member, ""),
        };
        match name.to_ascii_lowercase().as_str() {
            "no-store" => self.no_store = true,
            "no-cache" => self.no_cache = true,
            "private" => self.private = true,
            "must-revalidate" | "proxy-revalidate" => self.must_revalidate = true,
            "max-age" => shorten(&mut self.max_age, value),
            "s-maxage" => shorten(&mut self.s_maxage, value),
            "stale-while-revalidate" => shorten(&mut self.stale_while_revalidate, value),
            "stale-if-error" => shorten(&mut self.stale_if_error, value),
            _ => {}
        }
    }
}

/// Delta-seconds (RFC 9111 §1.2.2): digits and nothing else; what overflows is 2^31.
pub(super) fn seconds(text: &str) -> Option<Duration> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = || text.parse().unwrap_or(MANY).min(MANY);
    digits.then(|| Duration::from_secs(seconds()))
}

fn shorten(limit: &mut Option<Duration>, value: &str) {
    let value = seconds(unquote(value)).unwrap_or(Duration::ZERO);
    *limit = Some(limit.map_or(value, |limit| limit.min(value)));
}

/// Both forms of a value are accepted, "regardless of its definition" (RFC 9111 §5.2).
fn unquote(value: &str) -> &str {
    let inside = value.strip_prefix('"');
    let inside = inside.and_then(|value| value.strip_suffix('"'));
    inside.unwrap_or(value)
}

/// The members of a list, split at commas outside of quoted strings. Where a quoted string does not
/// end, quotes are nothing special, so that a `no-store` behind one still counts.
fn members(line: &str) -> impl Iterator<Item = &str> {
    let mut whole = Quotes::default();
    line.chars().for_each(|character| whole.pass(character));
    let mut quotes = Quotes::default();
    line.split(move |character| {
        if !whole.open {
            quotes.pass(character);
        }
        character == ',' && !quotes.open
    })
    .map(str::trim)
}

/// Where in a list of RFC 9110 §5.6 a quoted string is open.
#[derive(Default)]
struct Quotes {
    open: bool,
    escaped: bool,
}

impl Quotes {
    fn pass(&mut self, character: char) {
        match character {
            _ if self.escaped => self.escaped = false,
            '\\' if self.open => self.escaped = true,
            '"' => self.open = !self.open,
            _ => {}
        }
    }
}

const MANY: u64 = 1 << 31;

//! How a presented redirection URI misses a registered one, in words for its developer.

use crate::rules::redirect_uri::grammar::Parts;
use crate::rules::redirect_uri::loopback::Loopback;
use crate::rules::redirect_uri::uri::RedirectUri;
use crate::rules::refusal::refusals;

refusals! {
    /// What a presented redirection URI differs in from the registered one that is nearest to it.
    ///
    /// The order is that of nearness. Comparison stays exact whatever this says: it is for
    /// explanations, never for a decision.
    Miss {
        /// A `/` at the end of one of the two.
        TrailingSlash => "redirect_uri.miss.trailing_slash", "it differs from a registered one in a slash at its end";
        /// Letter case alone.
        LetterCase => "redirect_uri.miss.letter_case", "it differs from a registered one in upper and lower case";
        /// The port, where the exception for loopback does not hold.
        Port => "redirect_uri.miss.port", "it differs from a registered one in its port, which is left out of the comparison for http on 127.0.0.1, [::1] and localhost alone";
        /// The scheme.
        Scheme => "redirect_uri.miss.scheme", "it differs from a registered one in its scheme";
        /// Another of the three loopback hosts: none of them stands for another.
        LoopbackHost => "redirect_uri.miss.loopback_host", "it names another loopback host than a registered one: 127.0.0.1, [::1] and localhost do not stand for each other";
        /// The query.
        Query => "redirect_uri.miss.query", "it differs from a registered one in its query";
        /// The same origin, another path.
        Path => "redirect_uri.miss.path", "it is on the origin of a registered one and differs in its path";
        /// Nothing near.
        Nothing => "redirect_uri.miss.nothing", "it is not like any of those that are registered";
    }
}

impl Miss {
    /// How `presented` misses the nearest of `registered`, and which that is. `None` where it
    /// matches one.
    pub fn nearest<'a>(
        presented: &str,
        registered: &'a [RedirectUri],
    ) -> Option<(Miss, Option<&'a RedirectUri>)> {
        if registered.iter().any(|uri| uri.matches(presented)) {
            return None;
        }
        let misses = registered
            .iter()
            .map(|uri| (Miss::between(presented, uri.as_str()), uri));
        let nearest = misses.min_by_key(|(miss, _)| Miss::ALL.iter().position(|kind| kind == miss));
        match nearest {
            Some((Miss::Nothing, _)) | None => Some((Miss::Nothing, None)),
            Some((miss, uri)) => Some((miss, Some(uri))),
        }
    }

    fn between(presented: &str, registered: &str) -> Miss {
        if presented.trim_end_matches('/') == registered.trim_end_matches('/') {
            return Miss::TrailingSlash;
        }
        if presented.eq_ignore_ascii_case(registered) {
            return Miss::LetterCase;
        }
        match (Parts::parse(presented), Parts::parse(registered)) {
            (Ok(one), Ok(two)) => {
                Miss::of_parts(&Origin::of(presented, &one), &Origin::of(registered, &two))
            }
            _ => Miss::Nothing,
        }
    }

    fn of_parts(one: &Origin<'_>, two: &Origin<'_>) -> Miss {
        let (host, rest) = (one.host == two.host, one.rest() == two.rest());
        let scheme = one.scheme == two.scheme;
        match (scheme, host, rest) {
            (true, true, true) => Miss::Port,
            (false, true, true) => Miss::Scheme,
            (true, false, true) if one.loopback && two.loopback => Miss::LoopbackHost,
            (true, true, false) if one.path == two.path => Miss::Query,
            (true, true, false) => Miss::Path,
            _ => Miss::Nothing,
        }
    }
}

/// A URI in the pieces that are told apart.
struct Origin<'a> {
    scheme: String,
    host: String,
    path: &'a str,
    query: Option<&'a str>,
    loopback: bool,
}

impl<'a> Origin<'a> {
    fn of(uri: &'a str, parts: &Parts<'a>) -> Self {
        let after = uri.split_once(':').map_or("", |(_, rest)| rest);
        let after = after.strip_prefix("//").map_or(after, |authority| {
            authority
                .find(['/', '?'])
                .map_or("", |end| &authority[end..])
        });
        let (path, query) = match after.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (after, None),
        };
        Origin {
            scheme: parts.scheme.to_ascii_lowercase(),
            host: parts.host.unwrap_or_default().to_ascii_lowercase(),
            path,
            query,
            loopback: Loopback::parse(uri).is_some(),
        }
    }

    fn rest(&self) -> (&str, Option<&str>) {
        (self.path, self.query)
    }
}

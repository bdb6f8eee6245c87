//! What decided a lifetime.

use std::fmt;

/// What decided how long an answer may be reused, before this server's bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Basis {
    /// `Cache-Control: no-store` (RFC 9111 §5.2.2.5).
    NoStore,
    /// `Cache-Control: private` (RFC 9111 §5.2.2.7).
    Private,
    /// `Vary: *` (RFC 9111 §4.1).
    VaryAny,
    /// `Cache-Control: no-cache` (RFC 9111 §5.2.2.4).
    NoCache,
    /// `Cache-Control: s-maxage` (RFC 9111 §5.2.2.10).
    SharedMaxAge,
    /// `Cache-Control: max-age` (RFC 9111 §5.2.2.1).
    MaxAge,
    /// `Expires`, counted from `Date` (RFC 9111 §5.3).
    Expires,
    /// Nothing: the server's own default.
    Default,
}

impl Basis {
    /// Every kind, for tables and tests.
    pub const ALL: &'static [Basis] = &[
        Basis::NoStore,
        Basis::Private,
        Basis::VaryAny,
        Basis::NoCache,
        Basis::SharedMaxAge,
        Basis::MaxAge,
        Basis::Expires,
        Basis::Default,
    ];

    /// The deciding rule's stable name.
    pub const fn rule(self) -> &'static str {
        match self {
            Basis::NoStore => "freshness.no_store",
            Basis::Private => "freshness.private",
            Basis::VaryAny => "freshness.vary_any",
            Basis::NoCache => "freshness.no_cache",
            Basis::SharedMaxAge => "freshness.s_maxage",
            Basis::MaxAge => "freshness.max_age",
            Basis::Expires => "freshness.expires",
            Basis::Default => "freshness.default",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Basis::NoStore => "no-store allows the running transaction only",
            Basis::Private => "private allows no cache that others share",
            Basis::VaryAny => "vary by anything matches no other request",
            Basis::NoCache => "no-cache wants the origin asked before each reuse",
            Basis::SharedMaxAge => "s-maxage, less the age, within this server's bounds",
            Basis::MaxAge => "max-age, less the age, within this server's bounds",
            Basis::Expires => "expires less date, less the age, within this server's bounds",
            Basis::Default => "nothing is stated, so that this server's default counts",
        })
    }
}

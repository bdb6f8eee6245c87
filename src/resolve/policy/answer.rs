//! What a policy answers.

use std::sync::Arc;

use crate::rules::consent::Shown;

/// The answer to [`Policy::admits`](crate::resolve::Policy::admits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Admission {
    /// Not ruled out by its text.
    Admitted,
    /// Admitted, and the operator trusts its host: such a host may be fetched from more often, and
    /// fill more of the cache, than others. Not without an end: whoever signs up there may have
    /// client_ids there (T10).
    Trusted,
    /// Admitted, and the operator named it: a quarter of all fetch slots is kept for such ids
    /// (T13), and rates do not hold for them (T10).
    Named,
    /// Refused by a rule about hosts or paths.
    Refused,
}

/// The answer to [`Policy::may_fetch`](crate::resolve::Policy::may_fetch).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MayFetch {
    /// Fetch.
    Allowed,
    /// Do not fetch, and let the inner service run with `PendingClient`: sign the user in first.
    Deferred,
    /// Refuse the client.
    Refused,
    /// The policy could not decide (a database is away): 503, and nothing is fetched.
    Unavailable,
}

/// The answer to [`Policy::may_use`](crate::resolve::Policy::may_use), from the mildest to the strictest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum MayUse {
    /// Use it.
    Allowed,
    /// Use it as a client that the operator has not yet made up his mind about.
    ///
    /// Its users are asked each time ([`ConsentView::may_skip`](crate::rules::consent::ConsentView::may_skip)
    /// is never true), and it reaches only handlers of which the host says that they
    /// [handle quarantine](crate::CimdLayer::handles_quarantine). What else such a client goes
    /// without, a refresh token or the wider scopes, is for those handlers to say.
    Quarantined,
    /// Refuse it, for what its document says.
    Unsuited(Restriction),
    /// Refuse it.
    Refused,
}

/// What of a client's document a policy does not accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Restriction {
    /// A redirection URI is on another origin than the client_id.
    RedirectOrigin,
    /// A redirection URI is not on `https`.
    RedirectScheme,
    /// A redirection URI is on the user's own machine.
    RedirectLoopback,
    /// The client may use another token endpoint authentication method than those demanded.
    AuthMethod,
}

impl Restriction {
    /// Every restriction.
    pub const ALL: [Restriction; 4] = [
        Restriction::RedirectOrigin,
        Restriction::RedirectScheme,
        Restriction::RedirectLoopback,
        Restriction::AuthMethod,
    ];

    /// The stable name of its refusal.
    pub const fn rule(self) -> &'static str {
        match self {
            Restriction::RedirectOrigin => "policy.redirect_origin",
            Restriction::RedirectScheme => "policy.redirect_scheme",
            Restriction::RedirectLoopback => "policy.redirect_loopback",
            Restriction::AuthMethod => "policy.auth_method",
        }
    }
}

/// The answer to [`Policy::presentation`](crate::resolve::Policy::presentation): how the operator wants
/// a client shown. The default leaves it to the client and the consent page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presentation {
    /// The name that the operator gives the client.
    pub name: Option<Arc<str>>,
    /// Whether its logo is shown.
    pub logo: Option<bool>,
}

impl Presentation {
    /// The same, for a consent page.
    pub fn shown(&self) -> Shown<'_> {
        Shown {
            name: self.name.as_deref(),
            logo: self.logo,
        }
    }
}

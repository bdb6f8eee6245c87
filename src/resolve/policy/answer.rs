//! What a policy answers.

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
    /// Refuse it.
    Refused,
}

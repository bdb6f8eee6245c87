//! Which client_ids are admitted.

use std::collections::HashSet;

use crate::resolve::patterns::pattern::{Pattern, PatternError};
use crate::resolve::policy::{Admission, Policy};
use crate::rules::client_id::ClientId;

/// Admits client_ids by host and path, and names exact ones.
///
/// A pattern is a host, with an optional port and an optional path:
///
/// | pattern | admits |
/// |---|---|
/// | `example.com` | every client_id on that host, in any letter case, on port 443 |
/// | `*.example.com` | every client_id on a host below it, however deep, but not on `example.com` itself |
/// | `site:example.com` | every client_id on `example.com` and on the hosts below it, as far as they are of one [registrable domain](crate::resolve::rulebook#registrable-domains) |
/// | `example.com:8443` | every client_id on that port; without one, a pattern means port 443 |
/// | `example.com/oauth` | `/oauth` and all that is below it by whole segments: `/oauth/a`, never `/oauthx` |
/// | `example.com/oauth/` | all that is below `/oauth/`, and not `/oauth` itself |
///
/// Host wildcards and ports mean what they mean in a Content Security Policy (CSP 3 §6.7.2). Paths
/// are compared as they are spelled, as client_ids are: `/%6Fauth` is not `/oauth`.
///
/// ```
/// use tower_cimd::ClientId;
/// use tower_cimd::resolve::patterns::AllowedClients;
///
/// let policy = AllowedClients::matching(["chatgpt.com/oauth", "*.example.com"])?
///     .named(ClientId::parse("https://claude.ai/oauth/mcp-oauth-client-metadata")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct AllowedClients {
    /// `None` admits every host.
    patterns: Option<Vec<Pattern>>,
    named: HashSet<ClientId>,
}

impl AllowedClients {
    /// Admits every valid Client Identifier URL. The default of a resolver.
    pub fn any() -> Self {
        AllowedClients {
            patterns: None,
            named: HashSet::new(),
        }
    }

    /// Admits what one of `patterns` matches, and [trusts](Admission::Trusted) the hosts that are
    /// written out: below a wildcard or a registrable domain there may be as many hosts as somebody likes.
    ///
    /// # Errors
    ///
    /// [`PatternError`] for the first that is no pattern.
    pub fn matching<P: AsRef<str>>(
        patterns: impl IntoIterator<Item = P>,
    ) -> Result<Self, PatternError> {
        let patterns = patterns.into_iter().map(|pattern| pattern.as_ref().parse());
        Ok(AllowedClients {
            patterns: Some(patterns.collect::<Result<_, _>>()?),
            named: HashSet::new(),
        })
    }

    /// Admits nothing but what is [`named`](AllowedClients::named).
    pub fn only_named() -> Self {
        AllowedClients {
            patterns: Some(Vec::new()),
            named: HashSet::new(),
        }
    }

    /// Admits exactly `client_id` too, and names it: a quarter of all fetch slots is kept for named
    /// ids, so that strangers who keep every other slot busy do not keep these out (T13), and no
    /// rate holds for them (T10).
    pub fn named(mut self, client_id: ClientId) -> Self {
        self.named.insert(client_id);
        self
    }
}

impl Default for AllowedClients {
    fn default() -> Self {
        AllowedClients::any()
    }
}

impl Policy for AllowedClients {
    fn admits(&self, client_id: &ClientId) -> Admission {
        if self.named.contains(client_id) {
            return Admission::Named;
        }
        let Some(patterns) = &self.patterns else {
            return Admission::Admitted;
        };
        let matching = patterns.iter().filter(|one| one.matches(client_id));
        match matching.map(Pattern::names_host).max() {
            None => Admission::Refused,
            Some(false) => Admission::Admitted,
            Some(true) => Admission::Trusted,
        }
    }
}

//! The built-in policies.
//!
//! 1. [`AllowedClients`] judges the client_id by its host and path, [`any`](AllowedClients::any)
//!    https host being the default of a resolver.
//! 2. [`SameOriginRedirects`] judges the client by where its redirection URIs lead.
//!
//! They compose: `(AllowedClients::matching(["*.example.com"])?, SameOriginRedirects)` is a policy.

use std::collections::HashSet;
use std::str::FromStr;

use url::Url;

use crate::resolve::policy::{Admission, MayUse, Policy};
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;

/// Admits client_ids by host and path, and names exact ones.
///
/// A pattern is a host, with an optional port and an optional path:
///
/// | pattern | admits |
/// |---|---|
/// | `example.com` | every client_id on that host, in any letter case, on port 443 |
/// | `*.example.com` | every client_id on a host below it, however deep, but not on `example.com` itself |
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

    /// Admits what one of `patterns` matches.
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
    /// ids, so that strangers who keep every other slot busy do not keep these out (T13).
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
        match &self.patterns {
            None => Admission::Admitted,
            Some(patterns) if patterns.iter().any(|one| one.matches(client_id)) => {
                Admission::Admitted
            }
            Some(_) => Admission::Refused,
        }
    }
}

/// Lets a client be used only if every redirection URI of it is on the origin of its client_id.
///
/// That keeps out native applications, whose redirection URIs are on the loopback interface or in a
/// private-use scheme, and any client whose document names another site's callback.
#[derive(Clone, Copy, Debug, Default)]
pub struct SameOriginRedirects;

impl Policy for SameOriginRedirects {
    fn may_use(&self, client: &Client) -> MayUse {
        let Ok(home) = Url::parse(client.client_id().as_str()) else {
            return MayUse::Refused;
        };
        let is_home = |uri: &str| Url::parse(uri).is_ok_and(|uri| uri.origin() == home.origin());
        match client
            .redirect_uris()
            .iter()
            .all(|uri| is_home(uri.as_str()))
        {
            true => MayUse::Allowed,
            false => MayUse::Refused,
        }
    }
}

/// Why a text is no pattern of [`AllowedClients`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// The host is empty, is no dotted ASCII name, or stands behind a scheme or user name.
    #[error("a pattern starts with a dotted ASCII host name, without a scheme")]
    Host,
    /// A `*` stands elsewhere than as the whole first label, or before fewer than two labels.
    #[error("a wildcard is the whole first label, before at least two others")]
    Wildcard,
    /// The port is no number from 1 to 65535.
    #[error("the port of a pattern is a number from 1 to 65535")]
    Port,
    /// The path has an empty or a dot segment, or a character that no path of a URL has.
    #[error("the path of a pattern consists of whole segments, without a query or a wildcard")]
    Path,
}

impl PatternError {
    /// Every kind, for tables and tests.
    pub const ALL: [PatternError; 4] = [
        PatternError::Host,
        PatternError::Wildcard,
        PatternError::Port,
        PatternError::Path,
    ];

    /// The kind's stable name.
    pub const fn rule(self) -> &'static str {
        match self {
            PatternError::Host => "pattern.host",
            PatternError::Wildcard => "pattern.wildcard",
            PatternError::Port => "pattern.port",
            PatternError::Path => "pattern.path",
        }
    }
}

#[derive(Clone, Debug)]
struct Pattern {
    host: HostPattern,
    port: u16,
    /// Empty, or starts with `/`.
    path: String,
}

#[derive(Clone, Debug)]
enum HostPattern {
    /// Lower case.
    Exactly(String),
    /// Lower case, with the leading dot.
    Below(String),
}

impl Pattern {
    fn matches(&self, client_id: &ClientId) -> bool {
        self.host.matches(&client_id.host_lowercase())
            && self.port == client_id.port().unwrap_or(HTTPS)
            && self.matches_path(client_id.path())
    }

    fn matches_path(&self, path: &str) -> bool {
        let Some(rest) = path.strip_prefix(self.path.as_str()) else {
            return false;
        };
        rest.is_empty() || rest.starts_with('/') || self.path.ends_with('/')
    }
}

impl HostPattern {
    fn matches(&self, host: &str) -> bool {
        match self {
            HostPattern::Exactly(name) => host == name,
            HostPattern::Below(suffix) => host.len() > suffix.len() && host.ends_with(suffix),
        }
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let (authority, path) = match text.find('/') {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, parse_port(port)?),
            None => (authority, HTTPS),
        };
        Ok(Pattern {
            host: host.parse()?,
            port,
            path: parse_path(path)?,
        })
    }
}

impl FromStr for HostPattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let Some(base) = text.strip_prefix('*') else {
            return match text.contains('*') {
                true => Err(PatternError::Wildcard),
                false => Ok(HostPattern::Exactly(parse_name(text)?)),
            };
        };
        match base.strip_prefix('.') {
            Some(name) if !name.contains('*') && name.contains('.') => {
                Ok(HostPattern::Below(format!(".{}", parse_name(name)?)))
            }
            _ => Err(PatternError::Wildcard),
        }
    }
}

/// A dotted name in lower case. Whether it is special-use is for the rules on client_ids to say.
fn parse_name(text: &str) -> Result<String, PatternError> {
    let is_label = |label: &str| {
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        !label.is_empty() && label.bytes().all(legal)
    };
    match text.contains('.') && text.split('.').all(is_label) {
        true => Ok(text.to_ascii_lowercase()),
        false => Err(PatternError::Host),
    }
}

fn parse_port(text: &str) -> Result<u16, PatternError> {
    match text.parse() {
        Ok(port) if port > 0 && !text.starts_with('+') => Ok(port),
        _ => Err(PatternError::Port),
    }
}

/// The path of a pattern, which is empty or starts with a slash.
fn parse_path(text: &str) -> Result<String, PatternError> {
    let Some(segments) = text.strip_prefix('/') else {
        return Ok(String::new());
    };
    let below = segments.strip_suffix('/').unwrap_or(segments);
    let is_segment = |segment: &str| {
        // RFC 3986 §3.3; the sub-delimiter `*` would look like a wildcard and be none.
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()+,;=:@%".contains(&byte);
        !matches!(segment, "" | "." | "..") && segment.bytes().all(legal)
    };
    match segments.is_empty() || below.split('/').all(is_segment) {
        true => Ok(text.to_owned()),
        false => Err(PatternError::Path),
    }
}

/// The port of a client_id that names none (RFC 9110 §4.2.2).
const HTTPS: u16 = 443;

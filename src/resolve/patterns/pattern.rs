//! One pattern: how it is read and what it matches.

use std::str::FromStr;

use crate::rules::client_id::ClientId;
use crate::rules::site;

/// A host, a port and the beginning of a path.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    host: HostPattern,
    /// As it was written.
    port: Option<u16>,
    /// Empty, or starts with `/`.
    path: String,
}

#[derive(Clone, Debug)]
enum HostPattern {
    /// Lower case.
    Exactly(String),
    /// Lower case, with the leading dot.
    Below(String),
    /// Lower case: a registrable domain, and all hosts of it.
    Site(String),
}

/// Which hosts a pattern is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    Host,
    Below,
    Site,
}

impl Pattern {
    pub(crate) fn matches(&self, client_id: &ClientId) -> bool {
        self.host.matches(&client_id.host_lowercase())
            && self.port.unwrap_or(HTTPS) == client_id.port().unwrap_or(HTTPS)
            && self.matches_path(client_id.path())
    }

    /// Whether it is about one host, and not about all that somebody may put below a name.
    pub(crate) fn names_host(&self) -> bool {
        self.reach() == Reach::Host
    }

    pub(crate) fn reach(&self) -> Reach {
        match self.host {
            HostPattern::Exactly(_) => Reach::Host,
            HostPattern::Below(_) => Reach::Below,
            HostPattern::Site(_) => Reach::Site,
        }
    }

    /// The host in lower case, the name below which it is, or its registrable domain.
    pub(crate) fn name(&self) -> &str {
        match &self.host {
            HostPattern::Exactly(name) | HostPattern::Site(name) => name,
            HostPattern::Below(suffix) => suffix.strip_prefix('.').unwrap_or(suffix),
        }
    }

    /// The port, where one is written.
    pub(crate) fn port(&self) -> Option<u16> {
        self.port
    }

    /// The path, empty or with a slash at its beginning.
    pub(crate) fn path(&self) -> &str {
        &self.path
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
            HostPattern::Site(domain) => site::of(host) == Some(domain),
        }
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let (is_site, text) = match text.strip_prefix(SITE) {
            Some(text) => (true, text),
            None => (false, text),
        };
        let (authority, path) = match text.find('/') {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(parse_port(port)?)),
            None => (authority, None),
        };
        Ok(Pattern {
            host: match is_site {
                true => HostPattern::Site(parse_site(host)?),
                false => host.parse()?,
            },
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
    match text.contains('.') {
        true => parse_labels(text),
        false => Err(PatternError::Host),
    }
}

fn parse_labels(text: &str) -> Result<String, PatternError> {
    let is_label = |label: &str| {
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        !label.is_empty() && label.bytes().all(legal)
    };
    match text.split('.').all(is_label) {
        true => Ok(text.to_ascii_lowercase()),
        false => Err(PatternError::Host),
    }
}

/// A registrable domain in lower case.
fn parse_site(text: &str) -> Result<String, PatternError> {
    if !site::COMPILED {
        return Err(PatternError::SiteUnsupported);
    }
    let name = parse_labels(text)?;
    match site::of(&name) {
        Some(domain) if domain == name => Ok(name),
        Some(_) => Err(PatternError::SiteBelow),
        None => Err(PatternError::PublicSuffix),
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

/// Why a text is no pattern of [`AllowedClients`](crate::resolve::patterns::AllowedClients).
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
    /// What stands behind `site:` is a public suffix, below which anybody may register a name.
    #[error("a public suffix has no owner: site: takes a registrable domain, one label more")]
    PublicSuffix,
    /// What stands behind `site:` is a host below a registrable domain.
    #[error("site: takes a registrable domain, and no name below one")]
    SiteBelow,
    /// `site:` needs the Public Suffix List, and the feature `public-suffix` is off.
    #[error("site: needs the feature public-suffix, which was not compiled in")]
    SiteUnsupported,
}

impl PatternError {
    /// Every kind, for tables and tests.
    pub const ALL: [PatternError; 7] = [
        PatternError::Host,
        PatternError::Wildcard,
        PatternError::Port,
        PatternError::Path,
        PatternError::PublicSuffix,
        PatternError::SiteBelow,
        PatternError::SiteUnsupported,
    ];

    /// The kind's stable name.
    pub const fn rule(self) -> &'static str {
        match self {
            PatternError::Host => "pattern.host",
            PatternError::Wildcard => "pattern.wildcard",
            PatternError::Port => "pattern.port",
            PatternError::Path => "pattern.path",
            PatternError::PublicSuffix => "pattern.public_suffix",
            PatternError::SiteBelow => "pattern.site_below",
            PatternError::SiteUnsupported => "pattern.site_unsupported",
        }
    }
}

/// What stands before a registrable domain. No host has a name of one label, so that it is no port's.
const SITE: &str = "site:";
/// The port of a client_id that names none (RFC 9110 §4.2.2).
pub(crate) const HTTPS: u16 = 443;

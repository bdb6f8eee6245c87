//! Comparison, and its one exception: the port of an `http` loopback URI.

use crate::rules::redirect_uri::grammar::is_port;

/// Whether a presented redirection URI is the registered one.
///
/// It is where both are the same string. The port of an `http` URI on exactly `127.0.0.1`, `[::1]`
/// or `localhost` is left out of the comparison, whatever `application_type` says, because a native
/// client learns its port from the operating system (RFC 8252 §7.3); one of the three never stands
/// for another, and a presented port is absent or a number from 1 to 65535 in plain decimal.
///
/// [`RedirectUri::matches`](super::RedirectUri::matches) is this function. It stands alone for
/// servers that compare their own registered clients' URIs by the same rule.
///
/// ```
/// use tower_cimd::rules::redirect_uri::matches;
///
/// assert!(matches("http://127.0.0.1/callback", "http://127.0.0.1:49152/callback"));
/// assert!(!matches("http://127.0.0.1/callback", "http://localhost:49152/callback"));
/// assert!(!matches("https://app.example.com/cb", "https://app.example.com:443/cb"));
/// ```
pub fn matches(registered: &str, presented: &str) -> bool {
    if registered == presented {
        // An empty parameter is an absent one (RFC 6749 §3.1).
        return !presented.is_empty();
    }
    match (Loopback::parse(registered), Loopback::parse(presented)) {
        (Some(registered), Some(presented)) => registered == presented,
        _ => false,
    }
}

/// An `http` URI on a loopback host, without its port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Loopback<'a> {
    host: &'static str,
    /// Path and query.
    rest: &'a str,
}

impl<'a> Loopback<'a> {
    pub(super) fn parse(uri: &'a str) -> Option<Self> {
        let authority = uri.strip_prefix("http://")?;
        HOSTS
            .iter()
            .find_map(|&host| Some((host, authority.strip_prefix(host)?)))
            .and_then(|(host, rest)| {
                let rest = without_port(rest)?;
                Some(Loopback { host, rest })
            })
    }
}

/// What follows the port; `None` where the host does not end here, or the port is none.
fn without_port(text: &str) -> Option<&str> {
    let end = text.find(['/', '?']).unwrap_or(text.len());
    let (port, rest) = text.split_at(end);
    let absent = port.is_empty();
    (absent || port.strip_prefix(':').is_some_and(is_port)).then_some(rest)
}

/// Threat T16: exactly these. Not `127.0.0.2`, not `LOCALHOST`, not `localhost.`, not `127.1`.
const HOSTS: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];

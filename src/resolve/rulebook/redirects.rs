//! Where a rule lets answers go.

use serde::Deserialize;
use url::{Host, Url};

use crate::resolve::patterns::redirects_home;
use crate::resolve::policy::Restriction;
use crate::rules::client::Client;
use crate::rules::redirect_uri::RedirectUri;

/// A restriction on all redirection URIs of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "config", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Redirects {
    /// On the origin of the client_id, and nowhere else.
    SameOrigin,
    /// On `https`: neither plain http on loopback nor a private-use scheme.
    HttpsOnly,
    /// Not on the user's own machine, by name or address, whatever the scheme.
    NoLoopback,
}

impl Redirects {
    /// What of the client's document this does not accept.
    pub(super) fn objection(self, client: &Client) -> Option<Restriction> {
        let mut uris = client.redirect_uris().iter();
        let is_https = |uri: &RedirectUri| uri.scheme().eq_ignore_ascii_case("https");
        let (holds, restriction) = match self {
            Redirects::SameOrigin => (redirects_home(client), Restriction::RedirectOrigin),
            Redirects::HttpsOnly => (uris.all(is_https), Restriction::RedirectScheme),
            Redirects::NoLoopback => (!uris.any(is_loopback), Restriction::RedirectLoopback),
        };
        (!holds).then_some(restriction)
    }
}

/// As a browser reads it, for it is a browser that goes there: `https://127.1` is loopback, too.
fn is_loopback(uri: &RedirectUri) -> bool {
    let url = Url::parse(uri.as_str()).ok();
    uri.is_loopback()
        || match url.as_ref().and_then(Url::host) {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => {
                let mapped = address.to_ipv4_mapped();
                address.is_loopback() || mapped.is_some_and(|address| address.is_loopback())
            }
            Some(Host::Domain(name)) => is_localhost(name),
            None => false,
        }
}

/// RFC 6761 §6.3: the name, and all below it.
fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let last = name.rsplit('.').next().unwrap_or(name);
    last.eq_ignore_ascii_case("localhost")
}

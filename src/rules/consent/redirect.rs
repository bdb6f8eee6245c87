//! Where the answer goes.

use std::net::IpAddr;

use url::Host;

use crate::rules::consent::host::HostView;
use crate::rules::redirect_uri::RedirectUri;

/// Where the answer goes, as a page should show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectView {
    uri: RedirectUri,
    landing: Landing,
    host: Option<HostView>,
    leaves_client: bool,
}

/// Who receives an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Landing {
    /// A website: whoever holds the host's name and certificate.
    Website,
    /// The person's own device, where any program may listen (T16).
    Loopback,
    /// An app that has claimed the scheme, as any may (RFC 8252 §8.4, T16).
    PrivateUse,
}

impl RedirectView {
    pub(super) fn new(uri: &RedirectUri, client: &HostView) -> Self {
        let landing = Landing::of(uri);
        let host = match landing {
            Landing::Website | Landing::Loopback => uri.host().map(HostView::new),
            Landing::PrivateUse => None,
        };
        let leaves_client = landing == Landing::Website && host.as_ref() != Some(client);
        RedirectView {
            uri: uri.clone(),
            landing,
            host,
            leaves_client,
        }
    }

    /// The registered redirection URI.
    pub fn uri(&self) -> &RedirectUri {
        &self.uri
    }

    /// Who receives the answer.
    pub fn landing(&self) -> Landing {
        self.landing
    }

    /// The host, which a page must show (MCP 2026-07-28, Security Considerations). `None` for a
    /// private-use scheme: show [`RedirectUri::scheme`] instead.
    pub fn host(&self) -> Option<&HostView> {
        self.host.as_ref()
    }

    /// Whether it is a website on another host than the client's.
    pub fn leaves_client(&self) -> bool {
        self.leaves_client
    }
}

impl Landing {
    /// A browser takes `https://127.1` for the same machine as `http://127.0.0.1`, so that more
    /// counts as loopback here than has the freedom of ports.
    fn of(uri: &RedirectUri) -> Self {
        if uri.is_private_use() {
            return Landing::PrivateUse;
        }
        let host = uri.host().map(Host::parse);
        match host {
            Some(Ok(host)) if !is_loopback(&host) => Landing::Website,
            _ => Landing::Loopback,
        }
    }
}

/// Whether any program may receive what is sent to a redirection URI (T16).
pub(crate) fn is_for_anybody(uri: &RedirectUri) -> bool {
    Landing::of(uri) != Landing::Website
}

fn is_loopback(host: &Host) -> bool {
    let address = match host {
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            return name == "localhost" || name.ends_with(".localhost");
        }
        Host::Ipv4(address) => IpAddr::V4(*address),
        Host::Ipv6(address) => IpAddr::V6(*address).to_canonical(),
    };
    address.is_loopback() || address.is_unspecified()
}

//! The URL that will be dialled.

use std::net::SocketAddr;

use url::{Host, Position, Url};

use crate::resolve::fetch::FetchError;

/// An `https` URL with a name for a host, which its parser did not have to mend.
///
/// The parser that judges is the parser that dials (reqwest's), so there is no difference for an
/// attacker to find between the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    url: Url,
}

impl Target {
    /// # Errors
    ///
    /// [`FetchError::AddressRefused`] for a URL that names no host which may be fetched from, or that
    /// would not be requested as it is written.
    pub(crate) fn parse(written: &str) -> Result<Self, FetchError> {
        let url = Url::parse(written).map_err(|_| FetchError::AddressRefused)?;
        let fetchable = url.scheme() == "https"
            && matches!(url.host(), Some(Host::Domain(_)))
            && url.username().is_empty()
            && url.password().is_none()
            && url.fragment().is_none()
            && is_unmended(&url, written);
        fetchable
            .then_some(Target { url })
            .ok_or(FetchError::AddressRefused)
    }

    /// The host name, in lower case.
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The value of `Host`: the name, and the port unless it is 443.
    pub(crate) fn authority(&self) -> &str {
        &self.url[Position::BeforeHost..Position::AfterPort]
    }

    /// The port of the URL, 443 where it names none.
    pub(crate) fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or_default()
    }

    pub(crate) fn into_url(self) -> Url {
        self.url
    }

    /// The URL with the port of `socket`, which stands in for the publisher's. A port in the URL would
    /// win over the one that a resolver answers.
    pub(crate) fn at(mut self, socket: SocketAddr) -> Url {
        // Fails only for URLs without a host.
        let _ = self.url.set_port(Some(socket.port()));
        self.url
    }
}

/// Whether the parser changed nothing but the case of scheme and host and a `:443`.
///
/// `url` drops dot segments, tabs and empty user information, turns `\` into `/` and `0x7f.1` into an
/// address. It never changes the case of a path, so comparing without case loses nothing.
fn is_unmended(url: &Url, written: &str) -> bool {
    let with_port = format!(
        "{}:443{}",
        &url[..Position::AfterHost],
        &url[Position::AfterPort..]
    );
    written.eq_ignore_ascii_case(url.as_str()) || written.eq_ignore_ascii_case(&with_port)
}

//! The client identifier URL held against what the fetcher would dial.

use url::{Host, ParseError, Url};

use crate::rules::client_id::error::ClientIdError;
use crate::rules::client_id::port;
use crate::rules::uri::Parts;

/// Requires that the parser of the fetcher reads `text` as it is written.
///
/// The guard of the guard: whatever the two readings may one day differ in, a host that was not
/// judged is not dialled, and a path that is not the client's identity is not fetched.
pub(super) fn agree(text: &str, written: &Parts<'_>) -> Result<(), ClientIdError> {
    let url = Url::parse(text).map_err(|error| match error {
        ParseError::IdnaError => ClientIdError::HostIdna,
        _ => ClientIdError::Disagreement,
    })?;
    let agrees = has_same_authority(&url, written)
        && url.path() == written.path
        && url.query() == written.query
        && url.fragment().is_none();
    if agrees {
        Ok(())
    } else {
        Err(ClientIdError::Disagreement)
    }
}

fn has_same_authority(url: &Url, written: &Parts<'_>) -> bool {
    let (host, port) = written.host_and_port();
    let Some(Host::Domain(domain)) = url.host() else {
        return false;
    };
    domain.eq_ignore_ascii_case(host)
        && url.port_or_known_default() == port.map_or(Some(HTTPS), port::read)
        && url.username().is_empty()
        && url.password().is_none()
}

const HTTPS: u16 = 443;

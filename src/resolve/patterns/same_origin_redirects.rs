//! Where redirection URIs may lead.

use url::Url;

use crate::resolve::policy::{MayUse, Policy};
use crate::rules::client::Client;

/// Lets a client be used only if every redirection URI of it is on the origin of its client_id.
///
/// That keeps out native applications, whose redirection URIs are on the loopback interface or in a
/// private-use scheme, and any client whose document names another site's callback.
#[derive(Clone, Copy, Debug, Default)]
pub struct SameOriginRedirects;

impl Policy for SameOriginRedirects {
    fn may_use(&self, client: &Client) -> MayUse {
        match redirects_home(client) {
            true => MayUse::Allowed,
            false => MayUse::Refused,
        }
    }
}

/// Whether every redirection URI is on the origin of the client_id.
pub(crate) fn redirects_home(client: &Client) -> bool {
    let Ok(home) = Url::parse(client.client_id().as_str()) else {
        return false;
    };
    let is_home = |uri: &str| Url::parse(uri).is_ok_and(|uri| uri.origin() == home.origin());
    let mut uris = client.redirect_uris().iter();
    uris.all(|uri| is_home(uri.as_str()))
}

//! A client as a row.

use std::time::SystemTime;

use crate::rules::auth_method::AuthMethod;
use crate::rules::client::Client;
use crate::rules::redirect_uri::RedirectUri;

/// A client as a row of the host's table.
///
/// Only [`client_id`](Self::client_id) and [`snapshot`](Self::snapshot) are needed for the way back;
/// the rest is for the host's own pages and joins. No request is judged by it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MaterialisedClient {
    /// The Client Identifier URL: at most 2,048 bytes of ASCII by default, to be compared byte for
    /// byte.
    pub client_id: String,
    /// What [`Client::to_snapshot`] gives: ASCII of at most
    /// [`max_bytes`](crate::rules::snapshot::max_bytes).
    pub snapshot: String,
    /// What the client calls itself: a stranger's words, to be escaped where shown.
    pub client_name: Option<String>,
    /// The registered redirection URIs.
    pub redirect_uris: Vec<String>,
    /// The authentication method that the client uses here.
    pub token_endpoint_auth_method: AuthMethod,
    /// SHA-256 of the document.
    pub digest: [u8; 32],
    /// When the publisher gave the document or confirmed it.
    pub fetched_at: SystemTime,
}

impl MaterialisedClient {
    /// The row of `client`.
    pub fn of(client: &Client) -> Self {
        let uris = client.redirect_uris().iter();
        MaterialisedClient {
            client_id: client.client_id().as_str().to_owned(),
            snapshot: client.to_snapshot(),
            client_name: client.client_name().map(str::to_owned),
            redirect_uris: uris.map(RedirectUri::as_str).map(str::to_owned).collect(),
            token_endpoint_auth_method: client.token_endpoint_auth_method(),
            digest: *client.digest(),
            fetched_at: client.fetched_at(),
        }
    }
}

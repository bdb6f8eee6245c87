//! What came of a client_id.

use crate::rules::client::Client;
use crate::rules::client_id::ClientId;

/// What came of a client_id.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Resolution {
    /// A validated client that may be used.
    Client(Client),
    /// A validated client that may be used
    /// [under quarantine](crate::resolve::MayUse::Quarantined).
    Quarantined(Client),
    /// The host knew the id before: pass on untouched.
    Registered,
    /// Not fetched, because the policy deferred it or the request may not cause a fetch.
    Pending(ClientId),
}

impl From<Client> for Resolution {
    fn from(client: Client) -> Self {
        match client.is_quarantined() {
            true => Resolution::Quarantined(client),
            false => Resolution::Client(client),
        }
    }
}

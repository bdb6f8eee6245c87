//! Clients that the operator's policy has in quarantine.

use http::Extensions;

use crate::rules::client::Client;

/// That the client of the request is in quarantine
/// ([`MayUse::Quarantined`](crate::resolve::MayUse::Quarantined)).
///
/// Stands in the extensions beside the client, below a layer of which the host has said that its
/// handlers [handle quarantine](crate::CimdLayer::handles_quarantine). Below any other layer such a
/// client does not reach the handler: every extractor refuses (T15). With axum, extract it as
/// `Option<Quarantine>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quarantine;

/// A client in quarantine, below a layer whose handlers do not handle it.
#[derive(Clone, Debug)]
pub(crate) struct Confined(pub(crate) Client);

/// Hands the client back where the handlers may have it, and leaves it where they cannot have it
/// otherwise.
pub(crate) fn confine(
    client: Client,
    handled: bool,
    extensions: &mut Extensions,
) -> Option<Client> {
    if client.is_quarantined() && !handled {
        extensions.insert(Confined(client));
        return None;
    }
    if client.is_quarantined() {
        extensions.insert(Quarantine);
    }
    Some(client)
}

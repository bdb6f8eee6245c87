//! What comes from under the seal.

use crate::rules::binding::InUse;
use crate::rules::change::ChangeKinds;
use crate::rules::client::Client;
use crate::rules::parameters::Parameters;

/// A request that its user may now allow, with the client as it is now.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Transaction {
    /// The client, which the user was shown as it is in all that matters.
    pub client: Client,
    /// The parameters of the authorization request.
    pub parameters: Parameters,
}

impl Transaction {
    /// The redirection URI of the request, as it was presented: one that the client registers now.
    /// `None` where the request named none.
    pub fn redirect_uri(&self) -> Option<&str> {
        self.parameters.get("redirect_uri")
    }

    /// What to store beside the code: the [binding](crate::rules::binding) of the client, with the
    /// redirection URI in use.
    pub fn binding(&self) -> String {
        binding(&self.client, &self.parameters)
    }
}

/// A request that its user has to be shown once more, since the client differs from the one that
/// he was shown.
///
/// It has what a consent page needs, and is no [`Transaction`]: nothing is issued for it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AskAgain {
    /// The client as it is now.
    pub client: Client,
    /// The parameters of the authorization request.
    pub parameters: Parameters,
    /// How it may differ; none where the two cannot be compared, because nodes of different versions
    /// of this crate serve the request.
    pub kinds: ChangeKinds,
}

pub(super) fn binding(client: &Client, parameters: &Parameters) -> String {
    client.binding_with(&match parameters.get("redirect_uri") {
        Some(presented) => InUse::default().redirect_uri(presented),
        None => InUse::default(),
    })
}

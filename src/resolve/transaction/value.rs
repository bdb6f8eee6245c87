//! What comes from under the seal.

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
    pub(super) redirect_uri: Option<String>,
    pub(super) binding: String,
}

impl Transaction {
    /// Where the answer goes: the redirection URI of the request as it was presented, or the only one of
    /// the client where it was left out. The client registers it now. `None` where neither is there.
    pub fn redirect_uri(&self) -> Option<&str> {
        self.redirect_uri.as_deref()
    }

    /// What to store beside the code: the [binding](crate::rules::binding) of the client, with the
    /// redirection URI in use, and the method and key of a
    /// [pushed](crate::resolve::Transactions::seal_pushed) request.
    pub fn binding(&self) -> &str {
        &self.binding
    }
}

/// A request that its user has to be shown once more, since the client differs from the one that
/// he was shown.
///
/// It has what a consent page needs, and is no [`Transaction`]: nothing is issued for it. For the form of
/// that page, [seal it again](crate::resolve::Transactions::seal_again).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AskAgain {
    /// The client as it is now.
    pub client: Client,
    /// The parameters of the authorization request.
    pub parameters: Parameters,
    /// How it may differ.
    pub kinds: ChangeKinds,
    pub(super) binding: String,
}

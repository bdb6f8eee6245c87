//! Who presents a code or a token.

use tower_cimd::CimdClient;
use tower_cimd::layer::Binder;
use tower_cimd::rules::access_token::Assurance;
use tower_cimd::rules::authenticated::Authenticated;

use crate::store::grant::Asked;

/// The client of this request, how it has authenticated, and what is stored beside what it gets.
pub(crate) struct Presenter {
    pub(crate) client: CimdClient,
    pub(crate) authenticated: Option<Authenticated>,
    pub(crate) binder: Binder,
}

impl Presenter {
    pub(crate) fn owns(&self, asked: &Asked) -> bool {
        asked.client_id == self.client.client_id().as_str()
    }

    /// How well the client is known: a host alone is what it says of itself (T5).
    pub(crate) fn assurance(&self, asked: &Asked) -> Assurance {
        Assurance::of(self.authenticated.as_ref(), Some(&asked.redirect_uri))
    }
}

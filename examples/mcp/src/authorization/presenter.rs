//! Who presents a code or a token, and whether it is still the client that got it.

use tower_cimd::CimdClient;
use tower_cimd::rules::access_token::Assurance;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::change::{ChangePolicy, Consequence};

use crate::store::grant::Asked;

/// The client of this request, and how it has authenticated.
pub(crate) struct Presenter {
    pub(crate) client: CimdClient,
    pub(crate) authenticated: Option<Authenticated>,
}

impl Presenter {
    pub(crate) fn owns(&self, asked: &Asked) -> bool {
        asked.client_id == self.client.client_id().as_str()
    }

    /// Whether what was issued under `binding` may still be used: the client proves no less than it did,
    /// and its redirection URI is still its own (T15).
    pub(crate) fn may_go_on(&self, asked: &Asked, binding: &str, changes: &ChangePolicy) -> bool {
        match self.client.check_binding_with(binding, &self.in_use(asked)) {
            Ok(check) => changes.judge(check) < Consequence::Refuse,
            Err(_) => false,
        }
    }

    /// The client as it is now, for what is issued next.
    pub(crate) fn binding(&self, asked: &Asked) -> String {
        self.client.binding_with(&self.in_use(asked))
    }

    /// How well the client is known: a host alone is what it says of itself (T5).
    pub(crate) fn assurance(&self, asked: &Asked) -> Assurance {
        Assurance::of(self.authenticated.as_ref(), Some(&asked.redirect_uri))
    }

    fn in_use<'a>(&'a self, asked: &'a Asked) -> InUse<'a> {
        let in_use = InUse::default().redirect_uri(&asked.redirect_uri);
        let Some(proof) = &self.authenticated else {
            return in_use.auth_method(AuthMethod::None);
        };
        let in_use = in_use.auth_method(proof.method());
        match proof.key_thumbprint() {
            Some(key) => in_use.key(key),
            None => in_use,
        }
    }
}

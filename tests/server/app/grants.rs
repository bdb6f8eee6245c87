//! Codes and tokens, each under a random name.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tower_cimd::CimdClient;
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::rules::parameters::Parameters;

/// What was asked for, or granted, and to whom.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) scope: Option<String>,
    pub(crate) code_challenge: Option<String>,
    /// How the client authenticated when it got the first token.
    pub(crate) authenticated: Option<Authenticated>,
}

impl Grant {
    /// What the layer has checked of a request.
    pub(crate) fn asked(client: &CimdClient, request: &Parameters) -> Self {
        let given = |name| request.get(name).map(str::to_owned);
        Grant {
            client_id: client.client_id().as_str().to_owned(),
            redirect_uri: given("redirect_uri"),
            state: given("state"),
            scope: given("scope"),
            code_challenge: given("code_challenge"),
            authenticated: None,
        }
    }

    /// Whether it is this client's, who authenticates as it did before.
    pub(crate) fn is_of(&self, client_id: &str, authenticated: Option<&Authenticated>) -> bool {
        let method = |it: &Authenticated| it.method();
        self.client_id == client_id
            && self.authenticated.as_ref().map(method) == authenticated.map(method)
    }
}

/// Grants under random names.
#[derive(Debug, Default)]
pub(crate) struct Grants(Mutex<HashMap<String, Grant>>);

impl Grants {
    pub(crate) fn keep(&self, grant: Grant) -> String {
        let name = random();
        self.held().insert(name.clone(), grant);
        name
    }

    pub(crate) fn get(&self, name: &str) -> Option<Grant> {
        self.held().get(name).cloned()
    }

    /// Takes the grant away, if `allow` says so: a refused request burns nothing.
    pub(crate) fn take(&self, name: &str, allow: impl Fn(&Grant) -> bool) -> Option<Grant> {
        let mut held = self.held();
        match allow(held.get(name)?) {
            true => held.remove(name),
            false => None,
        }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, Grant>> {
        self.0.lock().unwrap()
    }
}

fn random() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).unwrap();
    URL_SAFE_NO_PAD.encode(bytes)
}

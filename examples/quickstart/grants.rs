//! What the server remembers: transactions that wait for consent, codes and refresh tokens.

use std::collections::HashMap;
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// An authorization request that passed every check. It is kept here and not in the page, so that
/// the consent form cannot change it.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) scope: Option<String>,
    pub(crate) code_challenge: String,
}

/// Grants under a random key that is good for one use.
#[derive(Default)]
pub(crate) struct Grants(Mutex<HashMap<String, Grant>>);

impl Grants {
    /// Keeps the grant and returns its key.
    pub(crate) fn keep(&self, grant: Grant) -> String {
        let key = random();
        self.lock().insert(key.clone(), grant);
        key
    }

    /// Hands the grant out, once, if `allow` says so; a refused request does not burn the key.
    pub(crate) fn take(&self, key: &str, allow: impl Fn(&Grant) -> bool) -> Option<Grant> {
        let mut grants = self.lock();
        if !allow(grants.get(key)?) {
            return None;
        }
        grants.remove(key)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Grant>> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// 256 random bits, as text.
pub(crate) fn random() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random numbers");
    URL_SAFE_NO_PAD.encode(bytes)
}

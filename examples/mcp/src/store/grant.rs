//! What was asked for, and what was granted.

use std::sync::atomic::{AtomicBool, Ordering};

use tower_cimd::rules::pkce::verify_code_verifier;

use crate::mount::Mount;

/// An authorization request that passed every check. It is kept here and not in the page, so that the
/// consent form cannot change it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) scope: String,
    pub(crate) mount: Mount,
    pub(crate) code_challenge: String,
    /// The client as it was when it asked: see [`binding`](tower_cimd::rules::binding).
    pub(crate) binding: String,
}

/// What a user granted. The code, and every token that comes of it, share one.
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) asked: Asked,
    revoked: AtomicBool,
}

impl Grant {
    pub(crate) fn new(asked: Asked) -> Self {
        Grant {
            asked,
            revoked: AtomicBool::new(false),
        }
    }

    /// Whether `verifier` is the one whose challenge the grant carries (RFC 7636 §4.6, S256).
    pub(crate) fn is_proven_by(&self, verifier: &str) -> bool {
        verify_code_verifier(&self.asked.code_challenge, verifier)
    }

    /// Takes back all that came of the grant.
    pub(crate) fn revoke(&self) {
        self.revoked.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_revoked(&self) -> bool {
        self.revoked.load(Ordering::Relaxed)
    }
}

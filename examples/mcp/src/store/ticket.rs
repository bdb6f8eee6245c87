//! Codes, refresh tokens and access tokens: what stands behind each.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use tower_cimd::rules::access_token::Assurance;

use crate::store::grant::Grant;

/// What a code or a refresh token stands for. It is good for one use.
#[derive(Debug)]
pub(crate) struct Ticket {
    pub(crate) grant: Arc<Grant>,
    /// The client as it was when the ticket was made.
    pub(crate) binding: String,
    spent: AtomicBool,
}

impl Ticket {
    pub(crate) fn new(grant: Arc<Grant>, binding: String) -> Arc<Self> {
        Arc::new(Ticket {
            grant,
            binding,
            spent: AtomicBool::new(false),
        })
    }

    /// Whether this is the first use. A second one means that somebody else has the ticket too, so the
    /// whole grant is taken back (RFC 6749 §4.1.2, RFC 9700 §4.14.2).
    pub(crate) fn spend(&self) -> bool {
        if self.spent.swap(true, Ordering::Relaxed) {
            self.grant.revoke();
        }
        !self.grant.is_revoked()
    }
}

/// What an access token stands for.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    pub(crate) grant: Arc<Grant>,
    pub(crate) scope: String,
    /// How well the client was known when it got the token.
    pub(crate) assurance: Assurance,
    pub(crate) expires_at: SystemTime,
}

//! What most hosts do with a binding.

use crate::rules::binding::in_use::InUse;
use crate::rules::change::{ChangePolicy, Consequence};
use crate::rules::client::Client;

/// The usual way, for a host that tells no more than a redirection URI and goes by the usual table.
impl Client {
    /// The [binding](Self::binding_with) of a grant whose answer went to this redirection URI, as it was
    /// presented.
    pub fn bind_to(&self, redirect_uri: &str) -> String {
        self.binding_with(&InUse::default().redirect_uri(redirect_uri))
    }

    /// Whether a grant that is stored with this binding may still be used, by
    /// [`ChangePolicy::default`]: what asks again at the next consent is no reason to refuse. A text
    /// that is no binding of this client is one.
    pub fn is_held_by(&self, stored: &str) -> bool {
        match self.check_binding(stored) {
            Ok(check) => ChangePolicy::default().judge(check) < Consequence::Refuse,
            Err(_) => false,
        }
    }
}

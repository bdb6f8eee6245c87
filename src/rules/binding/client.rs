//! What a client offers of all this.

use crate::rules::binding::check::{BindingCheck, check};
use crate::rules::binding::error::BindingError;
use crate::rules::binding::footing::Footing;
use crate::rules::binding::grant::{hash_key, hash_presented, published};
use crate::rules::binding::in_use::InUse;
use crate::rules::binding::sketch::Sketch;
use crate::rules::binding::text::Binding;
use crate::rules::binding::version::in_use_code;
use crate::rules::client::Client;

/// Bindings: what a host stores beside a consent, a code or a refresh token. See
/// [`binding`](crate::rules::binding).
impl Client {
    /// The client as it is now, in 199 bytes of ASCII: letters, digits, `-`, `_` and `.`.
    ///
    /// Equal for equal clients on every machine. What a grant rests on is not in it; see
    /// [`binding_with`](Self::binding_with).
    pub fn binding(&self) -> String {
        self.binding_with(&InUse::default())
    }

    /// The client as it is now, and what of it is in use.
    ///
    /// A redirection URI that the client does not register makes a binding that every check finds
    /// without it.
    pub fn binding_with(&self, in_use: &InUse<'_>) -> String {
        let keys = published(self, in_use).unwrap_or_default();
        let footing = Footing {
            method: in_use_code(in_use.auth_method),
            sketch: Sketch::of(keys.iter().chain(in_use.key)),
            redirect_uri: hash_presented(self, in_use.redirect_uri),
            key: hash_key(in_use.key),
        };
        footing.under(self).print(self.client_id())
    }

    /// The client as it is now, for what follows from a grant with this stored binding, such as the
    /// next refresh token: the redirection URI in use is that of the grant, and so are the
    /// method, the key and the fetched keys where `now` does not name them.
    ///
    /// # Errors
    ///
    /// Those of [`check_binding`](Self::check_binding). Changes are none.
    pub fn rebind(&self, stored: &str, now: &InUse<'_>) -> Result<String, BindingError> {
        let stored = Binding::read(stored, self.client_id())?;
        let footing = Footing::of(self, &stored, now);
        Ok(footing.under(self).print(self.client_id()))
    }

    /// Holds a stored binding against the client as it is now.
    ///
    /// # Errors
    ///
    /// A text that is no binding of this client. It says nothing about what has changed, so treat
    /// it as a refusal, or ask the user again; see [`BindingError`].
    pub fn check_binding(&self, stored: &str) -> Result<BindingCheck, BindingError> {
        self.check_binding_with(stored, &InUse::default())
    }

    /// Holds a stored binding against the client as it is now, and against what is in use now.
    ///
    /// Of the latter two are read: the method, because a grant that was obtained with
    /// authentication is not used without, and the keys that were fetched from the `jwks_uri`.
    ///
    /// # Errors
    ///
    /// Those of [`check_binding`](Self::check_binding).
    pub fn check_binding_with(
        &self,
        stored: &str,
        now: &InUse<'_>,
    ) -> Result<BindingCheck, BindingError> {
        check(self, &Binding::read(stored, self.client_id())?, now)
    }
}

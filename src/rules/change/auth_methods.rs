//! How the client proves itself.

use crate::rules::auth_method::AuthMethod;
use crate::rules::change::difference::Change;
use crate::rules::client::Client;

/// The methods that a client may use, and the one that it says it uses, small enough to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AuthMethods {
    /// A bit for each method.
    pub(crate) usable: u8,
    /// The code of the method that the client says it uses.
    pub(crate) said: u8,
}

impl AuthMethods {
    pub(crate) fn of(client: &Client) -> Self {
        let usable = client.token_endpoint_auth_methods().iter();
        AuthMethods {
            usable: usable.fold(0, |bits, method| bits | 1 << Self::code(*method)),
            said: Self::code(client.token_endpoint_auth_method()),
        }
    }

    /// Stands in bindings that hosts have stored: never to be given to another method.
    pub(crate) const fn code(method: AuthMethod) -> u8 {
        match method {
            AuthMethod::None => 0,
            AuthMethod::PrivateKeyJwt => 1,
            AuthMethod::TlsClientAuth => 2,
            AuthMethod::SelfSignedTlsClientAuth => 3,
            AuthMethod::AttestJwtClientAuth => 4,
        }
    }

    /// Whether a client that had to authenticate need not any longer, or one that said it does
    /// no longer says so.
    pub(crate) fn is_downgrade(self, new: AuthMethods) -> bool {
        let none = Self::code(AuthMethod::None);
        let optional = |methods: AuthMethods| methods.usable & 1 << none != 0;
        (!optional(self) && optional(new)) || (self.said != none && new.said == none)
    }

    /// Whether the client can authenticate at all.
    pub(crate) fn can_authenticate(self) -> bool {
        self.usable & !(1 << Self::code(AuthMethod::None)) != 0
    }
}

pub(super) fn compare(old: &Client, new: &Client, changes: &mut Vec<Change>) {
    let (from, to) = (AuthMethods::of(old), AuthMethods::of(new));
    if from != to {
        changes.push(Change::AuthMethods {
            from: old.token_endpoint_auth_methods().into(),
            to: new.token_endpoint_auth_methods().into(),
            downgrade: from.is_downgrade(to),
        });
    }
}

//! The proof of a client: that it has got a token.

use http::StatusCode;
use http::request::Parts;

use crate::layer::settings::Settings;
use crate::layer::verdict::{IdentifiedClient, ReadForm};
use crate::resolve::Resolver;
use crate::rules::client::Client;
use crate::rules::leg::Leg;

/// A token request under way: if the handler answers it with success, its client is proven (T10) and
/// materialised, behind the answer.
///
/// That it was let through says nothing: anybody can send a token request.
#[derive(Debug)]
pub(crate) struct Proof {
    resolver: Resolver,
    client: Client,
}

impl Proof {
    pub(crate) fn of(settings: &Settings, parts: &Parts) -> Option<Self> {
        let extensions = &parts.extensions;
        let leg = extensions.get::<ReadForm>()?.leg;
        let usable = extensions.get::<Client>();
        let identified = extensions.get::<IdentifiedClient>();
        let client = usable.or(identified.map(|client| &client.0));
        let client = client.filter(|_| leg == Some(Leg::Token))?;
        Some(Proof {
            resolver: settings.resolver.clone(),
            client: client.clone(),
        })
    }

    pub(crate) fn weigh(self, answer: StatusCode) {
        if answer.is_success() {
            self.resolver.issued(&self.client);
        }
    }
}

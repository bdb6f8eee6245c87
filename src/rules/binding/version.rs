//! The hashes of one version of a client.

use crate::rules::auth_method::AuthMethod;
use crate::rules::binding::facet::{Facet, hash, hash_keys};
use crate::rules::binding::text::{Tag, Whole, first};
use crate::rules::change::AuthMethods;
use crate::rules::client::Client;

pub(super) struct Version {
    pub(super) whole: Whole,
    pub(super) methods: AuthMethods,
    pub(super) facets: [[u8; 32]; Facet::ALL.len()],
}

impl Version {
    pub(super) fn of(client: &Client) -> Self {
        let methods = AuthMethods::of(client);
        let facets = Facet::ALL.map(|facet| facet.hash(client));
        let keys = hash_keys(client);
        let start: [&[u8]; 3] = [
            client.client_id().as_str().as_bytes(),
            &[methods.usable, methods.said],
            &keys,
        ];
        let rest = facets.iter().map(<[u8; 32]>::as_slice);
        Version {
            whole: first(&hash("whole", start.into_iter().chain(rest))),
            methods,
            facets,
        }
    }
}

/// What is kept of a hash beside a version: salted, so that a search for a second text of the same
/// tag is good for that one version alone.
pub(super) fn tag(salt: &Whole, hash_of_facet: &[u8; 32]) -> Tag {
    first(&hash("tag", [salt.as_slice(), hash_of_facet]))
}

/// One more than the code of a method, for 0 is unknown.
pub(super) fn in_use_code(method: Option<AuthMethod>) -> u8 {
    method.map_or(0, |method| 1 + AuthMethods::code(method))
}

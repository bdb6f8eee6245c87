//! The parameters that may appear once.

use crate::rules::parameters::decode::Decoded;
use crate::rules::parameters::decode::is_literal;

/// A name that is still encoded, as it stands in [`SINGLE`], with its place there.
pub(super) fn lookup(encoded: &[u8]) -> Option<(usize, &'static str)> {
    if is_literal(encoded) {
        return find(encoded);
    }
    let mut buffer = [0; LONGEST];
    let mut length = 0;
    for octet in Decoded::new(encoded) {
        *buffer.get_mut(length)? = octet;
        length += 1;
    }
    find(buffer.get(..length)?)
}

fn find(name: &[u8]) -> Option<(usize, &'static str)> {
    let place = SINGLE.binary_search_by(|single| single.as_bytes().cmp(name));
    place
        .ok()
        .and_then(|place| Some((place, *SINGLE.get(place)?)))
}

/// Parameters that this crate or a host decides by, and that "MUST NOT be included more than once"
/// (RFC 6749 §3.1, §3.2). Sorted. `resource` (RFC 8707 §2) and `audience` (RFC 8693 §2.1) are not
/// among them: they may repeat.
pub(super) const SINGLE: [&str; 42] = [
    "acr_values",
    "actor_token",
    "actor_token_type",
    "assertion",
    "auth_req_id",
    "authorization_details",
    "binding_message",
    "claims",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_notification_token",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "device_code",
    "dpop_jkt",
    "grant_type",
    "id_token_hint",
    "login_hint",
    "login_hint_token",
    "max_age",
    "nonce",
    "password",
    "prompt",
    "redirect_uri",
    "refresh_token",
    "request",
    "request_uri",
    "requested_expiry",
    "requested_token_type",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "subject_token",
    "subject_token_type",
    "token",
    "token_type_hint",
    "username",
];

const LONGEST: usize = 25;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_fits_its_buffer() {
        assert!(SINGLE.is_sorted());
        assert_eq!(SINGLE.iter().map(|name| name.len()).max(), Some(LONGEST));
    }

    #[test]
    fn every_name_is_found_however_it_is_encoded() {
        for (place, name) in SINGLE.iter().enumerate() {
            let escaped: String = name.bytes().map(|octet| format!("%{octet:02x}")).collect();
            assert_eq!(lookup(name.as_bytes()), Some((place, *name)));
            assert_eq!(lookup(escaped.as_bytes()), Some((place, *name)));
        }
    }

    #[test]
    fn what_may_repeat_or_is_unknown_is_not_found() {
        for name in [
            "resource",
            "audience",
            "foo",
            "",
            "client_id[]",
            "Client_id",
            " client_id",
        ] {
            assert_eq!(lookup(name.as_bytes()), None, "{name}");
        }
        assert_eq!(lookup(b"%63lient_notification_tokenx"), None);
        assert_eq!(lookup("+".repeat(100).as_bytes()), None);
    }
}

//! The parameters that may appear once.

use crate::rules::parameters::decode::Decoded;
use crate::rules::parameters::decode::is_literal;

/// A name that is still encoded, as it stands in [`SINGLE`], with its place there.
pub(super) fn lookup(encoded: &[u8]) -> Option<(usize, &'static str)> {
    if let Some(found) = find(encoded) {
        return Some(found);
    }
    if is_literal(encoded) {
        return None;
    }
    let mut buffer = [0; LONGEST];
    let mut length = 0;
    for octet in Decoded::new(encoded) {
        *buffer.get_mut(length)? = octet;
        length += 1;
    }
    find(buffer.get(..length)?)
}

/// Every parameter of every request is looked up: this leaves one name to compare.
fn find(name: &[u8]) -> Option<(usize, &'static str)> {
    let place = usize::from(*PLACES.get(bucket(name)?)?);
    let single = *SINGLE.get(place)?;
    (single.as_bytes() == name).then_some((place, single))
}

/// `None` for what is shorter than any name.
const fn bucket(name: &[u8]) -> Option<usize> {
    match name {
        [_, _, third, .., last_but_one, _] => {
            let mixed = *third as usize * 5 + name.len() * 28 + *last_but_one as usize;
            Some(mixed % BUCKETS)
        }
        [_, _, third, _] => {
            let mixed = *third as usize * 5 + name.len() * 28 + *third as usize;
            Some(mixed % BUCKETS)
        }
        _ => None,
    }
}

/// Parameters that this crate or a host decides by, and that "MUST NOT be included more than once"
/// (RFC 6749 §3.1, §3.2), by length and name.
/// `resource` (RFC 8707 §2) and `audience` (RFC 8693 §2.1) are not
/// among them: they may repeat.
pub(super) const SINGLE: [&str; 42] = [
    "code",
    "nonce",
    "scope",
    "state",
    "token",
    "claims",
    "prompt",
    "max_age",
    "request",
    "dpop_jkt",
    "password",
    "username",
    "assertion",
    "client_id",
    "acr_values",
    "grant_type",
    "login_hint",
    "actor_token",
    "auth_req_id",
    "device_code",
    "request_uri",
    "redirect_uri",
    "client_secret",
    "code_verifier",
    "id_token_hint",
    "refresh_token",
    "response_mode",
    "response_type",
    "subject_token",
    "code_challenge",
    "binding_message",
    "token_type_hint",
    "actor_token_type",
    "client_assertion",
    "login_hint_token",
    "requested_expiry",
    "subject_token_type",
    "requested_token_type",
    "authorization_details",
    "client_assertion_type",
    "code_challenge_method",
    "client_notification_token",
];

/// The place in [`SINGLE`] of the one name that falls into each bucket. Where a new name falls into
/// another's, this does not compile, and [`bucket`] needs other factors.
const PLACES: [u8; BUCKETS] = {
    let mut places = [u8::MAX; BUCKETS];
    let mut place = 0;
    while place < SINGLE.len() {
        if let Some(bucket) = bucket(SINGLE[place].as_bytes()) {
            assert!(places[bucket] == u8::MAX, "two names fall into one bucket");
            places[bucket] = place as u8;
        }
        place += 1;
    }
    places
};

const BUCKETS: usize = 128;
const LONGEST: usize = 25;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_fits_its_buffer() {
        assert!(SINGLE.is_sorted_by_key(|name| (name.len(), *name)));
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

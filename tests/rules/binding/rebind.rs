//! The binding of what follows from a grant.

use serde_json::{Value as Json, json};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::binding::{BindingError, InUse};
use tower_cimd::rules::change::ChangeKind;

use super::{check_clients, told};
use crate::change::{jwks, thumbprint, version, with_keys};

const CALLBACK: &str = "http://127.0.0.1:49152/callback";

fn website(uris: &[&str]) -> Json {
    json!({"redirect_uris": uris})
}

/// What is found in `last` of a binding made of `first` and taken over by `then`.
fn check(first: Json, in_use: &InUse<'_>, then: Json, last: Json) -> String {
    let stored = version(first).binding_with(in_use);
    let stored = version(then).rebind(&stored, &InUse::default()).unwrap();
    told(version(last).check_binding(&stored).unwrap())
}

#[test]
fn of_the_same_client_it_is_the_same() {
    let key = thumbprint(1);
    let client = version(with_keys(&[1, 2]));
    for in_use in [
        InUse::default(),
        InUse::default().redirect_uri("https://client.example.com/not-registered"),
        InUse::default()
            .auth_method(AuthMethod::PrivateKeyJwt)
            .key(&key),
        InUse::default().auth_method(AuthMethod::None),
    ] {
        let stored = client.binding_with(&in_use);
        let again = client.rebind(&stored, &InUse::default()).unwrap();
        let found = |text: &str| client.check_binding(text).unwrap();
        assert_eq!(found(&again), found(&stored), "{in_use:?}");
    }
    let stored = client.binding_with(&InUse::default().key(&key));
    assert_eq!(client.rebind(&stored, &InUse::default()), Ok(stored));
}

#[test]
fn a_redirect_uri_is_taken_over() {
    let both = || website(&["http://127.0.0.1/callback", "https://a.example.com/cb"]);
    let other = || website(&["https://a.example.com/cb"]);
    let in_use = InUse::default().redirect_uri(CALLBACK);
    assert_eq!(check(both(), &in_use, both(), both()), "same");
    let gone = check(both(), &in_use, both(), other());
    assert!(gone.contains("redirect_uri_in_use_removed"), "{gone}");
    // One that none was in use of is missed by nobody.
    let none = check(both(), &InUse::default(), both(), other());
    assert!(!none.contains("in_use"), "{none}");
}

#[test]
fn a_redirect_uri_that_is_gone_stays_gone() {
    let both = || website(&["http://127.0.0.1/callback", "https://a.example.com/cb"]);
    let other = || website(&["https://a.example.com/cb"]);
    let in_use = InUse::default().redirect_uri(CALLBACK);
    let back = check(both(), &in_use, other(), both());
    assert!(back.contains("redirect_uri_in_use_removed"), "{back}");
}

#[test]
fn a_method_is_taken_over_unless_it_is_known() {
    let client = version(with_keys(&[1]));
    let stored = client.binding_with(&InUse::default().auth_method(AuthMethod::PrivateKeyJwt));
    let unproven = InUse::default().auth_method(AuthMethod::None);
    let downgrades = |text: &str| {
        let check = client.check_binding_with(text, &unproven).unwrap();
        check.kinds().contains(ChangeKind::AuthMethodDowngraded)
    };
    let kept = client.rebind(&stored, &InUse::default()).unwrap();
    assert!(downgrades(&kept));
    let given_up = client.rebind(&stored, &unproven).unwrap();
    assert!(!downgrades(&given_up));
}

#[test]
fn a_key_is_taken_over_while_it_is_published() {
    let key = thumbprint(1);
    let in_use = InUse::default().key(&key);
    let first = || with_keys(&[1, 2]);
    assert_eq!(
        check(first(), &in_use, first(), with_keys(&[2])),
        "changed key_in_use_retired keys_rotated"
    );
    assert_eq!(
        check(first(), &in_use, with_keys(&[1, 3]), with_keys(&[4])),
        "downgraded key_in_use_gone keys_replaced"
    );
}

#[test]
fn a_newer_key_takes_its_place() {
    let (old, new) = (thumbprint(1), thumbprint(2));
    let stored = version(with_keys(&[1, 2])).binding_with(&InUse::default().key(&old));
    let now = InUse::default().key(&new);
    let stored = version(with_keys(&[1, 2])).rebind(&stored, &now).unwrap();
    let last = version(with_keys(&[2]));
    assert_eq!(
        told(last.check_binding(&stored).unwrap()),
        "changed keys_rotated"
    );
}

/// Nobody has fetched them this time, so that what was known of them is kept.
#[test]
fn fetched_keys_are_taken_over() {
    let at = || json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://a.example.com/keys"});
    let set = |numbers: &[u8]| {
        version(json!({"jwks": jwks(numbers)}))
            .jwks()
            .unwrap()
            .clone()
    };
    let (then, now) = (set(&[1, 2]), set(&[2]));
    let stored = version(at()).binding_with(&InUse::default().jwks(&then));
    let stored = version(at()).rebind(&stored, &InUse::default()).unwrap();
    let fetched = InUse::default().jwks(&now);
    let found = version(at()).check_binding_with(&stored, &fetched);
    assert_eq!(told(found.unwrap()), "changed keys_rotated");
}

#[test]
fn a_text_that_is_no_binding_is_taken_over_by_nobody() {
    let client = version(json!({}));
    let damaged = client.rebind("b1.x", &InUse::default());
    assert_eq!(damaged, Err(BindingError::Damaged));
    let newer = client.binding().replacen("b1", "b2", 1);
    let newer = client.rebind(&newer, &InUse::default());
    assert_eq!(newer, Err(BindingError::UnknownVersion));
}

/// It is the client as it is now: what changed before is passed, and not found again.
#[test]
fn changes_are_passed() {
    let (old, new) = (
        version(json!({})),
        version(json!({"client_name": "Another"})),
    );
    let stored = new.rebind(&old.binding(), &InUse::default()).unwrap();
    assert_eq!(told(new.check_binding(&stored).unwrap()), "same");
    let none = InUse::default();
    assert_eq!(
        told(check_clients(&old, &none, &new, &none)),
        "changed name_changed"
    );
}

//! Flips between the legs of one grant, and a binding that is kept up to date.

use serde_json::{Value as Json, json};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::change::{ChangePolicy, Consequence};

use crate::change::{thumbprint, version, with_keys};

/// A client that authenticates with a key through several versions of its document; the binding is
/// made anew whenever a version has passed.
fn steps(versions: &[(&[u8], u8)]) -> Vec<Consequence> {
    let policy = ChangePolicy::default();
    let mut stored: Option<String> = None;
    let mut consequences = Vec::new();
    for (published, used) in versions {
        let client = version(with_keys(published));
        let key = thumbprint(*used);
        let in_use = InUse::default()
            .auth_method(AuthMethod::PrivateKeyJwt)
            .key(&key);
        let consequence = match &stored {
            None => Consequence::Ignore,
            Some(stored) => policy.judge(client.check_binding_with(stored, &in_use).unwrap()),
        };
        consequences.push(consequence);
        if consequence == Consequence::Ignore {
            stored = Some(client.binding_with(&in_use));
        }
    }
    consequences
}

#[test]
fn a_rotation_in_steps_never_costs_the_grant() {
    let consequences = steps(&[
        (&[1], 1),
        (&[1, 2], 1),
        (&[1, 2], 2),
        (&[2], 2),
        (&[2, 3], 2),
        (&[3], 3),
    ]);
    assert_eq!(consequences, [Consequence::Ignore; 6]);
}

#[test]
fn a_rotation_at_once_does() {
    let consequences = steps(&[(&[1], 1), (&[2], 2)]);
    assert_eq!(consequences, [Consequence::Ignore, Consequence::Refuse]);
}

#[test]
fn a_publisher_who_puts_the_old_key_back_has_its_grants_back() {
    let consequences = steps(&[(&[1], 1), (&[2], 2), (&[1, 2], 2)]);
    assert_eq!(
        consequences,
        [
            Consequence::Ignore,
            Consequence::Refuse,
            Consequence::Ignore
        ]
    );
}

/// `seq-flip-during-flow`: what the token endpoint says of a document that is not the one that the
/// user saw.
fn flip(seen: Json, now: Json, expected: Consequence) {
    let presented = "https://a.example.com/cb";
    let of = |mut members: Json| {
        let uris = members["redirect_uris"].take();
        members["redirect_uris"] = if uris.is_null() {
            json!([presented])
        } else {
            uris
        };
        version(members)
    };
    let stored = of(seen.clone()).binding_with(&InUse::default().redirect_uri(presented));
    let check = of(now.clone()).check_binding(&stored).unwrap();
    assert_eq!(
        ChangePolicy::default().judge(check),
        expected,
        "{seen} to {now}"
    );
}

#[test]
fn a_flip_between_authorization_and_token_is_judged_by_the_table() {
    use Consequence::{AskAgain, Ignore, Refuse};
    let redirects = |uris: &[&str]| json!({"redirect_uris": uris});
    let evil = "https://evil.example.com/cb";
    let own = "https://a.example.com/cb";
    flip(json!({}), redirects(&[evil]), Refuse);
    flip(json!({}), redirects(&[own, evil]), AskAgain);
    flip(redirects(&[own, evil]), json!({}), AskAgain);
    flip(
        json!({}),
        redirects(&[own, "https://a.example.com/cb2"]),
        Ignore,
    );
    flip(with_keys(&[1]), json!({}), Refuse);
    flip(json!({}), with_keys(&[1]), Ignore);
    flip(with_keys(&[1]), with_keys(&[1, 2]), Ignore);
    flip(json!({"scope": "a"}), json!({"scope": "a b"}), AskAgain);
    flip(json!({}), json!({"client_name": "Your Bank"}), AskAgain);
    flip(
        json!({}),
        json!({"tos_uri": "https://a.example.com/"}),
        Ignore,
    );
    flip(json!({"unread": 1}), json!({"unread": 2}), Ignore);
}

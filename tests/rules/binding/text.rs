//! The text.

use serde_json::json;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::binding::{BindingCheck, InUse, MAX_BYTES};

use crate::change::{jwks, thumbprint, version, with_keys};

#[test]
fn a_binding_is_short_and_fit_for_every_column_and_url() {
    let page = json!({
        "redirect_uris": (0..64).map(|at| format!("https://a.example.com/{at}")).collect::<Vec<_>>(),
        "client_name": "\u{1f980}".repeat(200),
        "jwks": jwks(&[1, 2, 3, 4, 5, 6, 7, 8, 9]),
    });
    for members in [json!({}), page, with_keys(&[1])] {
        let binding = version(members).binding();
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        assert!(binding.bytes().all(legal), "{binding}");
        assert_eq!(binding.len(), 199);
    }
    assert_eq!(MAX_BYTES, 200);
}

/// Hosts store these texts: a crate that reads them differently must say so by another version.
/// Both were computed by another program.
#[test]
fn a_binding_of_this_version_never_changes() {
    let client = version(json!({
        "redirect_uris": ["https://a.example.com/cb", "http://localhost:8080/cb", "com.example.app:/cb"],
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "EdDSA",
        "jwks": jwks(&[1, 2]),
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code", "code id_token"],
        "scope": "read write",
        "client_name": "Name",
        "client_name#ja-JP": "\u{540d}\u{524d}",
        "logo_uri": "https://a.example.com/logo",
        "client_uri": "https://a.example.com/",
        "tos_uri#de": "https://a.example.com/agb",
        "policy_uri": "https://a.example.com/privacy",
        "contacts": ["a@example.com", "b@example.com"],
        "application_type": "native",
        "software_id": "id",
        "software_version": "1",
        "dpop_bound_access_tokens": true,
    }));
    assert_eq!(client.binding(), GOLDEN);
    let key = thumbprint(2);
    let in_use = InUse::default()
        .redirect_uri("http://localhost:49152/cb")
        .auth_method(AuthMethod::PrivateKeyJwt)
        .key(&key);
    assert_eq!(client.binding_with(&in_use), GOLDEN_IN_USE);
    assert_eq!(client.check_binding(GOLDEN), Ok(BindingCheck::Same));
    assert_eq!(client.check_binding(GOLDEN_IN_USE), Ok(BindingCheck::Same));
}

#[test]
fn nothing_of_the_document_is_readable_in_a_binding() {
    let one = version(json!({"client_name": "One"})).binding();
    let other = version(json!({"client_name": "Other"})).binding();
    assert_ne!(one[3..27], other[3..27]);
    // The salt is of the whole version, so a change of one facet alters the tags of all.
    let tags = one[52..].bytes().zip(other[52..].bytes());
    let common = tags.filter(|(one, other)| one == other).count();
    assert!(common < 20, "{one} {other}");
}

const GOLDEN: &str = "b1.JGv5xraT8OTQ3-ptpeFWrs9xAgHAUAAQCAAAAAAQAAAAAAAQjMr1jN5jn-xY2NaOqu4rd-vCEVrMqD-xMn5Xp4JKzeVKRPaII1EmW-hlIGVVQDd8Fwiv154QGMvvKQd-c7fs6ACv8dsLjfIxfggBFV9C-RfWa6g-3LEP5_CeJtv10Ec3n_jbT42ZyKqQFJhDuBx5";
const GOLDEN_IN_USE: &str = "b1.JGv5xraT8OTQ3-ptpeFWrs9xAiHAUAAQCAAAAAAQAAAAAAAQjMr1jN5jn-xY2NaOqu4rd-vCEVrMqD-xMn5Xp4JKzeVKRPaII1EmW-hlIGVVQDd8Fwiv154QGMvvKQd-c7fs6ACv8dsLjfIxfggBFV9C-RfWa6g-3LEP5_CeE6uMa7gTeV7WgZacVeaAR3UX9PCz";

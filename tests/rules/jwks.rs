//! Published keys.

use serde_json::{Value as Json, json};
use tower_cimd::rules::json::{Object, Value};
use tower_cimd::rules::jwks::{EcCurve, JwkSet, JwksError, OkpCurve, PublicKey};

/// RFC 7515 appendix A.3.
fn p256() -> Json {
    json!({
        "kty": "EC", "crv": "P-256", "kid": "ec1",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    })
}

/// RFC 8037 appendix A.2.
fn ed25519() -> Json {
    json!({
        "kty": "OKP", "crv": "Ed25519",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    })
}

/// RFC 7517 appendix A.1.
fn rsa() -> Json {
    json!({
        "kty": "RSA", "e": "AQAB", "kid": "2011-04-29",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    })
}

/// Base64url of as many octets, the first of them `first`, the last odd.
fn octets(count: usize, first: u8) -> String {
    use base64::Engine as _;
    let mut octets = vec![0x55; count];
    octets[0] = first;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(octets)
}

fn with(mut jwk: Json, name: &str, value: impl Into<Json>) -> Json {
    jwk[name] = value.into();
    jwk
}

fn without(mut jwk: Json, name: &str) -> Json {
    jwk.as_object_mut().unwrap().remove(name);
    jwk
}

fn read(set: &Json) -> Result<JwkSet, JwksError> {
    let text = json!({ "jwks": set }).to_string();
    let object = Object::read(text.as_bytes(), usize::MAX).unwrap();
    JwkSet::read(object.get("jwks").unwrap_or(&Value::Null))
}

fn keys_of(keys: &[Json]) -> JwkSet {
    read(&json!({ "keys": keys })).unwrap()
}

fn refused(set: Json, expected: JwksError) {
    assert_eq!(read(&set), Err(expected), "{set}");
}

fn kept(jwk: Json) {
    assert_eq!(keys_of(std::slice::from_ref(&jwk)).keys().len(), 1, "{jwk}");
}

fn left_out(jwk: Json) {
    let set = keys_of(&[jwk.clone(), ed25519()]);
    assert_eq!(set.keys().len(), 1, "{jwk}");
    assert_eq!(set.keys()[0].public_key().kty(), "OKP");
}

#[test]
fn a_set_keeps_its_keys_in_order_with_what_is_said_about_them() {
    let set = keys_of(&[with(p256(), "alg", "ES256"), rsa(), ed25519()]);
    let facts: Vec<_> = set
        .keys()
        .iter()
        .map(|jwk| (jwk.public_key().kty(), jwk.kid(), jwk.alg()))
        .collect();
    assert_eq!(
        facts,
        [
            ("EC", Some("ec1"), Some("ES256")),
            ("RSA", Some("2011-04-29"), None),
            ("OKP", None, None)
        ]
    );
}

#[test]
fn a_key_is_decoded_to_its_numbers() {
    let set = keys_of(&[p256(), rsa(), ed25519()]);
    let PublicKey::Ec { curve, x, y } = set.keys()[0].public_key() else {
        panic!("no EC key");
    };
    assert_eq!(
        (*curve, x[0], x[31], y[0], y[31]),
        (EcCurve::P256, 127, 69, 199, 173)
    );
    let PublicKey::Rsa { n, e } = set.keys()[1].public_key() else {
        panic!("no RSA key");
    };
    assert_eq!((n.len(), n[0], &e[..]), (256, 0xd2, &[1, 0, 1][..]));
    let PublicKey::Okp { curve, x } = set.keys()[2].public_key() else {
        panic!("no OKP key");
    };
    assert_eq!((*curve, x[0], x.len()), (OkpCurve::Ed25519, 0xd7, 32));
}

#[test]
fn a_value_that_is_no_set_is_refused() {
    refused(json!([p256()]), JwksError::NotAnObject);
    refused(json!("{\"keys\":[]}"), JwksError::NotAnObject);
    refused(json!(42), JwksError::NotAnObject);
    refused(Json::Null, JwksError::NotAnObject);
    refused(json!({}), JwksError::NoKeys);
    refused(json!({"keys": null}), JwksError::NoKeys);
    refused(json!({"keys": {"kid": "x"}}), JwksError::NoKeys);
    refused(json!({"keys": ["junk", p256()]}), JwksError::NotAKey);
    refused(json!({"keys": [null]}), JwksError::NotAKey);
    refused(json!({"keys": [[p256()]]}), JwksError::NotAKey);
}

#[test]
fn a_private_or_symmetric_member_refuses_the_whole_set_whatever_its_value() {
    for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"] {
        for value in [json!("AQAB"), json!(""), Json::Null, json!([])] {
            for key in [rsa(), p256(), ed25519()] {
                let set = json!({"keys": [p256(), with(key, name, value.clone())]});
                refused(set, JwksError::Secret);
            }
        }
    }
}

#[test]
fn a_symmetric_key_refuses_the_whole_set_also_without_its_secret() {
    refused(
        json!({"keys": [p256(), {"kty": "oct", "k": "AQAB"}]}),
        JwksError::Secret,
    );
    refused(json!({"keys": [{"kty": "oct"}, p256()]}), JwksError::Secret);
}

#[test]
fn a_private_key_of_a_kind_that_we_do_not_know_refuses_too() {
    refused(
        json!({"keys": [{"kty": "AKP", "alg": "ML-DSA-44", "priv": "AQAB"}]}),
        JwksError::Secret,
    );
}

#[test]
fn an_empty_set_and_one_without_usable_keys_are_sets_without_keys() {
    assert!(keys_of(&[]).keys().is_empty());
    assert!(keys_of(&[json!({})]).keys().is_empty());
}

#[test]
fn a_key_of_another_kind_or_curve_is_left_out() {
    left_out(with(p256(), "kty", "ec"));
    left_out(with(p256(), "kty", "AKP"));
    left_out(with(p256(), "kty", 1));
    left_out(without(p256(), "kty"));
    left_out(with(p256(), "crv", "P-999"));
    left_out(with(p256(), "crv", "secp256k1"));
    left_out(with(ed25519(), "crv", "X25519"));
    left_out(without(ed25519(), "crv"));
}

#[test]
fn a_key_for_another_purpose_is_left_out() {
    kept(with(p256(), "use", "sig"));
    left_out(with(p256(), "use", "enc"));
    left_out(with(p256(), "use", Json::Null));
    kept(with(p256(), "key_ops", json!(["verify"])));
    kept(with(p256(), "key_ops", json!(["verify", "wrapKey"])));
    left_out(with(p256(), "key_ops", json!(["sign"])));
    left_out(with(p256(), "key_ops", json!([])));
    left_out(with(p256(), "key_ops", "verify"));
}

#[test]
fn a_key_whose_algorithm_is_not_of_its_kind_is_left_out() {
    for alg in ["RS256", "ES384", "HS256", "none", "ECDH-ES", "es256", ""] {
        left_out(with(p256(), "alg", alg));
    }
    for alg in ["ES256", "HS256", "RSA-OAEP"] {
        left_out(with(rsa(), "alg", alg));
    }
    left_out(with(p256(), "alg", 7));
    for alg in ["RS256", "PS256", "RS384", "PS384", "RS512", "PS512"] {
        kept(with(rsa(), "alg", alg));
    }
    kept(with(ed25519(), "alg", "EdDSA"));
    kept(with(ed25519(), "alg", "Ed25519"));
}

#[test]
fn a_coordinate_has_the_length_of_its_field() {
    for (curve, length) in [("P-256", 32), ("P-384", 48), ("P-521", 66)] {
        let key = |x, y| json!({"kty": "EC", "crv": curve, "x": octets(x, 1), "y": octets(y, 1)});
        kept(key(length, length));
        left_out(key(length - 1, length));
        left_out(key(length, length + 1));
    }
    let key = |curve: &str, x| json!({"kty": "OKP", "crv": curve, "x": octets(x, 1)});
    kept(key("Ed448", 57));
    for (curve, length) in [("Ed25519", 31), ("Ed25519", 33), ("Ed448", 56)] {
        left_out(json!({"kty": "EC", "crv": curve, "x": octets(length, 1)}));
        assert!(
            keys_of(&[key(curve, length)]).keys().is_empty(),
            "{curve} {length}"
        );
    }
}

#[test]
fn numbers_are_base64url_without_padding() {
    let padded = format!("{}=", p256()["x"].as_str().unwrap());
    left_out(with(p256(), "x", padded));
    left_out(with(p256(), "y", "!!!"));
    left_out(with(
        rsa(),
        "n",
        rsa()["n"].as_str().unwrap().replace('_', "/"),
    ));
    left_out(without(rsa(), "n"));
    left_out(with(rsa(), "e", 65537));
}

#[test]
fn an_rsa_modulus_has_2048_bits_at_least() {
    left_out(with(rsa(), "n", "AA"));
    left_out(with(rsa(), "n", ""));
    left_out(with(rsa(), "n", octets(256, 0x7f)));
    kept(with(rsa(), "n", octets(256, 0x80)));
    kept(with(rsa(), "n", octets(512, 0x01)));
    left_out(with(rsa(), "n", octets(128, 0xff)));
}

#[test]
fn leading_zeros_do_not_lengthen_an_rsa_modulus() {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let mut short = vec![0; 300];
    short[299] = 1;
    left_out(with(rsa(), "n", engine.encode(short)));
    let mut long = vec![0x80; 257];
    long[0] = 0;
    let set = keys_of(&[with(rsa(), "n", engine.encode(long))]);
    assert!(matches!(set.keys()[0].public_key(), PublicKey::Rsa { n, .. } if n.len() == 256));
}

#[test]
fn an_rsa_exponent_is_odd_and_more_than_one() {
    for e in ["AA", "AQ", "AAE", "Ag", ""] {
        left_out(with(rsa(), "e", e));
    }
    kept(with(rsa(), "e", "Aw"));
}

#[test]
fn certificates_are_not_looked_at() {
    kept(with(p256(), "x5c", json!(["AAAA"])));
    kept(with(p256(), "x5u", "http://169.254.169.254/"));
}

#[test]
fn as_many_keys_as_a_document_holds_are_read() {
    let keys: Vec<_> = (0..35)
        .map(|n| with(ed25519(), "kid", format!("k{n}")))
        .collect();
    assert_eq!(keys_of(&keys).keys().len(), 35);
}

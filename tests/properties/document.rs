//! Documents that are almost valid.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::laws::document::holds;

/// Members that documents have, each with values that are right and values that are not.
fn members() -> impl Strategy<Value = Vec<(String, Value)>> {
    let unknown = ("[a-z_#]{1,8}", anything());
    prop::collection::vec(prop_oneof![6 => member(), 1 => unknown], 0..12)
}

fn member() -> impl Strategy<Value = (String, Value)> {
    prop::sample::select(MEMBERS).prop_flat_map(|name| {
        let value = prop_oneof![4 => fitting(name), 1 => anything()];
        (Just(name.to_owned()), value)
    })
}

fn fitting(name: &str) -> BoxedStrategy<Value> {
    let choices = match name {
        "redirect_uris" => return texts(URIS),
        "grant_types" => return texts(&["authorization_code", "refresh_token", "password"]),
        "response_types" => return texts(&["code", "token", "none"]),
        "token_endpoint_auth_methods_supported" => return texts(METHODS),
        "token_endpoint_auth_method" => METHODS,
        "scope" => &["mcp:read offline_access", " a  b ", "", "\"", "é"],
        "application_type" => &["web", "native", "service"],
        "jwks" => return key_sets(),
        _ => URIS,
    };
    prop::sample::select(choices).prop_map(Value::from).boxed()
}

fn texts(choices: &'static [&'static str]) -> BoxedStrategy<Value> {
    let entry = prop::sample::select(choices).prop_map(Value::from);
    prop::collection::vec(entry, 0..4)
        .prop_map(Value::from)
        .boxed()
}

fn key_sets() -> BoxedStrategy<Value> {
    let coordinate = "A".repeat(43);
    let key = json!({"kty": "EC", "crv": "P-256", "x": coordinate, "y": coordinate, "kid": "1"});
    let with = |name: &str, value: Value| {
        let mut key = key.clone();
        key[name] = value;
        json!({"keys": [key]})
    };
    let sets = vec![
        json!({"keys": [key]}),
        json!({"keys": []}),
        with("d", Value::Null),
        with("kty", json!("oct")),
        with("use", json!("enc")),
        with("key_ops", json!(["verify"])),
    ];
    prop::sample::select(sets).boxed()
}

fn anything() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-d]{1,2}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
    .boxed()
}

/// As text, because a JSON value has no member twice.
fn written(members: &[(String, Value)], client_id: &str) -> String {
    let client_id = ("client_id".to_owned(), Value::from(client_id));
    let members = members.iter().chain([&client_id]);
    let members = members.map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_document_has_one_reading(members in members()) {
        holds(written(&members, CLIENT_ID).as_bytes());
    }

    /// With so little that is not right that many are valid.
    #[test]
    fn a_valid_document_with_other_members_has_one_reading(
        members in prop::collection::vec(member(), 0..4),
    ) {
        let mut document = json!({"client_id": CLIENT_ID, "redirect_uris": ["a.b:/c"]});
        for (name, value) in members {
            document[name] = value;
        }
        holds(document.to_string().as_bytes());
    }

    #[test]
    fn a_document_of_which_a_part_is_missing_or_doubled_is_judged(
        members in members(),
        cut in any::<prop::sample::Index>(),
        rest in any::<prop::sample::Index>(),
    ) {
        let text = written(&members, CLIENT_ID).into_bytes();
        let (head, tail) = (&text[..cut.index(text.len())], &text[rest.index(text.len())..]);
        holds(&[head, tail].concat());
    }

    #[test]
    fn any_bytes_are_judged(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        holds(&bytes);
    }
}

const CLIENT_ID: &str = "https://client.example.com/client.json";

const MEMBERS: &[&str] = &[
    "redirect_uris",
    "redirect_uris",
    "grant_types",
    "response_types",
    "token_endpoint_auth_method",
    "token_endpoint_auth_methods_supported",
    "token_endpoint_auth_signing_alg",
    "jwks",
    "jwks_uri",
    "client_name",
    "client_name#ja",
    "client_name#JA",
    "client_uri",
    "logo_uri",
    "tos_uri",
    "scope",
    "contacts",
    "application_type",
    "dpop_bound_access_tokens",
    "client_id",
    "client_secret",
];

const METHODS: &[&str] = &[
    "none",
    "private_key_jwt",
    "tls_client_auth",
    "client_secret_basic",
    "later",
];

const URIS: &[&str] = &[
    "https://client.example.com/callback",
    "http://127.0.0.1/callback",
    "http://localhost:1/callback",
    "com.example.app:/callback",
    "https://as.example.com/callback",
    "https://AS.example.com.:8443/callback",
    "https://10.0.0.1/keys",
    "javascript:alert(1)",
    "https://client.example.com/#fragment",
];

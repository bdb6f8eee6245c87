//! `oauth_requests.jsonl`, as far as locating goes: what each request must become is the host's and
//! later floors' to hold; here each is located, refused or passed as that needs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tower_cimd::Leg;
use tower_cimd::rules::locate::Presented;

use super::request::C;
use super::request::Request;

/// What becomes of a request, where it is not "located as C".
const OTHERWISE: &[(&str, &str)] = &[
    ("R0010", "request.repeated client_id"),
    ("R0012", "request.disagreement client_id"),
    ("R0017", "request.repeated response_type"),
    ("R0020", "nothing"),
    ("R0025", "opaque"),
    ("R0027", "https://client.example.com/client.json\n"),
    ("R0028", "https://client.example.com/client.json\0"),
    ("R0032", "opaque"),
    ("R0033", "HTTPS://client.example.com/client.json"),
    ("R0036", "https://client.example.com/client.json/"),
    ("R0037", "https://client.example.com/client.json#x"),
    ("R0042", "https://client.example.com/\u{e9}"),
    ("R0057", "request.encoding client_id"),
    ("R0058", "request.encoding client_id"),
    ("R0059", "request.encoding client_id"),
    ("R0066", NO_SEPARATOR),
    ("R0102", "nothing"),
    ("R0114", "nothing"),
    ("R0115", "nothing"),
    ("R0120", "request.repeated client_id"),
    ("R0123", "request.repeated code_verifier"),
    ("R0125", "request.repeated client_assertion"),
    ("R0126", "request.repeated client_assertion_type"),
    ("R0132", "request.disagreement client_id"),
    ("R0137", "opaque"),
    ("R0139", "opaque"),
    ("R0140", "opaque"),
    ("R0142", "opaque"),
    ("R0143", "opaque"),
    ("R0147", "opaque"),
    ("R0148", "nothing"),
    ("R0152", "request.repeated authorization"),
    ("R0164", "https://CLIENT.example.com/client.json"),
    ("R0205", "request.repeated client_id"),
    ("R0208", "request.repeated client_id"),
];

/// A semicolon separates nothing, so that all of it is one client_id.
const NO_SEPARATOR: &str = "https://client.example.com/client.json;redirect_uri=https://client.example.com/callback;\
    response_type=code;code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM;code_challenge_method=S256;\
    state=xyz;scope=read";

#[test]
fn every_request_is_located_refused_or_passed_as_its_source_needs() {
    let mut otherwise: BTreeMap<_, _> = OTHERWISE.iter().copied().collect();
    let differing: Vec<_> = rows()
        .into_iter()
        .map(|row| {
            (
                otherwise.remove(row["id"].as_str().unwrap()).unwrap_or(C),
                outcome(&row),
                row,
            )
        })
        .filter(|(expected, outcome, _)| expected != outcome)
        .collect();
    assert!(differing.is_empty(), "{differing:#?}");
    assert!(otherwise.is_empty(), "no such request: {otherwise:?}");
}

fn outcome(row: &Value) -> String {
    let leg = match row["endpoint"].as_str().unwrap() {
        "authorize" => Leg::Authorization,
        "par" => Leg::PushedAuthorization,
        "token" => Leg::Token,
        "introspect" => Leg::Introspection,
        other => panic!("{other}"),
    };
    match request(row).on(leg) {
        Ok(Presented::Nothing) => "nothing".to_owned(),
        Ok(Presented::Opaque) => "opaque".to_owned(),
        Ok(Presented::Url(located)) => located.client_id.into_owned(),
        Err(error) => format!("{} {}", error.rule(), error.member().unwrap_or_default()),
    }
}

fn request(row: &Value) -> Request {
    let mut request = Request::default();
    if let Some((_, query)) = row["target"].as_str().unwrap().split_once('?') {
        let before_fragment = query.split('#').next().unwrap();
        request = request.query(before_fragment);
    }
    if row["method"] == "POST" {
        request = request.form(row["body"].as_str().unwrap_or_default());
    }
    for field in row["headers"].as_array().unwrap() {
        if field[0] == "authorization" {
            request = request.authorization(field[1].as_str().unwrap());
        }
    }
    request
}

/// The rows whose body is a form that is read whole: what else a body can be is the layer's.
fn rows() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/oauth_requests.jsonl");
    let rows = fs::read_to_string(path).unwrap();
    let rows = rows.lines().map(|line| serde_json::from_str(line).unwrap());
    rows.filter(|row: &Value| {
        let name = row["name"].as_str().unwrap();
        let unread =
            name.starts_with("ctype-") || name == "par-json" || !row["body_generator"].is_null();
        !unread
    })
    .collect()
}

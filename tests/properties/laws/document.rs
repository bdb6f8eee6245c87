//! One document has one reading, whatever the order and spelling of its members.

use std::time::SystemTime;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::client::Provenance;
use tower_cimd::rules::document::DocumentError;
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::publication::Publication;
use tower_cimd::rules::rule_set::RuleSet;
use tower_cimd::{CimdClient, ClientId};
use url::{Host, Url};

use super::change;
use super::facets::facets;
use super::json::{depth, members, names, reordered, strings};
use super::redirect_uri;
use super::shuffle::{hash, shuffled};

/// The laws of one body that a publisher answers with.
pub fn holds(body: &[u8]) {
    let json = serde_json::from_slice::<Value>(body).ok();
    let client_id = claimed(json.as_ref());
    let verdict = derive(&client_id, body, &rules());
    stricter_rules_accept_no_more(&client_id, body);
    another_client_learns_nothing(body);
    match &verdict {
        Ok(client) => {
            it_is_kept_as_it_came(client, body);
            let json = json.as_ref().expect("serde_json reads what we accept");
            no_member_is_read_twice(body, json);
            it_is_its_own(&client_id, json);
            nothing_forbidden_is_in_it(json);
            it_says_what_the_document_says(client, json);
            it_leads_only_where_it_may(client);
        }
        Err(error) => it_is_a_known_refusal(error, body, json.as_ref()),
    }
    if let Some(json) = &json {
        spelling_and_order_do_not_matter(&client_id, body, json, verdict);
    }
}

type Verdict = Result<CimdClient, DocumentError>;

/// The client whose document it says it is, so that documents of every client are judged.
fn claimed(json: Option<&Value>) -> ClientId {
    json.and_then(|json| ClientId::parse(json["client_id"].as_str()?).ok())
        .unwrap_or_else(|| ClientId::parse(CLIENT_ID).unwrap())
}

fn it_is_kept_as_it_came(client: &CimdClient, body: &[u8]) {
    assert_eq!(client.raw(), body);
    assert_eq!(client.digest()[..], Sha256::digest(body)[..]);
    assert!(body.len() <= MAX_BYTES);
}

fn no_member_is_read_twice(body: &[u8], json: &Value) {
    assert_eq!(names(body), members(json));
}

fn it_is_its_own(client_id: &ClientId, json: &Value) {
    assert_eq!(json["client_id"], client_id.as_str());
}

fn nothing_forbidden_is_in_it(json: &Value) {
    for name in ["client_secret", "client_secret_expires_at"] {
        assert_eq!(json.get(name), None);
    }
    let method = json["token_endpoint_auth_method"].as_str();
    let methods = strings(&json["token_endpoint_auth_methods_supported"]);
    for method in method.into_iter().chain(methods) {
        assert!(!method.starts_with("client_secret_"), "{method}");
    }
    for key in json["jwks"]["keys"].as_array().into_iter().flatten() {
        assert_ne!(key["kty"], "oct");
        for part in ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"] {
            assert_eq!(key.get(part), None);
        }
    }
    assert!(json["jwks"].is_null() || json["jwks_uri"].is_null());
}

fn it_says_what_the_document_says(client: &CimdClient, json: &Value) {
    let published: Vec<_> = strings(&json["redirect_uris"]).collect();
    let registered: Vec<_> = client
        .redirect_uris()
        .iter()
        .map(|uri| uri.as_str())
        .collect();
    assert!(registered.iter().all(|uri| published.contains(uri)));
    assert!(published.iter().all(|uri| registered.contains(uri)));
    for (member, default, kept) in [
        ("grant_types", "authorization_code", client.grant_types()),
        ("response_types", "code", client.response_types()),
    ] {
        let listed = |name: &String| strings(&json[member]).any(|other| other == name);
        let absent = json[member].is_null();
        assert!(
            kept.iter()
                .all(|name| listed(name) || absent && name == default),
            "{member}"
        );
    }
    let name = json["client_name"].as_str().filter(|name| !name.is_empty());
    assert_eq!(client.client_name(), name);
    assert_eq!(client.jwks_uri(), json["jwks_uri"].as_str());
    assert_eq!(
        client.response_types().is_empty(),
        !uses_redirection(client)
    );
    assert!(!uses_redirection(client) || !registered.is_empty());
}

fn uses_redirection(client: &CimdClient) -> bool {
    let mut grants = client.grant_types().iter();
    grants.any(|grant| grant == "authorization_code" || grant == "implicit")
}

/// As a browser reads the URIs (T17).
fn it_leads_only_where_it_may(client: &CimdClient) {
    for uri in client.redirect_uris() {
        redirect_uri::holds(uri.as_str(), uri.as_str());
        assert!(!is_own(uri.as_str()), "{uri}");
    }
    assert!(!client.jwks_uri().is_some_and(is_own));
    let shown = [
        client.client_uri(),
        client.logo_uri(),
        client.tos_uri(),
        client.policy_uri(),
        client.jwks_uri(),
    ];
    for uri in shown.into_iter().flatten() {
        let Ok(url) = Url::parse(uri) else { continue };
        assert_eq!(url.scheme(), "https");
        assert!(matches!(url.host(), Some(Host::Domain(_))), "{uri}");
        assert_eq!((url.username(), url.password()), ("", None));
    }
}

fn is_own(uri: &str) -> bool {
    let url = Url::parse(uri).ok();
    let host = url.as_ref().and_then(Url::host_str);
    host.is_some_and(|host| host.trim_end_matches('.') == OWN_HOST)
}

/// T18.
fn another_client_learns_nothing(body: &[u8]) {
    let stranger = ClientId::parse("https://stranger.example.com/not-in-any-seed").unwrap();
    let Err(error) = derive(&stranger, body, &rules()) else {
        assert_eq!(
            claimed(serde_json::from_slice(body).ok().as_ref()),
            stranger
        );
        return;
    };
    assert_eq!(error.member().is_some(), error.is_disclosable());
    if !error.is_disclosable() {
        let no_json = derive(&stranger, b"", &rules()).unwrap_err();
        assert_eq!(error.description(), no_json.description());
    }
}

fn it_is_a_known_refusal(error: &DocumentError, body: &[u8], json: Option<&Value>) {
    assert!(DocumentError::rules().any(|rule| rule == error.rule()));
    // RFC 6749 §5.2.
    let legal = |byte| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    assert!(error.description().bytes().all(legal));
    let justified = match error.rule() {
        "document.size" => body.len() > MAX_BYTES,
        "document.json.encoding" => json.is_none(),
        "document.json.syntax" => json.is_none(),
        "document.json.not_an_object" => json.is_some_and(|json| !json.is_object()),
        "document.json.duplicate_member" => json.is_none_or(|json| names(body) > members(json)),
        "document.json.depth" => {
            json.is_none_or(|json| depth(json) > 101 || names(body) > members(json))
        }
        _ => json.is_some_and(Value::is_object),
    };
    assert!(justified, "{error}");
}

/// Canonical JSON, and the same members in another order, get the verdict of what was published.
fn spelling_and_order_do_not_matter(
    client_id: &ClientId,
    body: &[u8],
    json: &Value,
    verdict: Verdict,
) {
    let canonical = unbounded(client_id, &json.to_string());
    let reordered = unbounded(client_id, &reordered(json, hash(body)));
    same_verdict(&canonical, &reordered, json);
    // What serde_json drops, and what canonical JSON does without, is not in the other two.
    if names(body) == members(json) && body.len() <= MAX_BYTES {
        same_verdict(&canonical, &verdict, json);
    }
    if let Ok(client) = canonical {
        a_member_less_is_told(&client, body, json);
    }
}

fn same_verdict(one: &Verdict, other: &Verdict, json: &Value) {
    match (one, other) {
        (Ok(one), Ok(other)) => {
            let languages = languages(json);
            assert_eq!(facets(one, &languages), facets(other, &languages));
            change::holds(one, other, &languages);
        }
        (one, other) => assert_eq!(one.as_ref().err(), other.as_ref().err()),
    }
}

fn a_member_less_is_told(client: &CimdClient, body: &[u8], json: &Value) {
    let mut less = json.clone();
    let Some(object) = less.as_object_mut() else {
        return;
    };
    let keys = object.keys().cloned().collect::<Vec<_>>();
    if let Some(name) = shuffled(keys, body).first() {
        object.remove(name);
    }
    if let Ok(less) = unbounded(client.client_id(), &less.to_string()) {
        change::holds(client, &less, &languages(json));
    }
}

fn languages(json: &Value) -> Vec<&str> {
    let members = json.as_object().into_iter().flatten();
    let tags = members.filter_map(|(name, _)| Some(name.split_once('#')?.1));
    tags.collect()
}

/// Canonical numbers may be longer than published ones.
fn unbounded(client_id: &ClientId, text: &str) -> Verdict {
    let mut rules = rules();
    rules.document.max_bytes = usize::MAX;
    derive(client_id, text.as_bytes(), &rules)
}

fn stricter_rules_accept_no_more(client_id: &ClientId, body: &[u8]) {
    let mut strict = rules();
    strict.document.max_bytes = 2048;
    strict.document.require_explicit_auth_method = true;
    strict.server.auth_methods = vec![AuthMethod::PrivateKeyJwt];
    strict.redirect_uri.dotted_schemes = false;
    let accepts = |rules: &RuleSet| derive(client_id, body, rules).is_ok();
    assert!(accepts(&strict) <= accepts(&rules()));
}

fn derive(client_id: &ClientId, body: &[u8], rules: &RuleSet) -> Verdict {
    let json = HeaderValue::from_static("application/json");
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, json)]);
    let body = body.to_vec().into();
    let publication = Publication::receive(StatusCode::OK, &headers, body).unwrap();
    let provenance = Provenance {
        fetched_at: SystemTime::UNIX_EPOCH,
        fresh_until: SystemTime::UNIX_EPOCH,
    };
    CimdClient::derive(client_id, &publication, rules, provenance)
}

/// Every authentication method, so that documents reach the rules on keys.
fn rules() -> RuleSet {
    let mut rules = RuleSet::new(Issuer::parse("https://as.example.com").unwrap());
    rules.server.auth_methods = AuthMethod::ALL.to_vec();
    rules
}

const CLIENT_ID: &str = "https://client.example.com/client.json";
/// draft-ietf-oauth-client-id-metadata-document-02 §8.7.
const MAX_BYTES: usize = 5120;
const OWN_HOST: &str = "as.example.com";

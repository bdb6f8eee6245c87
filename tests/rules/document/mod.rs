//! Which client metadata documents are valid, and what is told about the others.

mod access;
mod members;
mod authentication;
mod grants;
mod redirects;
mod display;
mod told;

use std::time::SystemTime;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Value as Json, json};
use tower_cimd::ClientId;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::client::{Client, Provenance};
use tower_cimd::rules::document::DocumentError;
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::publication::Publication;
use tower_cimd::rules::rule_set::RuleSet;

pub(crate) const CLIENT_ID: &str = "https://client.example.com/client.json";

/// `https://as.example.com`, with `none` and `private_key_jwt`.
pub(crate) fn rules() -> RuleSet {
    let mut rules = RuleSet::new(Issuer::parse("https://as.example.com").unwrap());
    rules.server.auth_methods = vec![AuthMethod::None, AuthMethod::PrivateKeyJwt];
    rules
}

/// A plain public client with these members besides or instead; a member `"absent"` is taken out.
pub(crate) fn document(members: Json) -> Json {
    let mut document = json!({
        "client_id": CLIENT_ID,
        "redirect_uris": ["https://client.example.com/callback"],
        "token_endpoint_auth_method": "none",
    });
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    let members = document.as_object_mut().unwrap();
    members.retain(|_, value| value != "absent");
    document
}

pub(crate) fn publish(body: impl ToString, media_type: Option<&str>) -> Publication {
    let mut headers = HeaderMap::new();
    if let Some(media_type) = media_type {
        headers.insert(CONTENT_TYPE, HeaderValue::from_str(media_type).unwrap());
    }
    Publication::receive(StatusCode::OK, &headers, body.to_string().into()).unwrap()
}

pub(crate) fn derive_at(
    client_id: &str,
    publication: &Publication,
    rules: &RuleSet,
) -> Result<Client, DocumentError> {
    let client_id = ClientId::parse_with(client_id, &rules.client_id).unwrap();
    let provenance = Provenance {
        fetched_at: SystemTime::UNIX_EPOCH,
        fresh_until: SystemTime::UNIX_EPOCH,
    };
    Client::derive(&client_id, publication, rules, provenance)
}

pub(crate) fn derive(members: Json, rules: &RuleSet) -> Result<Client, DocumentError> {
    let publication = publish(document(members), Some("application/json"));
    derive_at(CLIENT_ID, &publication, rules)
}

pub(crate) fn accepted(members: Json) -> Client {
    derive(members.clone(), &rules()).unwrap_or_else(|error| panic!("{members}: {error}"))
}

/// Refused with a rule and the member that broke it, both fit to be told.
fn refused(members: Json, rule: &str, member: &str) {
    refused_by(&rules(), members, rule, member);
}

fn refused_by(rules: &RuleSet, members: Json, rule: &str, member: &str) {
    let error = derive(members.clone(), rules).expect_err(&members.to_string());
    assert_eq!(
        (error.rule(), error.member()),
        (rule, Some(member)),
        "{members}"
    );
    assert!(error.is_disclosable(), "{members}");
}

/// Refused before it is known to be this client's: nothing of it may be told.
fn withheld(body: &str, rule: &str) {
    withheld_as(body, Some("application/json"), rule);
}

fn withheld_as(body: &str, media_type: Option<&str>, rule: &str) {
    let publication = publish(body, media_type);
    let error = derive_at(CLIENT_ID, &publication, &rules()).expect_err(body);
    assert_eq!((error.rule(), error.member()), (rule, None), "{body}");
    assert!(!error.is_disclosable(), "{body}");
    assert_eq!(error.description(), "no valid client metadata document");
}

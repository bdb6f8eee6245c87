//! What differs between two versions of a client.

mod redirects;
mod proof;
mod asks;
mod shown;
pub(crate) mod whole;
pub(crate) mod published;
mod kinds;
mod policy;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value as Json, json};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::change::{Change, ChangeKinds, Changes};
use tower_cimd::rules::client::Client;
use tower_cimd::rules::rule_set::RuleSet;

use crate::document;

/// A server that supports more than one of everything.
pub(crate) fn rules() -> RuleSet {
    let mut rules = document::rules();
    rules.server.auth_methods = AuthMethod::ALL.to_vec();
    rules.server.grant_types = [
        "authorization_code",
        "refresh_token",
        "client_credentials",
        "implicit",
    ]
    .map(String::from)
    .into();
    rules.server.response_types = ["code", "code id_token"].map(String::from).into();
    rules
}

/// The client of [`document::document`] at that server.
pub(crate) fn version(members: Json) -> Client {
    version_at(members, &rules())
}

pub(crate) fn version_at(members: Json, rules: &RuleSet) -> Client {
    document::derive(members.clone(), rules).unwrap_or_else(|error| panic!("{members}: {error}"))
}

/// One of 256 keys.
pub(crate) fn key(number: u8) -> Json {
    json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode([number; 32])})
}

/// A set of them.
pub(crate) fn jwks(numbers: &[u8]) -> Json {
    json!({"keys": numbers.iter().map(|number| key(*number)).collect::<Vec<_>>()})
}

/// A confidential client with these keys.
pub(crate) fn with_keys(numbers: &[u8]) -> Json {
    json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks(numbers)})
}

/// The thumbprint of one of them, by way of a client that has it.
pub(crate) fn thumbprint(number: u8) -> [u8; 32] {
    let client = version(with_keys(&[number]));
    client.jwks().unwrap().keys()[0].public_key().thumbprint()
}

pub(crate) fn names(kinds: ChangeKinds) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.as_str()).collect()
}

fn between(old: &Json, new: &Json) -> Vec<Change> {
    let changes = Changes::between(&version(old.clone()), &version(new.clone()));
    changes.iter().cloned().collect()
}

/// What changes on the way there, and on the way back: each difference by its kind.
fn both(one: Json, other: Json, there: &[&str], back: &[&str]) {
    let kinds = |changes: Vec<Change>| -> Vec<&str> {
        changes
            .iter()
            .map(|change| change.kind().as_str())
            .collect()
    };
    assert_eq!(kinds(between(&one, &other)), there, "{one} to {other}");
    assert_eq!(kinds(between(&other, &one)), back, "{other} to {one}");
}

/// Two documents that come to the same.
fn same(one: Json, other: Json) {
    both(one, other, &[], &[]);
}

/// The one difference.
fn only(old: Json, new: Json) -> Change {
    match <[Change; 1]>::try_from(between(&old, &new)) {
        Ok([change]) => change,
        Err(changes) => panic!("{changes:?}"),
    }
}

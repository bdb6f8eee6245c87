//! Client identifier URLs.

mod components;
mod characters;
mod hosts;
mod identity;
mod properties;

use tower_cimd::ClientId;
use tower_cimd::rules::client_id::{ClientIdError, ClientIdRules};

fn accepted(text: &str) {
    let id = ClientId::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(id.as_str(), text);
}

fn refused(text: &str, rule: &str) {
    refused_with(text, rule, &ClientIdRules::default());
}

fn refused_with(text: &str, rule: &str, rules: &ClientIdRules) {
    let refusal = ClientId::parse_with(text, rules).map_err(ClientIdError::rule);
    assert_eq!(refusal, Err(rule), "{text:?}");
}

fn id(text: &str) -> ClientId {
    ClientId::parse(text).unwrap()
}

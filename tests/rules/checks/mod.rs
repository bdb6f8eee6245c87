//! What a client that is in order may ask for.

mod authorization;
mod ceilings;
mod device;
mod errors;
mod redirect_uri;
mod redirectable;
mod resource;
mod scope;
mod token;

use serde_json::{Value as Json, json};
use tower_cimd::rules::checks::{Checks, Circumstances};
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::rules::rule_set::RuleSet;
use tower_cimd::{CimdClient, Leg};

use crate::document::{derive, rules};

pub(crate) const CALLBACK: &str = "https://client.example.com/callback";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// A server that also does client credentials and the device grant.
fn server() -> RuleSet {
    let mut rules = rules();
    for grant in ["client_credentials", DEVICE] {
        rules.server.grant_types.push(grant.into());
    }
    rules.server.response_types.push("code id_token".into());
    rules
}

fn client(members: Json) -> CimdClient {
    derive(members.clone(), &server()).unwrap_or_else(|error| panic!("{members}: {error}"))
}

/// The parameters with these instead or besides; `null` takes one out.
fn parameters(whole: &[(&str, &str)], changes: Json) -> Parameters {
    let changes = changes.as_object().unwrap();
    let mut pairs: Vec<(&str, &str)> = whole
        .iter()
        .copied()
        .filter(|(name, _)| !changes.contains_key(*name))
        .collect();
    for (name, value) in changes {
        match value {
            Json::Array(values) => {
                pairs.extend(values.iter().map(|it| (&**name, it.as_str().unwrap())))
            }
            Json::String(value) => pairs.push((name, value)),
            _ => {}
        }
    }
    let mut form = form_urlencoded::Serializer::new(String::new());
    Parameters::parse(form.extend_pairs(pairs).finish().as_bytes())
}

fn authorization(changes: Json) -> Parameters {
    let whole = [
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("state", "a state"),
    ];
    parameters(&whole, changes)
}

fn redemption(changes: Json) -> Parameters {
    let whole = [
        ("grant_type", "authorization_code"),
        ("code", "SplxlOBeZQQ"),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    parameters(&whole, changes)
}

/// Which rule a request breaks; empty where it breaks none.
fn broken(
    leg: Leg,
    client: &CimdClient,
    request: &Parameters,
    circumstances: Circumstances,
    checks: &Checks,
) -> &'static str {
    let server = server().server;
    let outcome = client.check(leg, request.into(), circumstances, &server, checks);
    outcome.err().map_or("", |error| error.rule())
}

/// On the authorization endpoint and at PAR alike.
#[track_caller]
fn check_authorization(members: Json, changes: Json, rule: &str) {
    check_authorization_with(&Checks::default(), members, changes, rule);
}

#[track_caller]
fn check_authorization_with(checks: &Checks, members: Json, changes: Json, rule: &str) {
    let client = client(members);
    let request = authorization(changes);
    for leg in [Leg::Authorization, Leg::PushedAuthorization] {
        let circumstances = Circumstances::default();
        assert_eq!(
            broken(leg, &client, &request, circumstances, checks),
            rule,
            "{leg:?}"
        );
    }
}

#[track_caller]
fn check_token_with(
    checks: &Checks,
    authenticates: bool,
    members: Json,
    changes: Json,
    rule: &str,
) {
    let circumstances = Circumstances {
        authenticates,
        ..Circumstances::default()
    };
    let request = redemption(changes);
    let found = broken(
        Leg::Token,
        &client(members),
        &request,
        circumstances,
        checks,
    );
    assert_eq!(found, rule, "{request:?}");
}

#[track_caller]
fn check_token(members: Json, changes: Json, rule: &str) {
    check_token_with(&Checks::default(), false, members, changes, rule);
}

#[test]
fn a_whole_request_of_each_leg_is_in_order() {
    check_authorization(json!({}), json!({}), "");
    check_token(json!({}), json!({}), "");
}

//! What is checked of a request once its client is known, and what the layer does about it.

mod answers;
mod fetches;
mod handed_on;
mod legs;
mod objects;
mod pending;
mod pushed;
mod raw_query;
mod unsupported;

use axum::extract::Request;
use tower_cimd::resolve::StaticFetch;
use tower_cimd::rules::checks::Checks;
use tower_cimd::{CimdLayer, Leg};

use crate::rig::{self, AUTHORIZATION, CLIENT, authorization, form, get, post_form, redemption};

pub(crate) const CALLBACK: &str = "https://client.example.com/callback";
pub(crate) const EVIL: &str = "https://evil.example.net/callback";

/// A layer over a network on which the client has these members too.
fn layer(members: serde_json::Value) -> CimdLayer {
    rig::layer(StaticFetch::new().publish(CLIENT, document(members)))
}

fn document(members: serde_json::Value) -> String {
    let whole = crate::support::document(CLIENT);
    let mut document: serde_json::Value = serde_json::from_str(&whole).expect("json");
    for (name, value) in members.as_object().expect("an object") {
        document[name] = value.clone();
    }
    document.to_string()
}

/// A whole authorization request by GET but for one parameter; an empty value takes it out.
fn authorize_with(name: &str, value: &str) -> Request {
    let pairs = changed(&AUTHORIZATION, name, value);
    get(&format!("/authorize?{}", form(&pairs)))
}

fn changed<'a>(
    whole: &[(&'a str, &'a str)],
    name: &'a str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    let mut pairs = vec![("client_id", CLIENT)];
    pairs.extend(whole.iter().filter(|(other, _)| *other != name));
    pairs.push((name, value));
    pairs
}

/// The client, and these parameters.
fn on_leg(leg: Leg, besides: &[(&str, &str)]) -> Request {
    let pairs = [&[("client_id", CLIENT)], besides].concat();
    match leg {
        Leg::Authorization => get(&format!("/authorize?{}", authorization(&pairs))),
        Leg::PushedAuthorization => post_form("/token", &authorization(&pairs)),
        Leg::Token => post_form("/token", &redemption(&pairs)),
        _ => post_form("/token", &form(&pairs)),
    }
}

/// A server on this leg that makes these checks.
fn server(layer: CimdLayer, leg: Leg, checks: Checks) -> axum::Router {
    rig::server(layer.leg(leg).checks(checks))
}

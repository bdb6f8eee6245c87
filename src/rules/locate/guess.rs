//! The leg of a request whose route does not say it.

use http::Method;

use crate::rules::leg::Leg;
use crate::rules::locate::places::Places;
use crate::rules::locate::presented::Reading;
use crate::rules::parameters::named;

/// Guesses the leg of a request from its shape.
///
/// Three shapes are known: a GET whose query has a `client_id` is an authorization request; a POST
/// whose form has a `response_type` is one too, or a pushed one where it carries Basic credentials or
/// a client assertion; a POST whose form has a `grant_type` is a token request.
///
/// A shape that could be two of them is none. The leg decides which places are read, and a request
/// that is made to look like another leg's would hide its client_id in a place that is not.
pub fn guess(method: &Method, reading: &Reading<'_>) -> Option<Leg> {
    let places = Places::all(reading);
    let in_query = |name| has(places.query, name);
    let in_form = |name| has(places.form, name);
    match *method {
        Method::GET => in_query("client_id").then_some(Leg::Authorization),
        Method::POST => match (in_form("response_type"), in_form("grant_type")) {
            (true, false) => authorization(places, in_query("client_id")),
            (false, true) if !in_query("client_id") => Some(Leg::Token),
            _ => None,
        },
        _ => None,
    }
}

fn authorization(places: Places<'_>, id_in_query: bool) -> Option<Leg> {
    let authenticates = places.basic().next().is_some() || places.assertions().next().is_some();
    match (authenticates, id_in_query) {
        (false, _) => Some(Leg::Authorization),
        (true, false) => Some(Leg::PushedAuthorization),
        (true, true) => None,
    }
}

fn has(encoded: &[u8], name: &'static str) -> bool {
    named(encoded, name).next().is_some()
}

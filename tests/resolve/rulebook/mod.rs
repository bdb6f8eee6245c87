//! The operator's rules: what they match, what comes of them, and how they are written.

mod ceilings;
mod data;
mod effects;
mod lifetimes;
mod matching;
mod modes;
mod restrictions;
mod shared;
mod sites;

use serde_json::{Value, json};
use tower_cimd::resolve::StaticFetch;
use tower_cimd::resolve::policy::{Admission, MayUse, Policy};
use tower_cimd::resolve::rulebook::{Effect, Rule, Rulebook};
use tower_cimd::{CimdClient, ClientId};

use crate::world::{CLIENT_ID, client, resolver};

pub(crate) fn id(text: &str) -> ClientId {
    ClientId::parse(text).expect("a client_id")
}

/// A rule that is named after what it matches.
pub(crate) fn rule(effect: Effect, clients: &str) -> Rule {
    Rule::new(clients, effect, [clients]).expect("a pattern")
}

pub(crate) fn book(rules: impl IntoIterator<Item = Rule>) -> Rulebook {
    Rulebook::new(rules).expect("a rulebook")
}

/// The validated client at [`CLIENT_ID`], of a document with these members besides.
pub(crate) async fn published(members: Value) -> CimdClient {
    let mut document = json!({
        "client_id": CLIENT_ID,
        "redirect_uris": ["https://client.example.com/callback"],
    });
    let besides = members.as_object().expect("members").clone();
    document.as_object_mut().expect("members").extend(besides);
    let network = StaticFetch::new().publish(CLIENT_ID, document.to_string());
    let (resolver, _) = resolver(network);
    client(&resolver, CLIENT_ID).await
}

pub(crate) fn admits(book: &Rulebook, client_id: &str) -> Admission {
    book.admits(&id(client_id))
}

/// Whether the rulebook lets the plain client at [`CLIENT_ID`] be used.
pub(crate) async fn may_use(book: &Rulebook) -> MayUse {
    book.may_use(&published(json!({})).await)
}

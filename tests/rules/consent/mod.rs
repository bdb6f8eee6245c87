//! What a consent page must show.

mod name;
mod host;
mod redirect;
mod lookalike;
mod view;
mod prompt;
mod published;

use serde_json::{Value as Json, json};
use tower_cimd::CimdClient;
use tower_cimd::rules::consent::{ConsentContext, ConsentView, HostView};

use crate::document::{derive_at, document, publish, rules};

/// The client of a document with these members at this URL.
fn client_at(client_id: &str, mut members: Json) -> CimdClient {
    members["client_id"] = json!(client_id);
    let publication = publish(document(members), Some("application/json"));
    let mut rules = rules();
    rules.redirect_uri.undotted_schemes = true;
    derive_at(client_id, &publication, &rules)
        .unwrap_or_else(|error| panic!("{client_id}: {error}"))
}

fn client(members: Json) -> CimdClient {
    client_at("https://client.example.com/client.json", members)
}

/// A client whose only redirection URI is this one, which is also the request's.
fn view_of(client_id: &str, redirect_uri: &str) -> ConsentView {
    let client = client_at(client_id, json!({"redirect_uris": [redirect_uri]}));
    let context = ConsentContext {
        redirect_uri: client.redirect_uris().first(),
        ..ConsentContext::default()
    };
    ConsentView::new(&client, context)
}

/// How a host is shown, be it one that no client_id may have.
fn host(host: &str) -> HostView {
    let view = view_of(
        "https://client.example.com/client.json",
        &format!("https://{host}/"),
    );
    view.redirect().unwrap().host().unwrap().clone()
}

//! The consent page of the quickstart, and one for clients that were registered by hand.

#[path = "../../quickstart/pages.rs"]
mod quickstart;

use tower_cimd::CimdClient;
use tower_cimd::rules::consent::{ConsentContext, ConsentView};

/// What a person is asked about a client with a metadata document.
pub(crate) fn published(client: &CimdClient, presented: &str, transaction: &str) -> String {
    let context = ConsentContext {
        redirect_uri: client.match_redirect_uri(presented),
        language: Some("en"),
        ..ConsentContext::default()
    };
    quickstart::consent(&ConsentView::new(client, context), transaction)
}

/// What a person is asked about a client that this server has known for long.
pub(crate) fn registered(transaction: &str) -> String {
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Allow access?</title>\
         <form method=post action=/consent>\
         <button name=transaction value={transaction}>Allow our own app</button></form></html>"
    )
}

pub(crate) use self::quickstart::POLICY;

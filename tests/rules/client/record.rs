//! The record itself.

use std::time::{Duration, SystemTime};

use serde_json::json;
use sha2::{Digest as _, Sha256};
use tower_cimd::ClientId;
use tower_cimd::rules::client::{Client, Provenance, Source};

use crate::document::{CLIENT_ID, accepted, derive_at, document, publish, rules};

#[test]
fn a_client_is_a_pointer_that_any_thread_may_hold() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<Client>();
    assert!(size_of::<Client>() <= 2 * size_of::<usize>());
}

#[test]
fn a_clone_is_the_same_record() {
    let client = accepted(json!({}));
    assert_eq!(client.clone().raw().as_ptr(), client.raw().as_ptr());
    assert!(std::ptr::eq(
        client.clone().redirect_uris(),
        client.redirect_uris()
    ));
}

#[test]
fn the_raw_document_and_its_digest_are_those_that_were_published() {
    let body = format!(" {} \n", document(json!({"unknown": [1, 2]})));
    let publication = publish(&body, Some("application/json"));
    let client = derive_at(CLIENT_ID, &publication, &rules()).unwrap();
    assert_eq!(client.raw(), body.as_bytes());
    assert_eq!(client.digest()[..], Sha256::digest(&body)[..]);
}

#[test]
fn a_client_knows_when_it_was_fetched_and_how_it_came() {
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let provenance = |fetched, fresh| Provenance {
        fetched_at: at(fetched),
        fresh_until: at(fresh),
    };
    let publication = publish(document(json!({})), Some("application/json"));
    let id = ClientId::parse(CLIENT_ID).unwrap();
    let client = Client::derive(&id, &publication, &rules(), provenance(1, 2)).unwrap();
    assert_eq!(client.source(), Source::Fetched);

    let stale = client.with_source(Source::Stale);
    assert_eq!(stale.source(), Source::Stale);
    assert_eq!(stale.raw().as_ptr(), client.raw().as_ptr());
    assert_eq!((stale.fetched_at(), stale.fresh_until()), (at(1), at(2)));

    let renewed = stale.renewed(provenance(3, 4));
    assert_eq!(renewed.source(), Source::Fetched);
    assert_eq!(
        (renewed.fetched_at(), renewed.fresh_until()),
        (at(3), at(4))
    );
    assert_eq!(renewed.digest(), client.digest());
    assert_eq!((client.fetched_at(), client.fresh_until()), (at(1), at(2)));
}

#[test]
fn debug_is_short_and_without_the_document() {
    let client = accepted(json!({"client_name": "MARK"}));
    assert_eq!(
        format!("{client:?}"),
        format!("Client {{ client_id: {CLIENT_ID:?}, source: Fetched, .. }}")
    );
}

#[test]
fn a_client_weighs_at_least_its_texts_and_grows_with_them() {
    let small = accepted(json!({}));
    let name = "x".repeat(1000);
    let large = accepted(json!({"client_name": name}));
    assert!(small.weight() > small.raw().len() + CLIENT_ID.len());
    assert!(large.weight() >= small.weight() + 2 * name.len());
    assert!(small.weight() < 2048, "{}", small.weight());
    let uris: Vec<_> = (0..60)
        .map(|n| format!("https://a.example.com/{n}"))
        .collect();
    let many = accepted(json!({"redirect_uris": uris}));
    assert!(many.weight() > size_of_val(many.redirect_uris()) + 2 * many.raw().len());
}

#[test]
fn a_client_is_tagged_with_the_rules_that_made_it() {
    let client = accepted(json!({}));
    assert_eq!(client.rule_set(), &rules().digest());
}

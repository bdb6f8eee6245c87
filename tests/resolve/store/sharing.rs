//! A document that one node has fetched, the others need not fetch.

use tower_cimd::resolve::{ResolveError, StaticFetch, Store};
use tower_cimd::rules::client::Source;

use super::nodes::Nodes;
use crate::publisher::prove;
use crate::support::{Moment, ScriptedFetch, document, fetched, settle};
use crate::world::{CLIENT_ID, build, builder, client, error, seconds, source};

#[tokio::test]
async fn a_cold_client_id_costs_one_fetch_in_all() {
    let nodes = Nodes::new();
    let first = client(&nodes.node(), CLIENT_ID).await;
    for _ in 0..3 {
        let other = client(&nodes.node(), CLIENT_ID).await;
        assert_eq!(other.raw(), first.raw());
        assert_eq!(other.rule_set(), first.rule_set());
        assert_eq!(other.fetched_at(), first.fetched_at());
        assert_eq!(other.fresh_until(), first.fresh_until());
    }
    assert_eq!(nodes.fetches(), 1);
}

#[tokio::test]
async fn the_nodes_own_cache_comes_first() {
    let nodes = Nodes::new();
    let node = nodes.node();
    client(&node, CLIENT_ID).await;
    nodes.store.forget(&nodes.key("document")).await.unwrap();
    assert_eq!(source(&node, CLIENT_ID).await, Source::Cache);
}

#[tokio::test]
async fn a_copy_is_fresh_no_longer_than_where_it_came_from() {
    let nodes = Nodes::new();
    client(&nodes.node(), CLIENT_ID).await;
    let other = nodes.node();
    nodes.clock.advance(seconds(200));
    client(&other, CLIENT_ID).await;
    nodes.clock.advance(seconds(99));
    assert_eq!(source(&other, CLIENT_ID).await, Source::Cache);
    assert_eq!(nodes.fetches(), 1);
    nodes.clock.advance(seconds(1));
    client(&other, CLIENT_ID).await;
    settle().await;
    assert_eq!(nodes.fetches(), 2);
}

#[tokio::test]
async fn what_one_node_has_renewed_another_takes_instead_of_its_stale_copy() {
    let nodes = Nodes::new();
    let (one, other) = (nodes.node(), nodes.node());
    client(&one, CLIENT_ID).await;
    client(&other, CLIENT_ID).await;
    nodes.clock.advance(seconds(400));
    client(&one, CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 2);
    client(&other, CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 2);
}

#[tokio::test]
async fn a_cold_node_renews_a_neighbours_stale_copy_by_a_conditional_request() {
    let nodes = Nodes::new();
    let first = fetched(
        200,
        &[("content-type", "application/json"), ("etag", "\"v1\"")],
        document(CLIENT_ID),
    );
    let confirmation = Moment::Answer(fetched(304, &[("etag", "\"v1\"")], ""));
    let network = ScriptedFetch::new([Moment::Answer(first), confirmation]);
    let node = || build(builder(network.clone(), &nodes.clock).store(nodes.shared()));
    client(&node(), CLIENT_ID).await;
    nodes.clock.advance(seconds(3600));
    let renewed = client(&node(), CLIENT_ID).await;
    let validators = &network.requests()[1].validators;
    assert_eq!(validators.etag.as_ref().unwrap(), "\"v1\"");
    assert_eq!(renewed.raw(), document(CLIENT_ID).as_bytes());
    client(&node(), CLIENT_ID).await;
    assert_eq!(network.fetches(), 2);
}

#[tokio::test]
async fn a_copy_that_is_renewed_ahead_of_its_expiry_is_renewed_once_in_all() {
    let nodes = Nodes::new();
    let (one, other) = (nodes.node(), nodes.node());
    client(&one, CLIENT_ID).await;
    client(&other, CLIENT_ID).await;
    prove(&one);
    prove(&other);
    // In use, and close to its end.
    for second in 1..300 {
        nodes.clock.advance(seconds(1));
        client(&one, CLIENT_ID).await;
        client(&other, CLIENT_ID).await;
        settle().await;
        assert!(nodes.fetches() <= 2, "after {second} s");
    }
    assert_eq!(nodes.fetches(), 2);
    nodes.clock.advance(seconds(60));
    assert_eq!(source(&one, CLIENT_ID).await, Source::Cache);
    assert_eq!(source(&other, CLIENT_ID).await, Source::Cache);
}

#[tokio::test]
async fn a_cold_node_makes_do_with_a_neighbours_stale_copy_in_bad_weather() {
    let nodes = Nodes::new();
    client(&nodes.node(), CLIENT_ID).await;
    let _ = nodes
        .network
        .clone()
        .answer(CLIENT_ID, fetched(503, &[], ""));
    nodes.clock.advance(seconds(400));
    assert_eq!(source(&nodes.node(), CLIENT_ID).await, Source::Stale);
    assert_eq!(nodes.fetches(), 2);
}

#[tokio::test]
async fn the_media_type_comes_along() {
    const IN_FOLDER: &str = "https://files.example.com/owner/client.json";
    for media_type in ["application/ld+json", "text/plain; charset=UTF-8"] {
        let answer = fetched(200, &[("content-type", media_type)], document(IN_FOLDER));
        let nodes = Nodes {
            network: StaticFetch::new().answer(IN_FOLDER, answer),
            ..Nodes::new()
        };
        let node = || {
            let builder = nodes.builder().store(nodes.shared());
            build(builder.rules(|rules| {
                let folder = "https://files.example.com/owner/".to_owned();
                rules.document.text_plain.push(folder);
            }))
        };
        client(&node(), IN_FOLDER).await;
        client(&node(), IN_FOLDER).await;
        assert_eq!(nodes.fetches(), 1, "{media_type}");
    }
}

#[tokio::test]
async fn what_must_not_be_stored_is_not_shared() {
    for cache_control in ["no-store", "private"] {
        let headers = [
            ("content-type", "application/json"),
            ("cache-control", cache_control),
        ];
        let nodes = Nodes::new();
        client(&nodes.node(), CLIENT_ID).await;
        nodes.clock.advance(seconds(300));
        let answer = fetched(200, &headers, document(CLIENT_ID));
        let _ = nodes.network.clone().answer(CLIENT_ID, answer);
        client(&nodes.node(), CLIENT_ID).await;
        // Nor does what was shared before stay.
        assert_eq!(nodes.store.keys(), [""; 0], "{cache_control}");
    }
}

#[tokio::test]
async fn nothing_that_failed_is_shared() {
    let invalid = r#"{"client_id": "https://other.example.com/"}"#;
    for answer in [
        fetched(404, &[], ""),
        fetched(503, &[], ""),
        fetched(200, &[("content-type", "text/html")], "<html>"),
        fetched(200, &[("content-type", "application/json")], invalid),
    ] {
        let nodes = Nodes {
            network: StaticFetch::new().answer(CLIENT_ID, answer),
            ..Nodes::new()
        };
        error(&nodes.node(), CLIENT_ID).await;
        assert_eq!(nodes.store.keys(), [""; 0]);
        error(&nodes.node(), CLIENT_ID).await;
        assert_eq!(nodes.fetches(), 2);
    }
}

#[tokio::test]
async fn a_strict_and_a_lax_node_never_read_each_others_documents() {
    let without_method = serde_json::json!({
        "client_id": CLIENT_ID,
        "redirect_uris": ["https://client.example.com/callback"],
    });
    let nodes = Nodes {
        network: StaticFetch::new().publish(CLIENT_ID, without_method.to_string()),
        ..Nodes::new()
    };
    client(&nodes.node(), CLIENT_ID).await;
    let strict = build(nodes.builder().store(nodes.shared()).rules(|rules| {
        rules.document.require_explicit_auth_method = true;
    }));
    let refused = error(&strict, CLIENT_ID).await;
    assert!(matches!(refused, ResolveError::Document(_)), "{refused:?}");
    assert_eq!(nodes.fetches(), 2);
    // And what the strict one withdrew stays with the lax one.
    client(&nodes.node(), CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 2);
}

#[tokio::test]
async fn each_namespace_has_its_own_documents() {
    let nodes = Nodes::new();
    for (namespace, fetches) in [("a", 1), ("b", 2), ("a", 2), ("", 3), ("b", 3)] {
        let shared = nodes.shared().namespace(namespace);
        client(&build(nodes.builder().store(shared)), CLIENT_ID).await;
        assert_eq!(nodes.fetches(), fetches, "{namespace}");
    }
}

#[tokio::test]
async fn a_strangers_text_is_in_no_key() {
    let nodes = Nodes::new();
    let long = format!("https://client.example.com/{}", "a".repeat(1900));
    let _ = nodes.network.clone().publish(&long, document(&long));
    client(&nodes.node(), CLIENT_ID).await;
    client(&nodes.node(), &long).await;
    let keys = nodes.store.keys();
    assert_eq!(keys.len(), 2);
    for key in keys {
        assert!(key.len() <= 128 && key.is_ascii(), "{key}");
        assert!(
            key.starts_with("tower-cimd:") && !key.contains("example"),
            "{key}"
        );
    }
}

//! `jws_wycheproof.jsonl`, each as the assertion of a client whose key it comes with.
//!
//! Their payloads claim nothing, so that none proves a client; what their signatures are worth is
//! tested in `tests/judge`.

use serde_json::{Value, json};
use tower_cimd::resolve::StaticFetch;
use tower_cimd::rules::checks::Checks;

use crate::rows;
use crate::world::{CLIENT, World, asserting, document, redemption};

#[tokio::test]
async fn no_signed_text_of_others_proves_a_client() {
    let (mut judged, mut unpublishable) = (0, 0);
    for row in rows::rows("jws_wycheproof.jsonl") {
        let keys = match row["key"].get("keys") {
            Some(keys) => keys.clone(),
            None => json!([row["key"]]),
        };
        match refusal(&keys, row["jws"].as_str().unwrap()).await {
            // A private or symmetric key, or one that is none, in the document.
            rule if rule.starts_with("document.") => unpublishable += 1,
            rule if rule.starts_with("assertion.") => judged += 1,
            rule => panic!("{rule}: {row}"),
        }
    }
    assert!(judged > 100, "{judged}");
    assert!(unpublishable > 20, "{unpublishable}");
}

/// The rule by which it is refused.
async fn refusal(keys: &Value, jws: &str) -> String {
    let document = document(json!({
        "token_endpoint_auth_method": "private_key_jwt", "jwks": { "keys": keys },
    }));
    let network = StaticFetch::new().publish(CLIENT, document.to_string());
    let world = World::over(network, StaticFetch::new(), Checks::default()).await;
    let answer = world.send(&redemption("code", &asserting(jws))).await;
    assert_eq!(answer.status, 400, "{answer:?}");
    assert_eq!(answer.error().as_deref(), Some("invalid_client"));
    assert_eq!(world.keys.fetches(), 0);
    answer.rule()
}

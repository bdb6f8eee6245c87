//! The refusals, and what to do about them.

use serde_json::json;

use crate::html::text;
use crate::rig::{Rig, encoded};

const AWAY: &str = "https://away.example.com/a";
const ADDRESS: &str = "https://127.0.0.1/a";
const BROKEN: &str = "https://broken.example.com/a";

async fn refused() -> Rig {
    let rig = Rig::new();
    rig.publish(
        BROKEN,
        json!({ "redirect_uris": ["http://example.com/cb"] }),
    );
    for client_id in [AWAY, ADDRESS, ADDRESS, BROKEN] {
        rig.sign_in(client_id).await;
    }
    rig
}

#[tokio::test]
async fn a_refusal_says_the_rule_the_member_and_what_to_do() {
    let page = text(&refused().await.get("/refusals").await.body);
    for shown in [
        ADDRESS,
        "client_id.ip_literal",
        "Publish the document under a DNS name",
        BROKEN,
        "redirect_uris",
        "authorization",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
}

#[tokio::test]
async fn refusals_are_filtered() {
    let rig = refused().await;
    let check = async |query: &[(&str, &str)], expected: &[&str]| {
        let path = format!("/refusals?{}", encoded(query));
        let page = text(&rig.get(&path).await.body);
        let json = rig.json(&format!("/api{path}")).await;
        let listed: Vec<_> = json["refusals"].as_array().unwrap().iter().collect();
        assert_eq!(listed.len(), expected.len(), "{query:?}: {json}");
        for client_id in expected {
            assert!(
                listed.iter().any(|row| row["client_id"] == *client_id),
                "{client_id}"
            );
            assert!(page.contains(client_id), "{client_id}: {page}");
        }
    };
    check(&[], &[AWAY, ADDRESS, BROKEN]).await;
    check(&[("text", "AWAY")], &[AWAY]).await;
    check(&[("rule", "client_id")], &[ADDRESS]).await;
    check(&[("rule", "client_id.ip_literal")], &[ADDRESS]).await;
    check(&[("rule", "client_id.ip")], &[]).await;
    check(&[("blame", "request")], &[ADDRESS]).await;
    check(&[("blame", "ourselves")], &[]).await;
}

#[tokio::test]
async fn a_host_is_blocked_from_its_refusal() {
    let rig = refused().await;
    let page = rig.get("/refusals").await.body;
    assert!(
        page.contains("name=\"pattern\" value=\"broken.example.com\""),
        "{page}"
    );
    // An address is no host that could be blocked.
    assert!(
        !page.contains("name=\"pattern\" value=\"127.0.0.1\""),
        "{page}"
    );
    let fields = [
        ("pattern", "broken.example.com"),
        ("why", "a"),
        ("back", "refusals"),
    ];
    let answer = rig.submit("/block", &fields).await;
    assert_eq!(answer.header("location"), Some("refusals?done=block"));
}

#[tokio::test]
async fn nothing_refused_is_said_so() {
    let page = text(&Rig::new().get("/refusals").await.body);
    assert!(page.contains("Nothing was refused."), "{page}");
}

//! The states in which a client may be.

use std::time::Duration;

use serde_json::json;
use tower_cimd::resolve::rulebook::{Effect, Mode, Rule, Rulebook};

use crate::html::text;
use crate::rig::{DESK, Rig, client};

fn ruled(mode: Mode) -> Rig {
    let rules = [
        Rule::new("no", Effect::Deny, ["denied.example.org"]).unwrap(),
        Rule::new("new", Effect::Quarantine, ["new.example.org"]).unwrap(),
    ];
    Rig::built(|builder| builder.policy(Rulebook::new(rules).unwrap().mode(mode)))
}

/// In the list, on the page of the client, and for programs.
async fn check(rig: &Rig, client_id: &str, state: &str) {
    let json = rig.json(&format!("/api{}", client(client_id))).await;
    assert_eq!(json["state"], state, "{client_id}");
    let listed = rig.get(&format!("/clients?state={state}")).await.body;
    assert!(listed.contains(client_id), "{client_id}: {}", text(&listed));
    let page = text(&rig.get(&client(client_id)).await.body);
    assert!(
        page.contains(&format!("State {state}")),
        "{client_id}: {page}"
    );
}

#[tokio::test]
async fn a_copy_is_fresh_and_then_stale() {
    let rig = Rig::with_desk().await;
    check(&rig, DESK, "fresh").await;
    rig.clock.advance(Duration::from_secs(301));
    check(&rig, DESK, "stale").await;
    let page = text(&rig.get(&client(DESK)).await.body);
    assert!(page.contains("5 min ago"), "{page}");
}

#[tokio::test]
async fn a_rule_refuses_or_puts_in_quarantine() {
    let rig = ruled(Mode::Enforce);
    let (denied, new) = ("https://denied.example.org/a", "https://new.example.org/a");
    rig.hold(new, json!({})).await;
    check(&rig, new, "quarantined").await;
    // A client that is denied is never fetched; what is pinned is listed all the same.
    let document =
        json!({ "client_id": denied, "redirect_uris": ["https://denied.example.org/cb"] });
    let pin = json!({
        "client_id": denied, "use": "instead", "days": 1, "document": document.to_string(),
    });
    rig.post("/api/pin", pin).await;
    check(&rig, denied, "refused").await;
    let page = text(&rig.get(&client(denied)).await.body);
    assert!(page.contains("It is refused now: policy.admits"), "{page}");
}

#[tokio::test]
async fn a_mode_that_is_ordered_changes_the_states() {
    let rig = ruled(Mode::Report);
    let new = "https://new.example.org/a";
    rig.hold(new, json!({})).await;
    check(&rig, new, "fresh").await;
    rig.submit("/mode", &[("mode", "enforce"), ("why", "a")])
        .await;
    check(&rig, new, "quarantined").await;
    rig.submit("/mode", &[("mode", "policy")]).await;
    check(&rig, new, "fresh").await;
}

#[tokio::test]
async fn a_block_and_a_pin_show_in_the_list() {
    let rig = Rig::with_desk().await;
    let pin = [("client_id", DESK), ("use", "instead"), ("days", "1")];
    rig.submit("/pin", &pin).await;
    check(&rig, DESK, "pinned").await;
    rig.submit("/block", &[("pattern", "desk.example.com"), ("why", "a")])
        .await;
    check(&rig, DESK, "blocked").await;
    let page = text(&rig.get(&client(DESK)).await.body);
    assert!(page.contains("It is refused now: policy.blocked"), "{page}");
    rig.submit("/unblock", &[("pattern", "desk.example.com")])
        .await;
    check(&rig, DESK, "pinned").await;
}

#[tokio::test]
async fn what_a_publisher_withdraws_is_told_and_gone() {
    let rig = Rig::with_desk().await;
    rig.publish(DESK, json!({ "redirect_uris": ["http://example.com/cb"] }));
    let answer = rig.submit("/refresh", &[("client_id", DESK)]).await;
    assert_eq!(answer.status, 502, "{}", text(&answer.body));
    assert!(
        answer.body.contains("redirect_uri"),
        "{}",
        text(&answer.body)
    );
    assert_eq!(rig.get(&client(DESK)).await.status, 404);
    let overview = text(&rig.get("/overview").await.body);
    assert!(overview.contains(&format!("{DESK}gone")), "{overview}");
    let changes = rig.json("/api/changes").await;
    assert_eq!(changes["changes"][0]["client_id"], DESK);
    assert!(changes["changes"][0]["rule"].is_string(), "{changes}");
}

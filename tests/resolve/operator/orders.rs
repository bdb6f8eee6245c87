//! Orders as they are given out.

use serde_json::json;
use tower_cimd::resolve::{Clock, Mode, StaticFetch};

use crate::publisher::Publisher;
use crate::support::FakeClock;
use crate::world::{CLIENT_ID, build, builder, client, resolver, seconds};

#[tokio::test]
async fn orders_say_who_when_and_why() {
    let clock = FakeClock::new();
    let resolver = build(builder(Publisher::with(&[]).network, &clock));
    let operator = resolver.operator();
    client(&resolver, CLIENT_ID).await;
    operator
        .block("*.bad.example.com", "keys leaked", "alice")
        .await
        .unwrap();
    clock.advance(seconds(5));
    operator
        .pin(CLIENT_ID, clock.wall() + seconds(60), "", "bob")
        .await
        .unwrap();
    let mode = Some(Mode::Report);
    operator.set_mode(mode, "a trial", "carol").await.unwrap();
    let at = FakeClock::EPOCH.as_secs();
    let expected = json!({
        "version": 3,
        "mode": {"mode": "report", "by": "carol", "why": "a trial", "at": at + 5},
        "blocks": [
            {"pattern": "*.bad.example.com", "by": "alice", "why": "keys leaked", "at": at},
        ],
        "pins": [{
            "client_id": CLIENT_ID,
            "expires": at + 65,
            "use": "instead",
            "by": "bob",
            "why": "",
            "at": at + 5,
        }],
    });
    assert_eq!(serde_json::to_value(&*operator.orders()).unwrap(), expected);
}

#[tokio::test]
async fn each_change_has_a_version_of_its_own_and_a_refused_one_has_none() {
    let (resolver, _) = resolver(StaticFetch::new());
    let operator = resolver.operator();
    operator.block("a.example.com", "", "alice").await.unwrap();
    operator
        .unblock("b.example.com", "alice")
        .await
        .unwrap_err();
    operator.block("?", "", "alice").await.unwrap_err();
    operator.unblock("a.example.com", "alice").await.unwrap();
    assert_eq!(operator.orders().version, 2);
    assert!(operator.orders().is_empty());
}

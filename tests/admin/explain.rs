//! A dry run, and what it does not tell.

use http::StatusCode;
use serde_json::json;
use tower_cimd::resolve::FetchError;

use crate::html::text;
use crate::rig::{DESK, Rig};

#[tokio::test]
async fn the_steps_are_told_in_order() {
    let rig = Rig::with_desk().await;
    let fields = [
        ("client_id", DESK),
        ("redirect_uri", "https://desk.example.com/cb"),
    ];
    let answer = rig.submit("/explain", &fields).await;
    assert_eq!(answer.status, StatusCode::OK);
    let page = text(&answer.body);
    let mut rest = &*page;
    for shown in [
        "accepted",
        "client_id",
        "admits",
        "at_hand",
        "may_use",
        "redirect_uri",
    ] {
        let (_, after) = rest
            .split_once(shown)
            .unwrap_or_else(|| panic!("{shown}: {page}"));
        rest = after;
    }
    assert!(
        answer.body.contains(&format!("value=\"{DESK}\"")),
        "the form keeps what was asked"
    );
}

#[tokio::test]
async fn what_is_refused_says_what_to_do() {
    let rig = Rig::with_desk().await;
    let fields = [
        ("client_id", DESK),
        ("redirect_uri", "https://evil.example/cb"),
    ];
    let page = text(&rig.submit("/explain", &fields).await.body);
    assert!(page.contains("redirect_uri.miss.nothing"), "{page}");
    assert!(
        page.contains("Register the redirect_uri in the document."),
        "{page}"
    );
}

#[tokio::test]
async fn the_api_answers_the_explanation() {
    let rig = Rig::with_desk().await;
    let answer = rig
        .post("/api/explain", json!({ "client_id": DESK }))
        .await
        .value();
    assert_eq!(answer["conclusion"], "accepted");
    assert_eq!(answer["steps"][0]["stage"], "client_id");
}

#[tokio::test]
async fn nothing_is_kept() {
    let rig = Rig::new();
    rig.publish(DESK, json!({}));
    rig.submit("/explain", &[("client_id", DESK)]).await;
    assert_eq!(rig.json("/api/clients").await["clients"], json!([]));
    assert_eq!(rig.json("/api/orders").await["version"], 0);
}

/// What a network said names addresses; the page does not (T18, T19).
#[tokio::test]
async fn no_answer_names_an_address() {
    let rig = Rig::new();
    let told = "10.1.2.3:443 refused: connection to db.internal (fd00::7)";
    let client_id = "https://away.example.com/a";
    let network = rig.network.clone();
    let _network = network.fail(client_id, move || FetchError::Other(told.into()));
    rig.sign_in(client_id).await;
    let answers = [
        rig.submit("/explain", &[("client_id", client_id)]).await,
        rig.post("/api/explain", json!({ "client_id": client_id }))
            .await,
        rig.submit("/refresh", &[("client_id", client_id)]).await,
        rig.post("/api/refresh", json!({ "client_id": client_id }))
            .await,
        rig.get("/refusals").await,
        rig.get("/api/refusals").await,
        rig.get("/overview").await,
        rig.get("/api/overview").await,
    ];
    for answer in answers {
        for part in ["10.1.2.3", "db.internal", "fd00::7", "refused: connection"] {
            assert!(!answer.body.contains(part), "{part}: {}", answer.body);
        }
    }
}

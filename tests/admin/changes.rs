//! What an operator changes, by the forms and by the API.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use crate::html::text;
use crate::rig::{Answer, DESK, Rig, client, encoded, form};

const CLIENT: (&str, &str) = ("client_id", DESK);
const HOST: (&str, &str) = ("pattern", "desk.example.com");

/// Where a form leads, and what the page there says.
async fn leads(rig: &Rig, answer: &Answer, to: &str, says: &str) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.header("location"), Some(to));
    let page = rig.get(&format!("/{to}")).await;
    assert!(
        page.body.contains(&format!("role=\"status\">{says}")),
        "{}",
        text(&page.body)
    );
}

fn page_of_desk(done: &str) -> String {
    format!("client?{}", encoded(&[CLIENT, ("done", done)]))
}

#[tokio::test]
async fn a_document_is_fetched_anew() {
    let rig = Rig::with_desk().await;
    let answer = rig.submit("/refresh", &[CLIENT]).await;
    leads(&rig, &answer, &page_of_desk("refresh"), "Fetched anew.").await;
    assert_eq!(rig.network.fetches(), 2);
    assert_eq!(
        rig.post("/api/refresh", json!({ "client_id": DESK }))
            .await
            .value()["done"],
        "refresh"
    );
    assert_eq!(rig.network.fetches(), 3);
}

#[tokio::test]
async fn a_document_is_forgotten() {
    let rig = Rig::with_desk().await;
    let answer = rig.submit("/forget", &[CLIENT]).await;
    leads(&rig, &answer, "clients?done=forget", "Forgotten").await;
    assert_eq!(rig.get(&client(DESK)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_host_is_blocked_and_the_block_is_lifted() {
    let rig = Rig::with_desk().await;
    assert_eq!(rig.sign_in(DESK).await, StatusCode::OK);
    let answer = rig
        .submit("/block", &[CLIENT, HOST, ("why", "leaked <keys>")])
        .await;
    leads(&rig, &answer, &page_of_desk("block"), "Blocked").await;
    assert_ne!(rig.sign_in(DESK).await, StatusCode::OK);

    let page = text(&rig.get("/orders").await.body);
    for shown in ["desk.example.com", "alice", "just now", "leaked <keys>"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let answer = rig.submit("/unblock", &[HOST]).await;
    leads(&rig, &answer, "orders?done=unblock", "The block is lifted.").await;
    assert_eq!(rig.sign_in(DESK).await, StatusCode::OK);
}

#[tokio::test]
async fn a_refusal_leads_to_the_block_and_its_end() {
    let rig = Rig::with_desk().await;
    rig.submit("/block", &[("pattern", "*.example.com"), ("why", "a")])
        .await;
    rig.sign_in(DESK).await;
    let page = rig.get("/refusals").await.body;
    assert!(
        page.contains("policy.blocked") && page.contains("Lift the block"),
        "{page}"
    );
    assert!(
        page.contains("name=\"pattern\" value=\"*.example.com\""),
        "{page}"
    );
    let answer = rig
        .submit(
            "/unblock",
            &[("pattern", "*.example.com"), ("back", "refusals")],
        )
        .await;
    leads(
        &rig,
        &answer,
        "refusals?done=unblock",
        "The block is lifted.",
    )
    .await;
    assert!(!rig.get("/refusals").await.body.contains("Lift the block"));
}

#[tokio::test]
async fn the_document_that_is_held_is_pinned_until_a_day() {
    let rig = Rig::with_desk().await;
    let pin = [
        CLIENT,
        ("use", "instead"),
        ("days", "2"),
        ("why", "audited"),
    ];
    let answer = rig.submit("/pin", &pin).await;
    leads(&rig, &answer, &page_of_desk("pin"), "Pinned.").await;
    let pins = &rig.json("/api/orders").await["pins"];
    assert_eq!(pins[0]["expires"], 1_767_225_600 + 2 * 24 * 60 * 60);
    assert_eq!(
        (&pins[0]["use"], &pins[0]["by"]),
        (&json!("instead"), &json!("alice"))
    );
    // What is published now is not looked at.
    rig.publish(DESK, json!({ "redirect_uris": [] }));
    rig.submit("/forget", &[CLIENT]).await;
    assert_eq!(rig.sign_in(DESK).await, StatusCode::OK);
    assert!(text(&rig.get(&client(DESK)).await.body).contains("pinned"));

    let answer = rig.submit("/unpin", &[CLIENT, ("back", "orders")]).await;
    leads(&rig, &answer, "orders?done=unpin", "The pin is lifted.").await;
    assert_ne!(rig.sign_in(DESK).await, StatusCode::OK);
}

#[tokio::test]
async fn a_document_of_the_operators_own_is_pinned() {
    let rig = Rig::new();
    let document = json!({ "client_id": DESK, "redirect_uris": ["https://desk.example.com/cb"] });
    let pin = json!({
        "client_id": DESK, "use": "instead", "days": 1, "why": "", "document": document.to_string(),
    });
    assert_eq!(rig.post("/api/pin", pin).await.status, StatusCode::OK);
    assert_eq!(rig.sign_in(DESK).await, StatusCode::OK);
    assert_eq!(rig.network.fetches(), 0);
}

#[tokio::test]
async fn the_mode_is_set_and_left_to_the_policy_again() {
    let rig = Rig::with_desk().await;
    let check = async |mode: &str, expected: &str, ordered: bool| {
        let answer = rig.submit("/mode", &[("mode", mode), ("why", "a")]).await;
        leads(&rig, &answer, "overview?done=mode", "The mode is set.").await;
        let overview = rig.json("/api/overview").await;
        assert_eq!(
            overview["mode"],
            json!({ "mode": expected, "ordered": ordered })
        );
    };
    check("report", "report", true).await;
    assert!(
        rig.get("/clients").await.body.contains("report mode"),
        "on every page"
    );
    check("off", "off", true).await;
    assert!(
        rig.get("/orders").await.body.contains("switched off"),
        "on every page"
    );
    assert_ne!(rig.sign_in(DESK).await, StatusCode::OK);
    check("enforce", "enforce", true).await;
    check("policy", "enforce", false).await;
    assert_eq!(rig.sign_in(DESK).await, StatusCode::OK);
}

/// By the form as by the API.
async fn fails(act: &str, members: &[(&str, &str)], status: u16, code: &str) {
    let rig = Rig::with_desk().await;
    let page = rig.submit(&format!("/{act}"), members).await;
    assert_eq!(
        page.status,
        status,
        "{act} {members:?}: {}",
        text(&page.body)
    );
    let told = page.body.contains(&format!("<code>{code}</code>"));
    assert!(told, "{act} {members:?}: {}", text(&page.body));
    let object: serde_json::Map<_, _> = members
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    let answer = rig.post(&format!("/api/{act}"), json!(object)).await;
    let told = (answer.status.as_u16(), &*answer.error());
    assert_eq!(told, (status, code), "{act} {members:?}");
    assert_eq!(
        rig.json("/api/orders").await["version"],
        0,
        "{act} {members:?}"
    );
}

#[tokio::test]
async fn a_document_that_does_not_come_says_why() {
    let refresh = async |client_id, status, code| {
        fails("refresh", &[("client_id", client_id)], status, code).await;
    };
    fails("refresh", &[], 400, "admin.field").await;
    refresh("https://127.0.0.1/a", 400, "client_id.ip_literal").await;
    refresh("https://gone.example.com/a", 502, "document.status.gone").await;
}

#[tokio::test]
async fn a_block_that_is_none_says_why() {
    let long = "a".repeat(513);
    fails("block", &[("why", "a")], 400, "admin.field").await;
    fails(
        "block",
        &[("pattern", "a b"), ("why", "a")],
        400,
        "order.pattern",
    )
    .await;
    fails("block", &[HOST, ("why", &long)], 400, "order.text").await;
    fails("unblock", &[HOST], 404, "order.unknown").await;
}

#[tokio::test]
async fn a_pin_that_is_none_says_why() {
    let pin = async |client_id, used, days, status, code| {
        let members = [("client_id", client_id), ("use", used), ("days", days)];
        fails("pin", &members, status, code).await;
    };
    pin(
        "https://a.example.com/a",
        "instead",
        "1",
        404,
        "admin.unknown_client",
    )
    .await;
    pin(DESK, "always", "1", 400, "admin.field").await;
    pin(DESK, "instead", "0", 400, "admin.field").await;
    pin(DESK, "instead", "3651", 400, "admin.field").await;
    pin(DESK, "instead", "soon", 400, "admin.field").await;
    fails("unpin", &[CLIENT], 404, "order.unknown").await;
}

#[tokio::test]
async fn a_mode_that_is_none_says_why() {
    fails("mode", &[], 400, "admin.field").await;
    fails("mode", &[("mode", "on")], 400, "admin.field").await;
}

#[tokio::test]
async fn a_field_that_stands_twice_is_refused() {
    let rig = Rig::with_desk().await;
    let token = rig.token("alice").await;
    let twice = encoded(&[HOST, ("pattern", "a.example.com"), ("token", &token)]);
    let request = form("/block")
        .header("operator", "alice")
        .body(twice.into());
    assert!(
        rig.send(request.unwrap())
            .await
            .body
            .contains("admin.malformed")
    );
    for body in [
        "",
        "[]",
        "{",
        r#"{"pattern":"a.example.com","pattern":"b.example.com"}"#,
    ] {
        let request = crate::rig::program("/api/block").header("operator", "alice");
        let answer = rig.send(request.body(body.into()).unwrap()).await;
        assert_eq!(answer.error(), "admin.malformed", "{body}");
    }
}

#[tokio::test]
async fn a_body_has_a_bound() {
    let rig = Rig::new();
    let check = async |bytes: usize, expected: &str| {
        let request = crate::rig::program("/api/block").header("operator", "alice");
        let answer = rig
            .send(request.body("a".repeat(bytes).into()).unwrap())
            .await;
        assert_eq!(answer.error(), expected, "{bytes}");
    };
    check(256 * 1024, "admin.malformed").await;
    check(256 * 1024 + 1, "admin.body").await;
}

#[tokio::test]
async fn getting_changes_nothing() {
    let rig = Rig::with_desk().await;
    let before = rig.json("/api/orders").await;
    let fetches = rig.network.fetches();
    let query = encoded(&[
        CLIENT,
        HOST,
        ("why", "a"),
        ("mode", "off"),
        ("days", "1"),
        ("use", "instead"),
    ]);
    for route in tower_cimd::admin::ROUTES {
        rig.get(&format!("{}?{query}", route.path())).await;
    }
    assert_eq!(rig.json("/api/orders").await, before);
    assert_eq!(rig.network.fetches(), fetches);
    assert_eq!(
        rig.get(&client(DESK)).await.status,
        StatusCode::OK,
        "nothing is forgotten"
    );
}

#[tokio::test]
async fn a_notice_is_one_of_ours() {
    let rig = Rig::with_desk().await;
    for done in ["<b>", "Your account is locked, call us", "refresh2"] {
        let page = rig
            .get(&format!("/clients?{}", encoded(&[("done", done)])))
            .await;
        assert!(!page.body.contains("role=\"status\""), "{done}");
    }
}

#[tokio::test]
async fn the_page_says_how_long_an_order_has_stood() {
    let rig = Rig::new();
    rig.submit("/block", &[HOST, ("why", "a")]).await;
    rig.clock.advance(Duration::from_secs(2 * 60 * 60 + 5 * 60));
    let page = rig.get("/orders").await.body;
    assert!(page.contains("datetime=\"2026-01-01T00:00:00Z\""), "{page}");
    assert!(page.contains("2 h 5 min ago"), "{page}");
}

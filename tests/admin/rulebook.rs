//! A rulebook is tried, and changes nothing.

use http::StatusCode;
use serde_json::json;
use tower_cimd::admin::Admin;
use tower_cimd::resolve::SharedPolicy;
use tower_cimd::resolve::rulebook::{Effect, Mode, Rule, Rulebook};

use crate::html::text;
use crate::rig::{DESK, Rig, guard};

const CHAT: &str = "https://chat.example.org/a";

async fn held() -> Rig {
    let rig = Rig::with_desk().await;
    rig.hold(CHAT, json!({ "client_name": "Chat" })).await;
    rig
}

fn denying(name: &str, client: &str) -> String {
    json!({ "rules": [{ "name": name, "effect": "deny", "clients": [client] }] }).to_string()
}

#[tokio::test]
async fn the_page_says_who_would_be_refused() {
    let rig = held().await;
    let rules = denying("leaked <keys>", "chat.example.org");
    let answer = rig.submit("/rulebook", &[("rulebook", &rules)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", text(&answer.body));
    let page = text(&answer.body);
    for shown in [
        CHAT,
        "refused",
        "by leaked <keys>",
        "newly refused1",
        "as now, of 21",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(
        page.contains("\"effect\":\"deny\""),
        "the form keeps what was tried: {page}"
    );
    assert_eq!(
        rig.sign_in(CHAT).await,
        StatusCode::OK,
        "nothing is changed by it"
    );
}

#[tokio::test]
async fn rules_in_report_mode_are_tried_as_if_they_counted() {
    let rig = held().await;
    let mut rules: serde_json::Value =
        serde_json::from_str(&denying("a", "*.example.com")).unwrap();
    rules["mode"] = json!("report");
    let answer = rig
        .post("/api/rulebook", json!({ "rulebook": rules.to_string() }))
        .await;
    let differences = &answer.value()["differences"];
    assert_eq!(differences[0]["client_id"], DESK, "{}", answer.body);
    assert_eq!(differences[0]["after"]["verdict"], "refused");
    assert_eq!(differences.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn they_are_compared_to_the_rules_of_now() {
    let rig = held().await;
    let rule = Rule::new("now", Effect::Deny, ["chat.example.org"]).unwrap();
    let now = SharedPolicy::new(Rulebook::new([rule]).unwrap().mode(Mode::Report));
    let shared = now.clone();
    let of_now = move || Rulebook::clone(&shared.current());
    let admin = Admin::new(rig.resolver.operator())
        .guard(guard)
        .key([7; 32]);
    let rig = Rig {
        app: axum::Router::new().nest("/cimd", admin.rulebook(of_now).build().unwrap()),
        ..rig
    };
    let tried = async |rules: &str| {
        let answer = rig
            .post("/api/rulebook", json!({ "rulebook": rules }))
            .await;
        answer.value()["differences"].as_array().unwrap().len()
    };
    assert_eq!(
        tried(&denying("then", "chat.example.org")).await,
        0,
        "by whatever name"
    );
    assert_eq!(tried("{}").await, 1);
    now.replace(Rulebook::default());
    assert_eq!(tried("{}").await, 0);
}

#[tokio::test]
async fn what_is_no_rulebook_says_why() {
    let rig = held().await;
    let check = async |rules: &str, why: &str| {
        let page = rig.submit("/rulebook", &[("rulebook", rules)]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{rules}");
        assert!(
            text(&page.body).contains(why),
            "{why}: {}",
            text(&page.body)
        );
        let answer = rig
            .post("/api/rulebook", json!({ "rulebook": rules }))
            .await;
        assert_eq!(answer.error(), "admin.rulebook", "{rules}");
    };
    check("{", "line 1").await;
    check("3", "the rules are no rulebook").await;
    check(r#"{"rule": []}"#, "unknown field").await;
    check(&denying("", "a.example.com"), "1 to 64 bytes").await;
    check(&denying("a", "<script>"), "the rules are no rulebook").await;
}

//! The header fields of all that the page answers.

use http::StatusCode;

use crate::html::tags;
use crate::rig::{Answer, DESK, Rig, client};

fn check(path: &str, answer: &Answer) {
    let is = |name, expected| assert_eq!(answer.header(name), Some(expected), "{path}: {name}");
    is("cache-control", "no-store");
    is("x-content-type-options", "nosniff");
    is("x-frame-options", "DENY");
    is("referrer-policy", "same-origin");
    is("cross-origin-opener-policy", "same-origin");
    is("cross-origin-resource-policy", "same-origin");
    let policy = answer.header("content-security-policy").unwrap();
    let directives: Vec<_> = policy.split("; ").collect();
    assert_eq!(
        directives[..4],
        [
            "default-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'"
        ],
        "{path}"
    );
    assert!(
        directives[4].starts_with("style-src 'sha256-"),
        "{path}: {policy}"
    );
    assert_eq!(directives.len(), 5, "{path}");
}

#[tokio::test]
async fn every_answer_is_closed() {
    let rig = Rig::with_desk().await;
    for path in [
        "/",
        "/overview",
        "/clients",
        &client(DESK),
        "/client",
        "/client?client_id=https://nobody.example.com/a",
        "/clients?state=a",
        "/clients?text=a&text=b",
        "/refusals",
        "/explain",
        "/orders",
        "/rulebook",
        "/documents.jsonl",
        "/api/overview",
        "/api/client",
    ] {
        check(path, &rig.get(path).await);
    }
    check(
        "POST /block",
        &rig.submit("/block", &[("pattern", "a.example.com"), ("why", "a")])
            .await,
    );
    check("POST /block", &rig.submit("/block", &[]).await);
    check(
        "POST /api/block",
        &rig.post("/api/block", serde_json::json!({})).await,
    );
}

#[tokio::test]
async fn nothing_comes_from_elsewhere_and_nothing_runs() {
    let rig = Rig::with_desk().await;
    for path in [
        "/overview",
        "/clients",
        &client(DESK),
        "/refusals",
        "/explain",
        "/orders",
        "/rulebook",
    ] {
        let answer = rig.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        for tag in tags(&answer.body) {
            assert!(
                !["script", "img", "link", "iframe"].contains(&tag.name.as_str()),
                "{tag:?}"
            );
            for (name, value) in &tag.attributes {
                assert!(
                    !name.starts_with("on") && name != "src" && name != "style",
                    "{tag:?}"
                );
                let is_link = ["href", "action"].contains(&name.as_str());
                assert!(
                    !is_link || !value.starts_with('/') && !value.contains(':'),
                    "{tag:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_digest_is_that_of_the_style() {
    use base64::Engine as _;
    use sha2::{Digest as _, Sha256};

    let answer = Rig::new().get("/overview").await;
    let (_, style) = answer.body.split_once("<style>").unwrap();
    let (style, _) = style.split_once("</style>").unwrap();
    let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains(&format!("'sha256-{digest}'")), "{policy}");
}

//! Shapes of `cimd judge`: what the verdicts are is the business of `tests/judge`.

use serde_json::{Value, json};

use crate::{cimd, stdout};

fn check(kind: &str, record: &Value, known_by: (&str, Value), verdict: &Value, has_rule: bool) {
    let output = cimd(&["judge", kind], record.to_string().as_bytes());
    assert!(output.status.success(), "{output:?}");
    let answer: Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(answer[known_by.0], known_by.1, "{answer}");
    assert_eq!(answer["verdict"], *verdict, "{answer}");
    assert_eq!(answer["rule"] != "", has_rule, "{answer}");
    assert_eq!(answer["why"] != "", has_rule, "{answer}");
}

#[test]
fn a_client_id_is_accepted_or_rejected() {
    let (good, bad) = (
        "https://client.example.com/a",
        "http://client.example.com/a",
    );
    check(
        "client-id",
        &json!({ "url": good }),
        ("url", json!(good)),
        &json!("accept"),
        false,
    );
    check(
        "client-id",
        &json!({ "id": 7, "url": bad }),
        ("id", json!(7)),
        &json!("reject"),
        true,
    );
}

#[test]
fn an_address_is_fetched_from_or_refused() {
    let good = json!("93.184.216.34");
    check(
        "address",
        &json!({ "ip": good }),
        ("ip", good.clone()),
        &json!("fetch"),
        false,
    );
    let bad = json!("::ffff:127.0.0.1");
    check(
        "address",
        &json!({ "ip": bad }),
        ("ip", bad.clone()),
        &json!("refuse"),
        true,
    );
}

#[test]
fn a_document_is_valid_or_invalid() {
    let url = "https://client.example.com/client.json";
    let record = |id: &str| {
        let body = json!({ "client_id": id, "redirect_uris": ["https://client.example.com/cb"] });
        json!({
            "client_id_url": url, "status": 200, "body": body.to_string(),
            "headers": { "content-type": "application/json" },
        })
    };
    let known_by = || ("client_id_url", json!(url));
    check("document", &record(url), known_by(), &json!("valid"), false);
    check(
        "document",
        &record("https://other.example.com/"),
        known_by(),
        &json!("invalid"),
        true,
    );
}

/// MCP requires a `client_name`, and refuses schemes of an app's own.
#[test]
fn a_document_is_held_against_the_profile_that_is_named() {
    let url = "https://client.example.com/client.json";
    let named = json!({
        "client_id": url, "client_name": "A client", "redirect_uris": ["https://client.example.com/cb"],
    });
    let nameless = json!({ "client_id": url, "redirect_uris": ["https://client.example.com/cb"] });
    let native = json!({
        "client_id": url, "client_name": "A client", "redirect_uris": ["com.example.app:/cb"],
    });
    let verdict = |document: &Value, profile: &[&str]| {
        let record = json!({ "client_id_url": url, "body": document.to_string() });
        let arguments = [&["judge", "document"], profile].concat();
        let output = cimd(&arguments, record.to_string().as_bytes());
        let answer: Value = serde_json::from_str(stdout(&output)).unwrap();
        answer["verdict"].as_str().unwrap().to_owned()
    };
    for (profile, expected) in [
        (&[][..], ["valid", "valid", "valid"]),
        (&["--profile", "cimd-02"], ["valid", "valid", "valid"]),
        (
            &["--profile", "mcp-2025-11-25"],
            ["valid", "invalid", "invalid"],
        ),
        (
            &["--profile=mcp-2026-07-28"],
            ["valid", "invalid", "invalid"],
        ),
    ] {
        let verdicts = [&named, &nameless, &native].map(|document| verdict(document, profile));
        assert_eq!(verdicts, expected, "{profile:?}");
    }
}

#[test]
fn a_redirect_uri_matches_or_does_not() {
    let record = |requested: &str| json!({ "id": requested, "registered": ["http://127.0.0.1/cb"], "requested": requested });
    let (good, bad) = ("http://127.0.0.1:8123/cb", "http://127.0.0.1:8123/other");
    check(
        "redirect-uri",
        &record(good),
        ("id", json!(good)),
        &json!(true),
        false,
    );
    check(
        "redirect-uri",
        &record(bad),
        ("id", json!(bad)),
        &json!(false),
        true,
    );
}

#[test]
fn freshness_is_a_lifetime_in_seconds() {
    let record = json!({ "cache_control": "max-age=600" });
    let known_by = ("cache_control", json!("max-age=600"));
    check("freshness", &record, known_by, &json!(600), true);
}

#[test]
fn answers_stand_in_the_order_of_the_records() {
    let records: String = (0..5000)
        .map(|id| format!("{{\"id\":{id},\"ip\":\"::1\"}}\n"))
        .collect();
    let output = cimd(&["judge", "address"], records.as_bytes());
    let ids = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    assert!(
        ids.map(|answer| answer["id"].clone())
            .eq((0..5000).map(|id| json!(id)))
    );
}

#[test]
fn empty_lines_and_a_missing_last_newline_are_no_records() {
    let output = cimd(
        &["judge", "address"],
        b"\n{\"ip\":\"::1\"}\r\n   \n{\"ip\":\"::1\"}",
    );
    assert_eq!(stdout(&output).lines().count(), 2, "{output:?}");
}

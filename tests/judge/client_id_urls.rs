//! `client_id_urls.jsonl`: what is a client identifier URL, and what may be fetched.

use serde_json::{Value, json};

use crate::judge::client_id;
use crate::rows;

const FILE: &str = "client_id_urls.jsonl";

#[test]
fn every_url_is_judged_as_its_source_expects() {
    rows::check(FILE, "id", expected, |row| client_id::judge(row).verdict);
}

/// `reject-url` is refused by its text; `reject-address` by its text or by what it resolves to.
fn expected(row: &Value) -> Option<Value> {
    Some(match row["expect"].as_str()? {
        "accept" => json!("accept"),
        "reject-url" | "reject-address" => json!("reject"),
        other => panic!("unknown expectation {other}"),
    })
}

#[test]
fn what_is_refused_by_its_text_needs_no_answer_of_the_dns() {
    for mut row in rows::rows(FILE) {
        if row["expect"] == "reject-url" {
            row["dns"] = Value::Null;
            assert_eq!(client_id::judge(&row).verdict, "reject", "{row}");
        }
    }
}

#[test]
fn every_rejection_names_its_rule_and_says_why() {
    for row in rows::rows(FILE) {
        let judgement = client_id::judge(&row);
        let rejected = judgement.verdict == "reject";
        assert_eq!(rejected, !judgement.rule.is_empty(), "{row}");
        assert_eq!(rejected, !judgement.why.is_empty(), "{row}");
    }
}

#[test]
fn one_refused_address_rejects_a_name_that_has_a_public_one_too() {
    check(json!(["93.184.216.34"]), "accept", "");
    check(
        json!(["93.184.216.34", "10.0.0.1"]),
        "reject",
        "address.special_use",
    );
    check(
        json!(["2606:2800:220:1::1", "::1"]),
        "reject",
        "address.special_use",
    );
    check(json!([]), "accept", "");
}

#[test]
fn an_answer_that_is_no_address_rejects_the_name() {
    check(json!(["elsewhere.example.com"]), "reject", "record.ip");
    check(json!([7]), "reject", "record.ip");
}

#[test]
fn a_record_without_a_url_is_rejected() {
    let judgement = client_id::judge(&json!({ "id": "x" }));
    assert_eq!(
        (judgement.verdict, judgement.rule),
        (json!("reject"), "record.url".into())
    );
}

fn check(dns: Value, verdict: &str, rule: &str) {
    let record = json!({ "url": "https://example.com/client.json", "dns": dns });
    let judgement = client_id::judge(&record);
    assert_eq!(judgement.verdict, verdict, "{record}");
    assert_eq!(judgement.rule, rule, "{record}");
}

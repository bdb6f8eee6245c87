//! `documents.jsonl`, and the two files made of JSONTestSuite: which documents are valid.

use serde_json::{Value, json};
use tower_cimd::rules::profile::Profile;

use crate::judge::document;
use crate::rows;

#[test]
fn a_document_is_judged_as_its_source_expects() {
    rows::check(
        "documents.jsonl",
        "id",
        |row| Some(row["expect"].clone()),
        ours,
    );
}

#[test]
fn a_json_text_inside_an_unknown_member_is_read_as_its_source_expects() {
    let expected = |row: &Value| (row["expect"] != "either").then(|| row["expect"].clone());
    rows::check("json_wrapped_documents.jsonl", "id", expected, ours);
}

#[test]
fn a_json_text_alone_is_no_document() {
    let expected = |row: &Value| Some(row["as_metadata_document"].clone());
    rows::check("json_parsing.jsonl", "id", expected, ours);
}

fn ours(row: &Value) -> Value {
    document::judge(row, Profile::default()).verdict
}

#[test]
fn a_document_that_is_valid_names_no_rule_and_one_that_is_not_says_why() {
    for row in rows::rows("documents.jsonl") {
        let judgement = document::judge(&row, Profile::default());
        let valid = judgement.verdict == "valid";
        assert_eq!(judgement.rule.is_empty(), valid, "{row}");
        assert_eq!(judgement.why.is_empty(), valid, "{row}");
    }
}

/// A record, the verdict, the rule.
fn check(record: Value, verdict: &str, rule: &str) {
    let judgement = document::judge(&record, Profile::default());
    assert_eq!(judgement.verdict, verdict, "{record}");
    assert_eq!(judgement.rule, rule, "{record}");
}

const BODY: &str = r#"{"client_id":"https://client.example.com/client.json",
    "redirect_uris":["https://client.example.com/callback"]}"#;

#[test]
fn what_a_record_leaves_out_is_that_of_a_plain_answer() {
    check(json!({"body": BODY}), "valid", "");
    check(
        json!({"body": BODY, "headers": {}}),
        "invalid",
        "document.media_type",
    );
    check(
        json!({"body": BODY, "status": 404}),
        "invalid",
        "document.status.gone",
    );
    let elsewhere = json!({"body": BODY, "client_id_url": "https://client.example.com/c"});
    check(elsewhere, "invalid", "document.client_id");
    let no_url = json!({"body": BODY, "client_id_url": "https://client.example.com"});
    check(no_url, "invalid", "client_id.path_missing");
}

#[test]
fn headers_that_repeat_stand_in_a_list() {
    let list = |fields: Value| json!({"body": BODY, "headers_list": fields});
    let json_type = json!(["Content-Type", "application/json"]);
    check(list(json!([json_type])), "valid", "");
    check(
        list(json!([json_type, ["content-type", "text/html"]])),
        "invalid",
        "document.media_type",
    );
    check(
        list(json!([
            json_type,
            ["Content-Encoding", "identity"],
            ["content-encoding", "br"]
        ])),
        "invalid",
        "document.content_coding",
    );
}

#[test]
fn a_body_is_text_octets_or_a_recipe() {
    check(json!({"body_b64": "e30="}), "invalid", "document.client_id");
    let recipe = |count: u64| {
        let (prefix, suffix) = BODY.split_at(BODY.len() - 1);
        json!({"body_generator": {
            "prefix": format!("{prefix},\"pad\":\""), "repeat": "x", "count": count,
            "suffix": format!("\"{suffix}"),
        }})
    };
    check(recipe(100), "valid", "");
    check(recipe(5000), "invalid", "document.size");
    check(recipe(u64::MAX), "invalid", "document.size");
}

#[test]
fn a_record_without_what_is_to_be_judged_is_invalid_and_says_so() {
    check(json!({}), "invalid", "record.body");
    check(json!([]), "invalid", "record.body");
    check(
        json!({"status": 503}),
        "invalid",
        "document.status.unavailable",
    );
    check(
        json!({"body_generator": "ten thousand x"}),
        "invalid",
        "record.body",
    );
    check(
        json!({"body_generator": {"repeat": "", "count": u64::MAX}}),
        "invalid",
        "record.body",
    );
    check(json!({"body_b64": "!"}), "invalid", "record.body");
    check(
        json!({"body": BODY, "status": "200"}),
        "invalid",
        "record.status",
    );
    check(
        json!({"body": BODY, "status": 99999}),
        "invalid",
        "record.status",
    );
    check(
        json!({"body": BODY, "headers": 7}),
        "invalid",
        "record.headers",
    );
    check(
        json!({"body": BODY, "headers": {"a b": "c"}}),
        "invalid",
        "record.headers",
    );
    check(
        json!({"body": BODY, "headers_list": [["a"]]}),
        "invalid",
        "record.headers",
    );
}

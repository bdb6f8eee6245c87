//! `documents.jsonl`, and the two files made of JSONTestSuite: which documents are valid.

use serde_json::Value;

use crate::judge::document;
use crate::rows;

#[test]
fn a_document_is_judged_as_its_source_expects() {
    rows::check("documents.jsonl", "id", |row| Some(row["expect"].clone()), ours);
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
    document::judge(row).verdict
}

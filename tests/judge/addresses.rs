//! `addresses.jsonl`: which addresses may be dialled.

use serde_json::{Value, json};

use crate::judge::address;
use crate::rows;

const FILE: &str = "addresses.jsonl";

#[test]
fn every_address_is_judged_as_its_source_expects() {
    rows::check(FILE, "ip", expected, |row| address::judge(row).verdict);
}

fn expected(row: &Value) -> Option<Value> {
    Some(match row["fetch"].as_str()? {
        "allow" => json!("fetch"),
        "refuse" => json!("refuse"),
        other => panic!("unknown expectation {other}"),
    })
}

#[test]
fn a_special_use_address_is_refused_by_the_name_of_its_block() {
    for row in rows::rows(FILE) {
        let names_itself = row["special_use"] == true && row["embedded"].is_null();
        if names_itself {
            let why = address::judge(&row).why;
            let block = row["block"].as_str().unwrap();
            let (network, name) = block.split_once(' ').unwrap();
            assert!(
                why.starts_with(&format!("{network} ({name})")),
                "{row}: {why}"
            );
        }
    }
}

#[test]
fn every_refusal_names_its_rule_and_says_why() {
    for row in rows::rows(FILE) {
        let judgement = address::judge(&row);
        let refused = judgement.verdict == "refuse";
        assert_eq!(refused, judgement.rule == "address.special_use", "{row}");
        assert_eq!(refused, !judgement.why.is_empty(), "{row}");
    }
}

#[test]
fn a_record_without_an_address_is_refused() {
    for record in [
        json!({}),
        json!({ "ip": 1 }),
        json!({ "ip": "127.1" }),
        json!({ "ip": "" }),
    ] {
        let judgement = address::judge(&record);
        assert_eq!(judgement.verdict, "refuse", "{record}");
        assert_eq!(judgement.rule, "record.ip", "{record}");
    }
}

//! `redirect_uris.jsonl`: which presented redirection URI is a registered one.

use crate::judge::redirect_uri;
use crate::rows;

#[test]
fn a_presented_redirection_uri_is_judged_as_its_source_expects() {
    rows::check(
        "redirect_uris.jsonl",
        "id",
        |row| Some(row["expect"].clone()),
        |row| redirect_uri::judge(row).verdict,
    );
}

#[test]
fn a_mismatch_names_its_rule_and_a_match_names_none() {
    for row in rows::rows("redirect_uris.jsonl") {
        let judgement = redirect_uri::judge(&row);
        assert_eq!(
            judgement.rule.is_empty(),
            judgement.verdict == true,
            "{row}"
        );
        assert_eq!(judgement.why.is_empty(), judgement.verdict == true, "{row}");
    }
}

#[test]
fn a_record_without_its_members_is_a_mismatch() {
    for record in [
        "{}",
        "[]",
        "7",
        r#"{"registered": "a:/b", "requested": "a:/b"}"#,
    ] {
        let record = serde_json::from_str(record).unwrap();
        assert_eq!(redirect_uri::judge(&record).verdict, false, "{record}");
    }
}

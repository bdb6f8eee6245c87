//! Records with a `url`: is it a client identifier URL that may be fetched?

use serde_json::Value;
use tower_cimd::ClientId;

use super::address;
use super::judgement::Judgement;

/// `accept` or `reject`, by the default rules.
///
/// Where the record has `dns`, the addresses that the host resolves to, each is judged too: one
/// that is refused rejects the name.
pub(crate) fn judge(record: &Value) -> Judgement {
    let Some(url) = record["url"].as_str() else {
        return reject("record.url", "the record has no string as its url");
    };
    if let Err(error) = ClientId::parse(url) {
        return reject(error.rule(), &error.to_string());
    }
    refused_address(&record["dns"]).unwrap_or(Judgement::new("accept"))
}

fn refused_address(dns: &Value) -> Option<Judgement> {
    let answers = dns.as_array().map(Vec::as_slice).unwrap_or_default();
    answers
        .iter()
        .map(|answer| address::judge(&serde_json::json!({ "ip": answer })))
        .find(|judgement| judgement.verdict == "refuse")
        .map(|refused| reject(&refused.rule, &refused.why))
}

fn reject(rule: &str, why: &str) -> Judgement {
    Judgement::new("reject").because(rule, why)
}

//! Records with an `ip`: may it be dialled?

use std::net::IpAddr;

use serde_json::Value;
use tower_cimd::rules::address::AddressRules;

use super::judgement::Judgement;

/// `fetch` or `refuse`, by the default rules.
pub(crate) fn judge(record: &Value) -> Judgement {
    let text = record["ip"].as_str().unwrap_or_default();
    let Ok(address) = text.parse::<IpAddr>() else {
        return refuse("record.ip", "the record has no IP address as its ip");
    };
    match AddressRules::default().judge(address) {
        Ok(()) => Judgement::new("fetch"),
        Err(special) => refuse(special.rule(), &special.to_string()),
    }
}

fn refuse(rule: &str, why: &str) -> Judgement {
    Judgement::new("refuse").because(rule, why)
}

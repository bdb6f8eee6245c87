//! Rows of `client_assertions.jsonl`, built and signed.

use serde_json::Value;

use crate::signer::{Signer, encoded};

/// The keys of the rows, and the time.
pub(crate) struct Signers {
    pub(crate) ec1: Signer,
    pub(crate) stranger: Signer,
}

impl Signers {
    pub(crate) fn new() -> Self {
        Signers {
            ec1: Signer::new("ES256"),
            stranger: Signer::new("ES256"),
        }
    }

    /// The assertion of a row at `now`, in seconds of the calendar. `random` is its `$random`.
    pub(crate) fn text(&self, row: &Value, now: u64, random: &str) -> String {
        if let Some(text) = row["assertion"].as_str() {
            return match row["name"].as_str() {
                Some("raw-huge-1mb") => "A".repeat(1 << 20),
                _ => text.to_owned(),
            };
        }
        let (header, claims) = (header(&row["header"]), claims(&row["claims"], now, random));
        match row["sign_with"].as_str().unwrap() {
            "ec1" => self.ec1.sign(&header, &claims),
            "other" | "attacker" => self.stranger.sign(&header, &claims),
            "empty" => format!("{}.{}.", encoded(header), encoded(claims)),
            "all-zero signature" => {
                format!(
                    "{}.{}.{}",
                    encoded(header),
                    encoded(claims),
                    encoded([0; 64])
                )
            }
            other => panic!("{other}: {row}"),
        }
    }
}

fn header(header: &Value) -> String {
    if header["alg"] == "none then ES256 (duplicate members)" {
        return r#"{"alg":"none","alg":"ES256","kid":"ec1"}"#.to_owned();
    }
    let mut header = header.clone();
    if header["alg"].is_null() {
        header.as_object_mut().unwrap().remove("alg");
    }
    header.to_string()
}

/// The claims with their placeholders filled in.
fn claims(claims: &Value, now: u64, random: &str) -> String {
    let members = claims.as_object().unwrap().iter().map(|(name, value)| {
        let value = match value.as_str() {
            Some("1e100 as 101 digits") => format!("1{}", "0".repeat(100)),
            Some("$random") => format!(r#""{random}""#),
            Some(text) => match (text.strip_suffix(" (raw)"), text.strip_prefix("$now")) {
                (Some(raw), _) => raw.to_owned(),
                (_, Some(offset)) => filled(offset, now),
                _ => value.to_string(),
            },
            None => value.to_string(),
        };
        format!(r#""{name}":{value}"#)
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn filled(offset: &str, now: u64) -> String {
    let offset: f64 = match offset {
        "" => 0.0,
        offset => offset.parse().unwrap(),
    };
    (now as f64 + offset).to_string()
}

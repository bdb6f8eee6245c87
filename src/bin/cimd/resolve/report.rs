//! What came of a resolution, for people and for programs.

use std::error::Error;
use std::fmt;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tower_cimd::CimdClient;
use tower_cimd::resolve::{Resolution, ResolveError};
use tower_cimd::rules::blame::Blame;

/// The outcome of one resolution.
pub(crate) struct Report {
    url: String,
    outcome: Result<Resolution, ResolveError>,
    elapsed: Duration,
}

impl Report {
    pub(crate) fn new(
        url: &str,
        outcome: Result<Resolution, ResolveError>,
        elapsed: Duration,
    ) -> Report {
        Report {
            url: url.to_owned(),
            outcome,
            elapsed,
        }
    }

    /// The exit status: 1 where the client or its document is at fault, 2 where trying again may help.
    pub(crate) fn status(&self) -> u8 {
        match &self.outcome {
            Ok(_) => 0,
            Err(error) => match error.blame() {
                Blame::Weather | Blame::Ourselves => 2,
                _ => 1,
            },
        }
    }

    /// One object: `url`, `verdict` (`accept` or `reject`), `rule`, `member` and `why` of a refusal,
    /// `client`, and `elapsed_ms`.
    pub(crate) fn json(&self) -> Value {
        let mut report = match &self.outcome {
            Ok(resolution) => {
                json!({ "verdict": "accept", "client": client(resolution).map(record) })
            }
            Err(error) => json!({
                "verdict": "reject",
                "rule": error.cause(),
                "member": error.member(),
                "why": why(error),
            }),
        };
        report["url"] = json!(self.url);
        report["elapsed_ms"] = json!(self.elapsed_ms());
        report
    }

    fn elapsed_ms(&self) -> f64 {
        (self.elapsed.as_secs_f64() * 1e5).round() / 1e2
    }
}

/// A publisher's words are escaped: a terminal obeys what it is shown.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |name: &str, value: &str| writeln!(f, "{name:<10} {}", value.escape_debug());
        match &self.outcome {
            Ok(resolution) => {
                line("client", &self.url)?;
                if let Some(client) = client(resolution) {
                    for (name, value) in lines(client) {
                        line(name, &value)?;
                    }
                }
            }
            Err(error) => {
                let verdict = if self.status() == 2 {
                    "weather"
                } else {
                    "refused"
                };
                line(verdict, &self.url)?;
                line("rule", error.cause())?;
                if let Some(member) = error.member() {
                    line("member", member)?;
                }
                line("why", &why(error))?;
            }
        }
        line("time", &format!("{} ms", self.elapsed_ms()))
    }
}

/// The client. The other outcomes need a table of registered clients or a policy, and there is none.
fn client(resolution: &Resolution) -> Option<&CimdClient> {
    match resolution {
        Resolution::Client(client) => Some(client),
        _ => None,
    }
}

fn record(client: &CimdClient) -> Value {
    json!({
        "client_id": client.client_id().as_str(),
        "client_name": client.client_name(),
        "redirect_uris": redirect_uris(client),
        "token_endpoint_auth_method": client.token_endpoint_auth_method().as_str(),
        "grant_types": client.grant_types(),
        "response_types": client.response_types(),
        "scope": client.scope(),
        "bytes": client.raw().len(),
        "sha256": hexadecimal(client.digest()),
        "fresh_seconds": fresh_seconds(client),
    })
}

fn lines(client: &CimdClient) -> [(&'static str, String); 7] {
    [
        ("name", client.client_name().unwrap_or("none").to_owned()),
        ("redirects", redirect_uris(client).join(" ")),
        (
            "method",
            client.token_endpoint_auth_method().as_str().to_owned(),
        ),
        ("grants", client.grant_types().join(" ")),
        ("scope", client.scope().unwrap_or("unbounded").to_owned()),
        (
            "document",
            format!(
                "{} bytes, sha256 {}",
                client.raw().len(),
                hexadecimal(client.digest())
            ),
        ),
        ("fresh", format!("{} s", fresh_seconds(client))),
    ]
}

fn redirect_uris(client: &CimdClient) -> Vec<&str> {
    client
        .redirect_uris()
        .iter()
        .map(|uri| uri.as_str())
        .collect()
}

fn fresh_seconds(client: &CimdClient) -> u64 {
    client
        .fresh_until()
        .duration_since(SystemTime::now())
        .unwrap_or_default()
        .as_secs()
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The error and what it came of. For whoever runs the command; a server tells a stranger less.
fn why(error: &ResolveError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

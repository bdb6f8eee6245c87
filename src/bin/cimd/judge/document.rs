//! `client_id_url`, `status`, `headers`, `body`: is it a valid client metadata document?

use std::error::Error;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;
use tower_cimd::ClientId;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::client::{Client, Provenance};
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::profile::Profile;
use tower_cimd::rules::publication::Publication;
use tower_cimd::rules::rule_set::RuleSet;

use super::judgement::Judgement;

/// `valid` or `invalid`, to a server `https://as.example.com` that supports every authentication
/// method without a shared secret, holds documents against `profile` and is otherwise at its
/// defaults.
///
/// What a record leaves out is that of a plain answer: status 200, `application/json`, and the
/// client `https://client.example.com/client.json`. Headers are an object or, in `headers_list`,
/// an array of names and values. The body is `body`, `body_b64`, or a `body_generator` of
/// `prefix`, `count` times `repeat`, and `suffix`.
pub(crate) fn judge(record: &Value, profile: Profile) -> Judgement {
    match derive(record, profile) {
        Ok(_) => Judgement::new("valid"),
        Err(Refusal { rule, why }) => Judgement::new("invalid").because(rule, why),
    }
}

struct Refusal {
    rule: &'static str,
    why: String,
}

impl Refusal {
    fn new(rule: &'static str, error: &dyn Error) -> Self {
        let source = error.source().map(|source| format!(": {source}"));
        Refusal {
            rule,
            why: format!("{error}{}", source.unwrap_or_default()),
        }
    }

    fn record(rule: &'static str, why: &str) -> Self {
        Refusal {
            rule,
            why: why.into(),
        }
    }
}

fn derive(record: &Value, profile: Profile) -> Result<Client, Refusal> {
    let rules = rules(profile)?;
    let client_id = ClientId::parse(record["client_id_url"].as_str().unwrap_or(CLIENT_ID))
        .map_err(|error| Refusal::new(error.rule(), &error))?;
    let publication = publication(record, rules.document.max_bytes)?;
    let provenance = Provenance {
        fetched_at: SystemTime::UNIX_EPOCH,
        fresh_until: SystemTime::UNIX_EPOCH,
    };
    Client::derive(&client_id, &publication, &rules, provenance)
        .map_err(|error| Refusal::new(error.rule(), &error))
}

fn rules(profile: Profile) -> Result<RuleSet, Refusal> {
    let issuer = Issuer::parse("https://as.example.com")
        .map_err(|error| Refusal::new(error.rule(), &error))?;
    let mut rules = RuleSet::new(issuer);
    profile.apply(&mut rules);
    rules.server.auth_methods = AuthMethod::ALL.to_vec();
    Ok(rules)
}

/// Status and headers come first: they decide also where the record only describes its body.
fn publication(record: &Value, max_bytes: usize) -> Result<Publication, Refusal> {
    let status = status(record).ok_or(Refusal::record("record.status", "no HTTP status"))?;
    let headers = headers(record).ok_or(Refusal::record("record.headers", "no HTTP headers"))?;
    let body = body(record, max_bytes);
    let missing = body.is_none();
    let publication = Publication::receive(status, &headers, body.unwrap_or_default().into())
        .map_err(|error| Refusal::new(error.rule(), &error))?;
    if missing {
        let why = "the record has no body that could be judged; its status would have passed";
        return Err(Refusal::record("record.body", why));
    }
    Ok(publication)
}

fn status(record: &Value) -> Option<StatusCode> {
    let status = match &record["status"] {
        Value::Null => 200,
        status => u16::try_from(status.as_u64()?).ok()?,
    };
    StatusCode::from_u16(status).ok()
}

fn headers(record: &Value) -> Option<HeaderMap> {
    match (&record["headers"], &record["headers_list"]) {
        (_, Value::Array(list)) => list
            .iter()
            .map(|field| header(field[0].as_str()?, &field[1]))
            .collect(),
        (Value::Object(fields), _) => fields
            .iter()
            .map(|(name, value)| header(name, value))
            .collect(),
        (Value::Null, _) => [header("content-type", &"application/json".into())]
            .into_iter()
            .collect(),
        _ => None,
    }
}

fn header(name: &str, value: &Value) -> Option<(HeaderName, HeaderValue)> {
    let name = HeaderName::try_from(name).ok()?;
    // Fields may hold any octets but controls, so obs-text is let through as UTF-8.
    let value = HeaderValue::from_bytes(value.as_str()?.as_bytes()).ok()?;
    Some((name, value))
}

fn body(record: &Value, max_bytes: usize) -> Option<Vec<u8>> {
    if let Some(text) = record["body"].as_str() {
        return Some(text.into());
    }
    if let Some(text) = record["body_b64"].as_str() {
        return STANDARD.decode(text).ok();
    }
    generated(record["body_generator"].as_object()?, max_bytes)
}

/// A body that is described, up to one byte past the limit: so far a fetcher reads.
fn generated(generator: &serde_json::Map<String, Value>, max_bytes: usize) -> Option<Vec<u8>> {
    let text = |name| generator.get(name).and_then(Value::as_str);
    let count = usize::try_from(generator.get("count")?.as_u64()?).ok()?;
    let repeat = text("repeat").filter(|text| !text.is_empty())?;
    let repeated = std::iter::repeat_n(repeat.bytes(), count).flatten();
    let prefix = text("prefix").unwrap_or_default().bytes();
    let suffix = text("suffix").unwrap_or_default().bytes();
    Some(
        prefix
            .chain(repeated)
            .chain(suffix)
            .take(max_bytes + 1)
            .collect(),
    )
}

const CLIENT_ID: &str = "https://client.example.com/client.json";

//! The inputs to start from: what the vectors hold, in the form that each fuzz target reads.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::freshness::received_at;

/// Every target, with its seeds, from the `tests` folder of the crate.
pub fn all(tests: &Path) -> [(&'static str, Vec<Vec<u8>>); 5] {
    let vectors = &tests.join("vectors");
    [
        ("client_id", client_ids(vectors)),
        ("document", documents(tests)),
        ("freshness", answers(vectors)),
        ("locate", requests(vectors)),
        ("redirect_uri", redirect_uris(vectors)),
    ]
}

/// The seeds of one target.
pub fn of(target: &str, tests: &Path) -> Vec<Vec<u8>> {
    let found = all(tests).into_iter().find(|(name, _)| *name == target);
    found.map(|(_, seeds)| seeds).unwrap_or_default()
}

fn client_ids(vectors: &Path) -> Vec<Vec<u8>> {
    let urls = texts(rows(vectors, "client_id_urls.jsonl"), "url");
    urls.chain(texts(rows(vectors, "documents.jsonl"), "client_id_url"))
        .collect()
}

fn texts(rows: Vec<Value>, member: &'static str) -> impl Iterator<Item = Vec<u8>> {
    rows.into_iter()
        .filter_map(move |row| Some(row[member].as_str()?.into()))
}

fn documents(tests: &Path) -> Vec<Vec<u8>> {
    let vectors = &tests.join("vectors");
    let published = fs::read_dir(tests.join("documents")).into_iter().flatten();
    let published = published.filter_map(|entry| fs::read(entry.ok()?.path()).ok());
    [
        "documents.jsonl",
        "json_parsing.jsonl",
        "json_wrapped_documents.jsonl",
    ]
    .into_iter()
    .flat_map(|file| rows(vectors, file))
    .filter_map(|row| body(&row))
    .chain(published)
    .collect()
}

fn body(row: &Value) -> Option<Vec<u8>> {
    match row["body"].as_str() {
        Some(body) => Some(body.into()),
        None => STANDARD.decode(row["body_b64"].as_str()?).ok(),
    }
}

fn redirect_uris(vectors: &Path) -> Vec<Vec<u8>> {
    let mut pairs = Vec::new();
    for row in rows(vectors, "redirect_uris.jsonl") {
        let presented = row["requested"].as_str().unwrap_or_default();
        for registered in row["registered"].as_array().into_iter().flatten() {
            let registered = registered.as_str().unwrap_or_default();
            pairs.push(format!("{registered}\n{presented}").into());
        }
    }
    pairs
}

fn requests(vectors: &Path) -> Vec<Vec<u8>> {
    let mut requests: Vec<_> = rows(vectors, "oauth_requests.jsonl")
        .iter()
        .map(request)
        .collect();
    for entry in fs::read_dir(vectors.join("wire"))
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = format!("wire/{}", entry.file_name().to_string_lossy());
        if name.ends_with(".jsonl") {
            requests.extend(rows(vectors, &name).iter().map(captured));
        }
    }
    requests
}

/// See [`Request`](super::request::Request) for the form.
fn request(row: &Value) -> Vec<u8> {
    let fields = row["headers"].as_array().into_iter().flatten();
    let fields = fields.filter_map(|field| Some((field[0].as_str()?, field[1].as_str()?)));
    let target = row["target"].as_str().unwrap_or_default();
    written(target, fields, row["body"].as_str().unwrap_or_default())
}

fn captured(row: &Value) -> Vec<u8> {
    let fields = row["h"].as_object().into_iter().flatten();
    let fields = fields.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    let target = row["req"].as_str().unwrap_or_default();
    written(target, fields, row["body"].as_str().unwrap_or_default())
}

fn written<'a>(
    target: &str,
    fields: impl Iterator<Item = (&'a str, &'a str)>,
    form: &str,
) -> Vec<u8> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let leg = LEGS.iter().find(|(part, _)| path.contains(part));
    let leg = leg.map_or("token", |(_, leg)| leg);
    let authorization = fields.filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let authorization: Vec<_> = authorization
        .map(|(_, value)| format!("\n{value}"))
        .collect();
    format!("{leg}\n{query}{}\n\n{form}", authorization.concat()).into()
}

fn answers(vectors: &Path) -> Vec<Vec<u8>> {
    let mut answers = Vec::new();
    for row in rows(vectors, "cache.jsonl") {
        if let Some(value) = row["cache_control"].as_str() {
            answers.push(format!("cache-control: {value}").into());
        }
        for exchange in row["requests"].as_array().into_iter().flatten() {
            let fields = exchange["response_headers"]
                .as_array()
                .into_iter()
                .flatten();
            let lines: Vec<_> = fields.map(|field| line(&field[0], &field[1])).collect();
            answers.push(lines.concat().into());
        }
    }
    answers
}

/// A number stands for a date, so many seconds from now.
fn line(name: &Value, value: &Value) -> String {
    let name = name.as_str().unwrap_or_default();
    match value.as_i64() {
        Some(seconds) => format!("{name}: {}\n", httpdate::fmt_http_date(from_now(seconds))),
        None => format!("{name}: {}\n", value.as_str().unwrap_or_default()),
    }
}

fn from_now(seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    match seconds < 0 {
        true => received_at() - distance,
        false => received_at() + distance,
    }
}

fn rows(vectors: &Path, file: &str) -> Vec<Value> {
    let text = fs::read_to_string(vectors.join(file)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The path of an endpoint and the name of its leg.
const LEGS: [(&str, &str); 5] = [
    ("authorize", "authorization"),
    ("par", "pushed_authorization"),
    ("device", "device_authorization"),
    ("revo", "revocation"),
    ("introspect", "introspection"),
];

//! `cache.jsonl`: what a shared cache does with one answer after another.
//!
//! The rows are http-tests/cache-tests' scripts of answers, as a client of the cache meets them. Here the
//! client is a resolver and the body always a valid document; time is a fake clock's, and our own lower bound
//! on freshness is off.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use tower_cimd::CimdClient;
use tower_cimd::resolve::Clock;

use crate::origin::{Answer, Origin, Step};
use crate::rows;
use crate::support::{FakeClock, document};
use crate::world::{URL, patient, resolve, timeless};

#[tokio::test(flavor = "multi_thread")]
async fn a_script_of_answers_ends_as_the_row_expects() {
    let rows = rows::rows(FILE).into_iter().filter(is_script);
    let mut ends = BTreeMap::new();
    for row in rows {
        ends.insert(row["id"].to_string(), play(&row).await);
    }
    rows::check(
        FILE,
        "id",
        |row| is_script(row).then(|| row["expect"].clone()),
        |row| ends[&row["id"].to_string()].clone().into(),
    );
}

/// The other rows are of `tests/judge`.
fn is_script(row: &Value) -> bool {
    row["requests"].is_array()
}

/// Each request of the row in turn. Its end is in the row's words: what became of the requests that expect
/// something, with a `/` between them.
async fn play(row: &Value) -> String {
    if let Some(reason) = without_counterpart(row) {
        return reason.to_owned();
    }
    let origin = Origin::start().await;
    let (resolver, clock) = timeless(patient(&origin));
    let mut ends = Vec::new();
    for (number, request) in requests(row).iter().enumerate() {
        let url = url_of(row, number);
        origin.answer(&url, answer(request, &url, number, &clock));
        let outcome = resolve(&resolver, &url).await;
        let served = outcome.ok().and_then(|client| version(&client));
        match &request["expected_type"] {
            Value::String(_) => ends.push(end(request, number, served, &origin, &url)),
            _ => assert!(!forbids(request) || served.is_none(), "{row}"),
        }
        if request["pause_after"] == true {
            clock.advance(PAUSE);
        }
    }
    ends.join("/")
}

/// What happened to the request with this `number`, by the version of the document that was served.
fn end(
    request: &Value,
    number: usize,
    served: Option<usize>,
    origin: &Origin,
    url: &str,
) -> String {
    let older = served.is_some_and(|version| version < number);
    if !older {
        return "not_cached".to_owned();
    }
    if !is_validated(request) {
        return "cached".to_owned();
    }
    let head = origin
        .last_request(url)
        .unwrap_or_default()
        .to_ascii_lowercase();
    let missing = fields(&request["expected_request_headers"]).find(|(name, value)| {
        let field = format!("\r\n{name}: {}\r\n", value.as_str().unwrap_or_default());
        !head.contains(&field.to_ascii_lowercase())
    });
    match missing {
        Some((name, _)) => format!("validated without that {name}"),
        None if head.contains("\r\nif-none-match: ") => "etag_validated".to_owned(),
        None => "lm_validated".to_owned(),
    }
}

/// What no resolver comes across: its own requests always have the same fields, and none of a caller's.
fn without_counterpart(row: &Value) -> Option<&'static str> {
    let requests = requests(row);
    let differ = requests
        .iter()
        .any(|request| request["request_headers"] != requests[0]["request_headers"]);
    let conditional = fields(&requests[0]["request_headers"])
        .any(|(name, _)| name.to_ascii_lowercase().starts_with("if-"));
    (differ || conditional).then_some("no counterpart")
}

/// The answer to the request with this `number`: a document that says its version.
fn answer(request: &Value, url: &str, number: usize, clock: &FakeClock) -> Vec<Step> {
    if forbids(request) {
        return vec![Step::Cut];
    }
    let mut document: Value = serde_json::from_str(&document(url)).unwrap();
    document["client_name"] = format!("{VERSION}{number}").into();
    let status = match request["response_status"][0].as_u64() {
        Some(status) => u16::try_from(status).unwrap(),
        None if is_validated(request) => 304,
        None => 200,
    };
    let mut answer = match status {
        304 => Answer::status(304),
        _ => Answer::ok(document.to_string()).with_status(status),
    };
    let mut names = Vec::new();
    for (name, value) in fields(&request["response_headers"]) {
        // The length of the body is our own document's.
        if !name.eq_ignore_ascii_case("content-length") {
            answer = answer.header(name, &text(value, clock));
            names.push(name.to_ascii_lowercase());
        }
    }
    if !names.iter().any(|name| name == "content-type") {
        answer = answer.header("content-type", "application/json");
    }
    answer.into()
}

/// A number is a date, so many seconds from now.
fn text(value: &Value, clock: &FakeClock) -> String {
    let Some(offset) = value.as_i64() else {
        return value.as_str().unwrap().to_owned();
    };
    let distance = Duration::from_secs(offset.unsigned_abs());
    let date = match offset < 0 {
        true => clock.wall() - distance,
        false => clock.wall() + distance,
    };
    httpdate::fmt_http_date(date)
}

fn version(client: &CimdClient) -> Option<usize> {
    client.client_name()?.strip_prefix(VERSION)?.parse().ok()
}

/// Whether the answer confirms what the cache has, if the cache asks for that.
fn is_validated(request: &Value) -> bool {
    let expected = request["expected_type"].as_str();
    expected.is_some_and(|expected| expected.ends_with("_validated"))
}

/// Whether the origin closes without an answer, and nothing may be served.
fn forbids(request: &Value) -> bool {
    request.get("expected_status").is_some_and(Value::is_null)
}

fn url_of(row: &Value, number: usize) -> String {
    match row["id"] == "CT-query-args-different" {
        true => format!("{URL}?{number}"),
        false => URL.to_owned(),
    }
}

fn requests(row: &Value) -> &[Value] {
    row["requests"].as_array().unwrap()
}

/// The pairs of name and value in a list of fields.
fn fields(list: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let list = list.as_array().into_iter().flatten();
    list.map(|field| (field[0].as_str().unwrap(), &field[1]))
}

const FILE: &str = "cache.jsonl";
const VERSION: &str = "Version ";
/// As long as the suite's own.
const PAUSE: Duration = Duration::from_secs(3);

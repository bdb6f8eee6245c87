//! Answers that are none, or too many.

use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tower_cimd::Resolver;

use crate::origin::{Answer, Origin, Step};
use crate::row::{Row, check, row};
use crate::support::document;
use crate::world::{
    URL, answered, end, patient, published, resolve, resolver, timeless, within, written,
};

#[tokio::test(flavor = "multi_thread")]
async fn every_row_of_http_1_ends_as_it_must() {
    check("http1", rows()).await;
}

#[rustfmt::skip]
fn rows() -> Vec<Row> {
    vec![
        row("h1-slow-status", answered(then_silence("HTTP/1.1 2"), "fetch.timed_out")),
        row("h1-slow-body", answered(a_body_that_drips(), "fetch.timed_out")),
        row("h1-cl-too-large", answered(then_silence("HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n"), "document.size")),
        row("h1-cl-negative", answered(with("content-length: -1"), "fetch.protocol")),
        row("h1-cl-two-differ", answered(with("content-length: 400\r\ncontent-length: 500"), "fetch.protocol")),
        row("h1-no-cl-keepalive", answered(then_silence("HTTP/1.1 200 OK\r\n\r\n{}"), "fetch.timed_out")),
        row("h1-status-4-digits", answered(head("HTTP/1.1 2000 OK"), "fetch.protocol")),
        row("h1-status-letters", answered(head("HTTP/1.1 2OO OK"), "fetch.protocol")),
        row("h1-101-upgrade", answered(head("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c"), "document.status.not_ok")),
        row("h1-header-1m", answered(with(&format!("x: {}", "1".repeat(1_000_000))), "fetch.protocol")),
        row("h1-401-basic", a_challenge()),
        row("h1-same-id-stampede", a_stampede()),
        row("h1-br-bomb", a_body_that_unfolds()),
        row("h1-request-target", a_request_target()),
        row("h1-host-header", a_host_with_a_port()),
        row("h1-connection-upgrade-h2c", answered(published(URL).header("connection", "upgrade").header("upgrade", "h2c"), "none")),
        row("h1-max-age-overflow", an_age_beyond_numbers()),
    ]
}

#[tokio::test]
async fn a_flood_ends_at_its_bound() {
    let fields: String = (0..5_000).map(|n| format!("x-{n}: 1\r\n")).collect();
    let endless = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("4000\r\n{}\r\n", " ".repeat(0x4000));
    for (answer, cause) in [
        (with(fields.trim_end()), "fetch.protocol"),
        (
            vec![
                Step::write("HTTP/1.1 200 OK\r\n"),
                Step::repeat("x: 1\r\n".repeat(1_000)),
            ],
            "fetch.protocol",
        ),
        (
            vec![Step::repeat(
                "HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n",
            )],
            "fetch.timed_out",
        ),
        (
            vec![Step::write(endless), Step::repeat(chunk)],
            "document.size",
        ),
    ] {
        assert_eq!(answered(answer, cause).await, "fetch-error");
    }
}

#[tokio::test]
async fn a_redirect_of_any_kind_is_no_document() {
    for status in [301, 302, 303, 307, 308] {
        for location in [
            URL,
            "/elsewhere",
            "https://127.0.0.1/",
            "http://client.example.com/",
            "",
        ] {
            let answer = Answer::status(status).header("location", location);
            let cause = "document.status.redirect";
            assert_eq!(
                answered(answer, cause).await,
                "fetch-error",
                "{status} {location}"
            );
        }
    }
}

fn head(head: &str) -> Vec<Step> {
    vec![Step::write(format!("{head}\r\n\r\n"))]
}

/// A good answer with fields more, and perhaps one length too many.
fn with(fields: &str) -> Vec<Step> {
    let length = match fields.contains("content-length") {
        true => String::new(),
        false => format!("content-length: {}\r\n", document(URL).len()),
    };
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{length}{fields}");
    vec![Step::write(format!("{head}\r\n\r\n{}", document(URL)))]
}

fn then_silence(begun: &str) -> Vec<Step> {
    vec![Step::write(begun.to_owned()), Step::Hang]
}

fn a_body_that_drips() -> Vec<Step> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n";
    vec![
        Step::write(head),
        Step::Repeat(" ".into(), Duration::from_secs(1)),
    ]
}

async fn a_challenge() -> &'static str {
    let origin = Origin::start().await;
    for challenge in ["Basic realm=\"x\"", "Negotiate", "NTLM", "Bearer"] {
        origin.answer(
            URL,
            Answer::status(401).header("www-authenticate", challenge),
        );
        let before = origin.connections();
        // A resolver that was refused three times makes a pause.
        let refusal = resolve(&resolver(patient(&origin)), URL).await;
        assert_eq!(refusal.unwrap_err().cause(), "document.status.not_ok");
        assert_eq!(origin.connections(), before + 1);
        let head = origin.last_request(URL).unwrap().to_ascii_lowercase();
        assert!(!head.contains("authorization"), "{head}");
    }
    "fetch-error"
}

/// A thousand at once are one fetch; and where it fails, they fail together, and a moment later it is tried
/// again.
async fn a_stampede() -> &'static str {
    let origin = Origin::start().await;
    let (resolver, clock) = timeless(patient(&origin));
    let slow = Duration::from_millis(500);
    origin.answer(URL, Answer::status(503).delay(slow));
    let failed = rush(&resolver).await;
    assert_eq!((failed, origin.requests(URL)), (0, 1));
    clock.advance(Duration::from_secs(2));
    origin.answer(URL, published(URL).delay(slow));
    let served = rush(&resolver).await;
    assert_eq!((served, origin.requests(URL)), (1_000, 2));
    "ok"
}

/// How many of a thousand concurrent requests were served. All of them wait before one is answered.
async fn rush(resolver: &Resolver) -> usize {
    let mut all: Vec<_> = (0..1_000)
        .map(|_| Box::pin(resolve(resolver, URL)))
        .collect();
    poll_fn(|context| {
        for one in &mut all {
            assert!(one.as_mut().poll(context).is_pending(), "too early");
        }
        Poll::Ready(())
    })
    .await;
    let mut served = 0;
    for one in all {
        served += usize::from(within(one, "a request that nobody answers").await.is_ok());
    }
    served
}

/// No coding was offered, and none is undone, whether or not it is confessed.
async fn a_body_that_unfolds() -> &'static str {
    let bomb = BASE64_STANDARD.decode(TEN_MEGABYTES_TWICE_PACKED).unwrap();
    for coding in [
        "br",
        "gzip",
        "gzip, gzip",
        "zstd",
        "x-gzip",
        "identity, deflate",
    ] {
        let answer = Answer::ok(bomb.clone()).header("content-type", "application/json");
        let answer = answer.header("content-encoding", coding);
        assert_eq!(
            answered(answer, "document.content_coding").await,
            "fetch-error"
        );
    }
    let silent = Answer::ok(bomb).header("content-type", "application/json");
    let silent = answered(silent, "document.json.encoding").await;
    assert_eq!(silent, "invalid");

    let origin = Origin::start().await;
    origin.answer(URL, published(URL));
    resolve(&resolver(patient(&origin)), URL).await.unwrap();
    let head = origin.last_request(URL).unwrap();
    assert!(head.contains("\r\naccept-encoding: identity\r\n"), "{head}");
    "fetch-error"
}

async fn a_request_target() -> &'static str {
    request_of(
        "https://client.example.com/a;v=1?x=1",
        "GET /a;v=1?x=1 HTTP/1.1\r\n",
    )
    .await
}

async fn a_host_with_a_port() -> &'static str {
    for (url, host) in [
        (
            "https://client.example.com:443/client.json",
            "\r\nhost: client.example.com\r\n",
        ),
        (
            "https://client.example.com:8443/client.json",
            "\r\nhost: client.example.com:8443\r\n",
        ),
    ] {
        request_of(url, host).await;
    }
    "ok"
}

async fn request_of(url: &str, part: &str) -> &'static str {
    let origin = Origin::start().await;
    origin.answer(url, published(url));
    let outcome = resolve(&resolver(patient(&origin)), url).await;
    let head = origin.last_request(url).unwrap();
    assert!(head.contains(part), "{head}");
    end(&outcome)
}

async fn an_age_beyond_numbers() -> &'static str {
    let origin = Origin::start().await;
    let max_age = "max-age=99999999999999999999999";
    origin.answer(URL, published(URL).header("cache-control", max_age));
    let client = resolve(&timeless(patient(&origin)).0, URL).await;
    let day = Duration::from_secs(24 * 60 * 60);
    let known = client.as_ref().unwrap();
    assert_eq!(known.fresh_until(), known.fetched_at() + day);
    end(&client)
}

#[tokio::test]
async fn a_length_that_lies_is_taken_at_its_word() {
    let body = document(URL);
    let answer = |length: usize| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
        let answer = format!("{head}content-length: {length}\r\n\r\n{body}");
        vec![Step::write(answer)]
    };
    assert_eq!(
        answered(answer(body.len() + 1), "fetch.protocol").await,
        "fetch-error"
    );
    assert_eq!(
        answered(answer(body.len() - 1), "document.json.syntax").await,
        "invalid"
    );
    let more = vec![
        written(URL),
        Step::write("HTTP/1.1 200 OK\r\n\r\n"),
        Step::Hang,
    ];
    assert_eq!(answered(more, "none").await, "ok");
}

/// Ten megabytes of zeros under gzip, and that under gzip: the bytes of an advisory against a fetcher
/// that undid codings before it counted.
const TEN_MEGABYTES_TWICE_PACKED: &str = "\
    H4sIAAAAAAACA+3YOw3CYBhA0a+UoTwCEmCukM4siEAFTTqyoABwgAZW0p3UA+CA1y+D5pzpariLXRHJIL9fsuwX9f\
    59fhbjAAAAAHqu7po8zYBYfm7Vag0AAAD03WY+G6UXMHxtH9OJOQIA/+AYbXk9RJziC161MrztJwAA";

//! One answer after another.

use std::time::Duration;

use tower_cimd::rules::freshness::FreshnessRules;

use crate::origin::{Answer, Origin, Step};
use crate::row::{Row, check, row};
use crate::support::document;
use crate::world::{URL, builder, end, patient, published, resolve, resolver, timeless};

#[tokio::test(flavor = "multi_thread")]
async fn every_row_of_sequences_ends_as_it_must() {
    check("sequence", rows()).await;
}

fn rows() -> Vec<Row> {
    vec![
        row(
            "seq-error-not-cached",
            then_ok(Answer::status(404).header("cache-control", "max-age=3600")),
        ),
        row("seq-invalid-not-cached", then_ok(a_document_of_another())),
        row("seq-vary-star", an_answer_for_one_use()),
        row(
            "seq-age",
            fresh_for("max-age=60", Some("59"), 1, "fresh 1 s"),
        ),
        row(
            "seq-max-age-negative",
            fresh_for("max-age=-1", None, 0, "stale"),
        ),
        row(
            "seq-case",
            fresh_for("S-MAXAGE=15, No-Transform", None, 15, "15"),
        ),
        row("seq-spaces", a_directive_with_spaces()),
        row("seq-etag-weak", a_weak_etag()),
        row("seq-etag-crlf", etags_that_would_break_out()),
        row("seq-key-normalise", identities_that_differ_in_spelling()),
        row(
            "seq-flip-during-flow",
            crate::flips::a_redirection_uri_that_goes(),
        ),
        row("seq-restart-replay", async {
            "no replay state: assertions are the host's to verify"
        }),
    ]
}

fn a_document_of_another() -> Answer {
    published("https://client.example.com/other.json").header("cache-control", "max-age=3600")
}

async fn then_ok(first: Answer) -> String {
    let origin = Origin::start().await;
    origin.answer(URL, first);
    let resolver = resolver(patient(&origin));
    let before = end(&resolve(&resolver, URL).await);
    origin.answer(URL, published(URL));
    let after = end(&resolve(&resolver, URL).await);
    assert_eq!(origin.requests(URL), 2);
    format!("{before} then {after}")
}

async fn an_answer_for_one_use() -> &'static str {
    let origin = Origin::start().await;
    let answer = published(URL).header("vary", "*");
    origin.answer(URL, answer.header("cache-control", "max-age=3600"));
    let resolver = resolver(patient(&origin));
    for fetches in 1..=3 {
        resolve(&resolver, URL).await.unwrap();
        assert_eq!(origin.requests(URL), fetches);
    }
    "not stored"
}

/// The document is used for so many seconds without a request, and asked for again at the next.
async fn fresh_for(
    cache_control: &str,
    age: Option<&str>,
    seconds: u64,
    so: &'static str,
) -> &'static str {
    let origin = Origin::start().await;
    let answer = published(URL).header("cache-control", cache_control);
    origin.answer(
        URL,
        match age {
            Some(age) => answer.header("age", age),
            None => answer,
        },
    );
    let (resolver, clock) = timeless(patient(&origin));
    resolve(&resolver, URL).await.unwrap();
    for left in [seconds.saturating_sub(1), seconds.min(1)] {
        if left < seconds {
            resolve(&resolver, URL).await.unwrap();
            assert_eq!(origin.requests(URL), 1, "{cache_control}");
        }
        clock.advance(Duration::from_secs(left));
    }
    // Past what may be served while it is renewed.
    clock.advance(Duration::from_secs(120));
    resolve(&resolver, URL).await.unwrap();
    assert_eq!(origin.requests(URL), 2, "{cache_control}");
    so
}

/// Read as a directive that cannot be read, and so as an answer that is stale: our own bounds give it their
/// least.
async fn a_directive_with_spaces() -> String {
    let origin = Origin::start().await;
    let answer = published(URL).header("cache-control", " Max-Age = 60");
    origin.answer(URL, answer);
    let resolver = builder(patient(&origin)).freshness(FreshnessRules::default());
    let client = resolve(&resolver.build().unwrap(), URL).await.unwrap();
    let lifetime = client.fresh_until().duration_since(client.fetched_at());
    lifetime.unwrap().as_secs().to_string()
}

async fn a_weak_etag() -> &'static str {
    let origin = Origin::start().await;
    let stale = "max-age=0, must-revalidate";
    origin.answer(
        URL,
        published(URL)
            .header("etag", "W/\"x\"")
            .header("cache-control", stale),
    );
    let resolver = resolver(patient(&origin));
    resolve(&resolver, URL).await.unwrap();
    origin.answer(URL, Answer::status(304).header("etag", "W/\"x\""));
    resolve(&resolver, URL).await.unwrap();
    let head = origin.last_request(URL).unwrap();
    assert!(head.contains("\r\nif-none-match: W/\"x\"\r\n"), "{head}");
    "usable for revalidation"
}

async fn etags_that_would_break_out() -> &'static str {
    let etags: [&[u8]; 5] = [
        b"\"a\xff\xfe\"",
        b"\"a\"b\"",
        b"\"a, \\\r\n\"",
        b"\"a\rHost: evil.example\"",
        b"a b\tc",
    ];
    for etag in etags {
        let origin = Origin::start().await;
        origin.answer(URL, vec![Step::write(with_etag(etag))]);
        let resolver = resolver(patient(&origin));
        if resolve(&resolver, URL).await.is_err() {
            continue;
        }
        let first = origin.last_request(URL).unwrap().lines().count();
        resolve(&resolver, URL).await.unwrap();
        let second = origin.last_request(URL).unwrap();
        assert!(second.lines().count() <= first + 1, "{second}");
        assert!(!second.contains("evil"), "{second}");
    }
    "no header injection on the way back"
}

fn with_etag(etag: &[u8]) -> Vec<u8> {
    let body = document(URL);
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncache-control: no-cache\r\netag: ";
    let rest = format!("\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    [head.as_bytes(), etag, rest.as_bytes()].concat()
}

/// All of them are one resource to HTTP, and each is a client of its own.
async fn identities_that_differ_in_spelling() -> &'static str {
    let origin = Origin::start().await;
    let resolver = resolver(patient(&origin));
    let spellings = [
        "https://client.example.com/~c",
        "https://CLIENT.example.com/~c",
        "https://client.example.com:443/~c",
        "https://client.example.com/%7Ec",
        "https://client.example.com/%7ec",
    ];
    for client_id in spellings {
        origin.answer(client_id, published(client_id));
        let client = resolve(&resolver, client_id).await.unwrap();
        assert_eq!(client.client_id().as_str(), client_id);
    }
    assert_eq!(origin.connections(), spellings.len());
    for client_id in spellings {
        let client = resolve(&resolver, client_id).await.unwrap();
        assert_eq!(client.client_id().as_str(), client_id);
    }
    assert_eq!(origin.connections(), spellings.len());
    "separate entries"
}

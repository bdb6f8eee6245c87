//! What is kept, and what never is.

use tower_cimd::resolve::{FetchError, Fetched, SharedCache, StaticFetch};
use tower_cimd::rules::client::Source;

use crate::support::{FakeClock, Moment, ScriptedFetch, document, fetched};
use crate::world::{CLIENT_ID, build, builder, client, error, resolver, seconds, source};

const JSON: (&str, &str) = ("content-type", "application/json");

fn good() -> Moment {
    Moment::Answer(fetched(200, &[JSON], document(CLIENT_ID)))
}

/// After `failure` the next request fetches again, and succeeds.
async fn check_not_cached(failure: Moment, cause: &str) {
    let network = ScriptedFetch::new([failure, good()]);
    let (resolver, clock) = resolver(network.clone());
    assert_eq!(error(&resolver, CLIENT_ID).await.cause(), cause);
    assert_eq!(resolver.stats().entries, 0, "{cause}");
    // The first pause after bad weather.
    clock.advance(seconds(1));
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Fetched);
    assert_eq!(network.fetches(), 2, "{cause}");
}

#[tokio::test]
async fn no_failure_is_cached() {
    let answer = |status, headers: &[_], body: &str| -> Fetched {
        fetched(status, headers, body.to_owned())
    };
    let cases = [
        (404, "max-age=3600", "document.status.gone"),
        (410, "max-age=3600", "document.status.gone"),
        (302, "max-age=3600", "document.status.redirect"),
        (304, "max-age=3600", "document.status.not_ok"),
        (401, "max-age=3600", "document.status.not_ok"),
        (403, "max-age=3600", "document.status.unavailable"),
        (429, "max-age=3600", "document.status.unavailable"),
        (500, "max-age=3600", "document.status.unavailable"),
        (503, "max-age=3600", "document.status.unavailable"),
    ];
    for (status, cache_control, cause) in cases {
        let fields = [JSON, ("cache-control", cache_control)];
        check_not_cached(Moment::Answer(answer(status, &fields, "")), cause).await;
    }
    for (error, cause) in [
        (FetchError::AddressRefused, "fetch.address_refused"),
        (FetchError::Dns, "fetch.dns"),
        (FetchError::TooLarge, "document.size"),
        (FetchError::Other("an error".into()), "fetch.other"),
    ] {
        check_not_cached(Moment::Fail(error), cause).await;
    }
}

#[tokio::test]
async fn no_invalid_document_is_cached() {
    let answer = |media_type: &str, body: &str| {
        let fields = [
            ("content-type", media_type),
            ("cache-control", "max-age=3600"),
        ];
        Moment::Answer(fetched(200, &fields, body.to_owned()))
    };
    let other = document("https://client.example.com/other");
    check_not_cached(answer("application/json", &other), "document.client_id").await;
    check_not_cached(
        answer("text/html", &document(CLIENT_ID)),
        "document.media_type",
    )
    .await;
    let large = document(CLIENT_ID) + &" ".repeat(5120);
    check_not_cached(answer("application/json", &large), "document.size").await;
}

#[tokio::test]
async fn two_spellings_are_two_clients() {
    const OTHER: &str = "https://client.example.com:443/oauth";
    let network = StaticFetch::new()
        .publish(CLIENT_ID, document(CLIENT_ID))
        .publish(OTHER, document(OTHER));
    let (resolver, _) = resolver(network.clone());
    client(&resolver, CLIENT_ID).await;
    let other = client(&resolver, OTHER).await;
    assert_eq!(other.client_id().as_str(), OTHER);
    assert_eq!(network.fetches(), 2);
}

#[tokio::test]
async fn the_cache_is_bounded_by_bytes() {
    const BUDGET: u64 = 64 * 1024;
    let ids: Vec<_> = (0..300)
        .map(|n| format!("https://host{n}.example.com/"))
        .collect();
    let network = ids.iter().fold(StaticFetch::new(), |network, id| {
        let padded = document(id) + &" ".repeat(3000);
        network.publish(id, padded)
    });
    let resolver = build(builder(network, &FakeClock::new()).cache_bytes(BUDGET));
    for id in &ids {
        client(&resolver, id).await;
    }
    let stats = resolver.stats();
    assert!(stats.bytes <= BUDGET, "{stats:?}");
    assert!(stats.bytes >= stats.entries * 3000, "{stats:?}");
    assert!((1..22).contains(&stats.entries), "{stats:?}");
}

#[tokio::test]
async fn long_header_fields_are_weighed() {
    let tag = format!("\"{}\"", "e".repeat(10_000));
    let network = StaticFetch::new().answer(
        CLIENT_ID,
        fetched(200, &[JSON, ("etag", &tag)], document(CLIENT_ID)),
    );
    let (resolver, _) = resolver(network);
    client(&resolver, CLIENT_ID).await;
    assert!(resolver.stats().bytes > 10_000);
}

#[test]
fn the_contents_are_not_printed() {
    let printed = format!("{:?}", SharedCache::new(1 << 20));
    assert_eq!(printed, "SharedCache { entries: 0 }");
}

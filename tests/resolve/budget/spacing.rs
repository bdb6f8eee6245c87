//! A client_id whose document was refused.

use tower_cimd::resolve::{Fetched, ResolveError};
use tower_cimd::rules::blame::Blame;

use crate::budget::outside::{Outside, not_found, published};
use crate::support::{FakeClock, Moment, ScriptedFetch, document, fetched};
use crate::world::{CLIENT_ID, build, builder, client, error, resolver, seconds};

const OTHER: &str = "https://client.example.com/other";

/// A document of this client with a mistake in it.
fn mistaken() -> Fetched {
    let document = serde_json::json!({ "client_id": CLIENT_ID, "redirect_uris": [] });
    let json = [("content-type", "application/json")];
    fetched(200, &json, document.to_string())
}

#[tokio::test]
async fn a_developer_who_reloads_still_sees_why() {
    let network = Outside::new(|_| Ok(mistaken()));
    let (resolver, clock) = resolver(network.clone());
    let mut first = None;
    for _ in 0..3 {
        let error = error(&resolver, CLIENT_ID).await;
        assert!(matches!(error, ResolveError::Document(_)), "{error:?}");
        first = Some(error);
        clock.advance(seconds(1));
    }
    let (first, fourth) = (first.unwrap(), error(&resolver, CLIENT_ID).await);
    assert_eq!(network.fetches(), 3);
    assert_eq!(fourth.cause(), "budget.spaced");
    assert_eq!(fourth.blame(), Blame::Weather);
    assert_eq!(
        (fourth.rule(), fourth.member()),
        (first.rule(), first.member())
    );
    assert_eq!(fourth.retry_after(), Some(seconds(9)));
    let expected = first.description() + ", as read 1 s ago; it is read again after 9 s";
    assert_eq!(fourth.description(), expected);
}

#[tokio::test]
async fn whoever_waits_as_told_is_let_through() {
    let network = Outside::new(|_| not_found());
    let (resolver, clock) = resolver(network.clone());
    let (mut waits, mut fetches) = (Vec::new(), 0);
    while waits.len() < 6 {
        match error(&resolver, CLIENT_ID).await {
            ResolveError::Spaced { retry_after, .. } => {
                assert_eq!(network.fetches(), fetches);
                waits.push(retry_after.as_secs());
                clock.advance(retry_after);
            }
            _ => fetches += 1,
        }
        assert_eq!(network.fetches(), fetches);
    }
    assert_eq!(waits, [10, 20, 40, 60, 60, 60]);
    // Three are free, and one follows each wait but the last.
    assert_eq!(fetches, 8);
}

#[tokio::test]
async fn a_mended_document_ends_it() {
    let gone = || Moment::Answer(fetched(404, &[], ""));
    let good = || Moment::Answer(published(CLIENT_ID).unwrap());
    let script = [gone(), gone(), gone(), good(), gone(), gone(), gone()];
    let (resolver, clock) = resolver(ScriptedFetch::new(script));
    for _ in 0..3 {
        error(&resolver, CLIENT_ID).await;
    }
    clock.advance(seconds(10));
    client(&resolver, CLIENT_ID).await;
    resolver.forget(CLIENT_ID);
    for _ in 0..3 {
        let error = error(&resolver, CLIENT_ID).await;
        assert!(matches!(error, ResolveError::Publication(_)), "{error:?}");
    }
}

#[tokio::test]
async fn the_other_clients_of_the_host_are_none_the_worse() {
    let network = Outside::new(|url| match url {
        CLIENT_ID => not_found(),
        other => published(other),
    });
    let (resolver, _) = resolver(network);
    for _ in 0..4 {
        error(&resolver, CLIENT_ID).await;
    }
    client(&resolver, OTHER).await;
}

#[tokio::test]
async fn a_document_that_claims_nothing_is_told_as_little_of_later() {
    let (resolver, _) = resolver(Outside::new(|_| {
        let json = [("content-type", "application/json")];
        Ok(fetched(200, &json, document(OTHER)))
    }));
    for _ in 0..3 {
        error(&resolver, CLIENT_ID).await;
    }
    let spaced = error(&resolver, CLIENT_ID).await;
    assert_eq!((spaced.rule(), spaced.member()), ("document", None));
    let expected =
        "no valid client metadata document, as read 0 s ago; it is read again after 10 s";
    assert_eq!(spaced.description(), expected);
}

#[tokio::test]
async fn an_origin_says_when_to_come_again() {
    for (status, field, seconds_to_wait) in [
        (404, "120", 120),
        (503, "120", 120),
        (429, "99999999999999999999", 300),
        (429, "0", 1),
        (503, "Wed, 21 Oct 2015 07:28:00 GMT", 1),
        (503, "-5", 1),
        (503, "+5", 1),
        (503, "5.5", 1),
        (503, "", 1),
        (404, "soon", 0),
    ] {
        let network = Outside::new(move |url| match url {
            CLIENT_ID => Ok(fetched(status, &[("retry-after", field)], "")),
            other => published(other),
        });
        let (resolver, clock) = resolver(network.clone());
        let first = error(&resolver, CLIENT_ID).await;
        assert!(matches!(first, ResolveError::Publication(_)), "{first:?}");
        let second = error(&resolver, CLIENT_ID).await;
        let wait = second.retry_after().unwrap_or_default();
        assert_eq!(
            wait,
            seconds(seconds_to_wait),
            "{status} {field}: {second:?}"
        );
        // It spoke for that client_id alone.
        client(&resolver, OTHER).await;
        let before = network.fetches();
        clock.advance(wait);
        error(&resolver, CLIENT_ID).await;
        assert_eq!(network.fetches(), before + 1, "{status} {field}");
    }
}

#[tokio::test]
async fn what_the_cache_answers_is_never_spaced() {
    let network = Outside::of_clients();
    let clock = FakeClock::new();
    let resolver = build(builder(network.clone(), &clock));
    for _ in 0..1_000 {
        client(&resolver, CLIENT_ID).await;
    }
    assert_eq!(network.fetches(), 1);
    // The host, its domain where that is known, and neither the client_id nor a requester.
    let accounts = 1 + usize::from(cfg!(feature = "public-suffix"));
    assert_eq!(resolver.stats().accounts, accounts);
}

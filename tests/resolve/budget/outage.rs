//! A host out of reach.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tower_cimd::ClientId;
use tower_cimd::resolve::{FetchError, ResolveError};

use crate::budget::outside::{Answer, Outside, not_found, published};
use crate::support::{FakeClock, fetched};
use crate::world::{CLIENT_ID, Operator, build, builder, client, error, resolver, seconds};

const SIBLING: &str = "https://CLIENT.example.com/sibling";
const ELSEWHERE: &str = "https://elsewhere.example.com/oauth";

/// An internet on which `CLIENT_ID` alone has trouble.
fn trouble(answer: impl Fn() -> Answer + Send + Sync + 'static) -> Outside {
    Outside::new(move |url| match url {
        CLIENT_ID => answer(),
        other => published(other),
    })
}

fn silences() -> [fn() -> FetchError; 7] {
    [
        || FetchError::AddressRefused,
        || FetchError::Dns,
        || FetchError::Connect,
        || FetchError::Tls,
        || FetchError::TimedOut,
        || FetchError::Protocol,
        || FetchError::Other("an error of the host's own fetcher".into()),
    ]
}

#[tokio::test]
async fn silence_holds_back_the_host_and_no_other() {
    for silence in silences() {
        let (resolver, clock) = resolver(trouble(move || Err(silence())));
        error(&resolver, CLIENT_ID).await;
        let held_back = error(&resolver, SIBLING).await;
        assert!(
            matches!(held_back, ResolveError::HeldBack { .. }),
            "{held_back:?}"
        );
        assert_eq!(held_back.retry_after(), Some(seconds(1)));
        client(&resolver, ELSEWHERE).await;
        clock.advance(seconds(1));
        client(&resolver, SIBLING).await;
    }
}

#[tokio::test]
async fn an_answer_holds_back_no_host() {
    for status in [301, 400, 401, 403, 404, 410, 418, 429, 500, 503] {
        let network = trouble(move || Ok(fetched(status, &[("retry-after", "300")], "")));
        let (resolver, _) = resolver(network);
        error(&resolver, CLIENT_ID).await;
        client(&resolver, SIBLING).await;
    }
}

#[tokio::test]
async fn a_pause_is_told_like_the_weather_before_it() {
    for silence in silences() {
        let (resolver, _) = resolver(trouble(move || Err(silence())));
        let weather = error(&resolver, CLIENT_ID).await;
        for id in [CLIENT_ID, SIBLING] {
            let pause = error(&resolver, id).await;
            assert_eq!(pause.rule(), weather.rule());
            assert_eq!(pause.blame(), weather.blame());
            assert_eq!(pause.member(), weather.member());
            assert_eq!(pause.description(), weather.description());
        }
    }
}

#[tokio::test]
async fn no_pause_is_longer_than_thirty_seconds() {
    let network = trouble(|| Err(FetchError::Connect));
    let (resolver, clock) = resolver(network.clone());
    let mut waits = Vec::new();
    for fetches in 1..8 {
        error(&resolver, CLIENT_ID).await;
        assert_eq!(network.fetches(), fetches);
        let wait = error(&resolver, CLIENT_ID).await.retry_after().unwrap();
        waits.push(wait.as_secs());
        clock.advance(wait);
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
}

#[tokio::test]
async fn an_answer_ends_it() {
    let away = Arc::new(AtomicBool::new(true));
    let is_away = Arc::clone(&away);
    let network = Outside::new(move |_| match is_away.load(Ordering::Relaxed) {
        true => Err(FetchError::TimedOut),
        false => not_found(),
    });
    let (resolver, clock) = resolver(network);
    for wait in [1, 2, 4] {
        error(&resolver, CLIENT_ID).await;
        clock.advance(seconds(wait));
    }
    away.store(false, Ordering::Relaxed);
    error(&resolver, SIBLING).await;
    away.store(true, Ordering::Relaxed);
    error(&resolver, SIBLING).await;
    let wait = error(&resolver, ELSEWHERE).await.retry_after();
    assert_eq!(wait, None);
    let wait = error(&resolver, "https://client.example.com/third")
        .await
        .retry_after();
    assert_eq!(wait, Some(seconds(1)));
}

#[tokio::test]
async fn a_stranger_who_finds_a_host_silent_holds_back_no_proven_or_named_client() {
    const NAMED: &str = "https://client.example.com/named";
    let network = trouble(|| Err(FetchError::TimedOut));
    let policy = Operator::new().names(NAMED);
    let resolver = build(builder(network, &FakeClock::new()).policy(policy));
    resolver.proven(&ClientId::parse(SIBLING).unwrap());
    error(&resolver, CLIENT_ID).await;
    assert!(
        error(&resolver, "https://client.example.com/other")
            .await
            .retry_after()
            .is_some()
    );
    client(&resolver, SIBLING).await;
    client(&resolver, NAMED).await;
}

#[tokio::test]
async fn a_proven_client_out_of_reach_is_held_back_by_itself() {
    let network = trouble(|| Err(FetchError::TimedOut));
    let (resolver, _) = resolver(network.clone());
    resolver.proven(&ClientId::parse(CLIENT_ID).unwrap());
    for _ in 0..100 {
        error(&resolver, CLIENT_ID).await;
    }
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn an_address_dialled_too_often_holds_nobody_back() {
    let retry_after = seconds(7);
    let network = trouble(move || Err(FetchError::Throttled { retry_after }));
    let (resolver, _) = resolver(network.clone());
    for fetches in 1..4 {
        let error = error(&resolver, CLIENT_ID).await;
        assert!(matches!(error, ResolveError::Spent { .. }), "{error:?}");
        assert_eq!(error.retry_after(), Some(retry_after));
        assert_eq!(network.fetches(), fetches);
    }
    client(&resolver, SIBLING).await;
}

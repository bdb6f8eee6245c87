//! From outside, all weather is the same (T18).

use tower_cimd::resolve::{FetchError, StaticFetch};

use crate::rig::{Answer, CLIENT, ask, authorize, layer, server, token, with};
use crate::support::fetched;

/// Everything that keeps an answer away, by what the operator calls it.
fn weathers() -> Vec<(&'static str, StaticFetch)> {
    let fail = |error: fn() -> FetchError| StaticFetch::new().fail(CLIENT, error);
    let answer = |status| StaticFetch::new().answer(CLIENT, fetched(status, &[], "<html>"));
    let retry = fetched(429, &[("retry-after", "7")], "");
    vec![
        ("address refused", fail(|| FetchError::AddressRefused)),
        ("no such name", fail(|| FetchError::Dns)),
        ("connection refused", fail(|| FetchError::Connect)),
        ("tls", fail(|| FetchError::Tls)),
        ("time-out", fail(|| FetchError::TimedOut)),
        ("broken off", fail(|| FetchError::Protocol)),
        ("other", fail(|| FetchError::Other("10.0.0.1:22".into()))),
        ("403", answer(403)),
        ("429", StaticFetch::new().answer(CLIENT, retry)),
        ("500", answer(500)),
        ("503", answer(503)),
    ]
}

async fn answers(network: StaticFetch) -> [Answer; 3] {
    let server = server(layer(network));
    let page = with(authorize(CLIENT), "accept", "text/html");
    [
        ask(&server, authorize(CLIENT)).await,
        ask(&server, page).await,
        ask(&server, token(CLIENT)).await,
    ]
}

#[tokio::test]
async fn status_body_and_headers_are_the_same_for_all_weather() {
    let mut weathers = weathers().into_iter();
    let (_, first) = weathers.next().expect("some weather");
    let expected = answers(first).await;
    for (name, network) in weathers {
        assert_eq!(answers(network).await, expected, "{name}");
    }
}

#[tokio::test]
async fn weather_is_503_with_a_time_to_come_back() {
    for (name, network) in weathers() {
        for answer in answers(network).await {
            assert_eq!(answer.status, 503, "{name}");
            assert_eq!(answer.header("retry-after"), "30", "{name}");
            assert!(answer.body.contains("temporarily_unavailable"), "{name}");
        }
    }
}

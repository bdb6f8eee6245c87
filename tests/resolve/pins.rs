//! Documents that the operator supplies.

use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use tower_cimd::resolve::policy::{Admission, MayUse};
use tower_cimd::resolve::{BuildError, Pin, PinError, Resolution, StaticFetch};
use tower_cimd::rules::client::Source;
use tower_cimd::{Leg, Resolver};

use crate::publisher::{PAUSE, Publisher, from, get};
use crate::support::{FakeClock, document};
use crate::world::{CLIENT_ID, Operator, build, builder, on, seconds};

const HOUR: Duration = seconds(3600);

/// A document that only the operator has.
fn ours() -> String {
    document(CLIENT_ID).replace("A client", "Pinned")
}

fn expires() -> SystemTime {
    SystemTime::UNIX_EPOCH + FakeClock::EPOCH + HOUR
}

fn digest(document: &str) -> [u8; 32] {
    Sha256::digest(document).into()
}

fn instead() -> Pin {
    Pin::instead(CLIENT_ID, ours(), digest(&ours()), expires())
}

fn last_resort() -> Pin {
    Pin::last_resort(CLIENT_ID, ours(), digest(&ours()), expires())
}

fn pinned(publisher: &Publisher, pin: Pin) -> (Resolver, FakeClock) {
    let clock = FakeClock::new();
    let builder = builder(publisher.network.clone(), &clock);
    (build(builder.pin(pin)), clock)
}

#[tokio::test]
async fn a_pin_is_used_instead_of_fetching() {
    let publisher = Publisher::with(&[]);
    let (resolver, _) = pinned(&publisher, instead());
    for leg in Leg::ALL {
        let client = get(&resolver, leg).await.unwrap();
        assert_eq!(client.source(), Source::Pinned);
        assert_eq!(client.client_name(), Some("Pinned"));
        assert_eq!(client.fresh_until(), expires());
    }
    assert!(resolver.resolve_now(CLIENT_ID, &on(Leg::Token)).is_some());
    assert_eq!(publisher.fetches(), 0);
}

#[tokio::test]
async fn a_pin_is_in_quarantine_where_the_policy_says_so() {
    let publisher = Publisher::with(&[]);
    publisher.goes_away();
    for pin in [instead(), last_resort()] {
        let operator = Operator::new().may_use(MayUse::Quarantined);
        let builder = builder(publisher.network.clone(), &FakeClock::new());
        let resolver = build(builder.pin(pin).policy(operator));
        let resolved = resolver.resolve(CLIENT_ID, &on(Leg::Token)).await;
        let quarantined = matches!(&resolved, Ok(Resolution::Quarantined(client))
            if client.source() == Source::Pinned);
        assert!(quarantined, "{resolved:?}");
    }
}

#[tokio::test]
async fn a_pin_is_for_its_own_client_id_alone() {
    const OTHER: &str = "https://client.example.com:443/oauth";
    let publisher = Publisher::with(&[]);
    let _ = publisher.network.clone().publish(OTHER, document(OTHER));
    let (resolver, _) = pinned(&publisher, instead());
    let answer = resolver.resolve(OTHER, &on(Leg::Token)).await;
    assert!(matches!(answer, Ok(Resolution::Client(client)) if client.source() == Source::Fetched));
}

#[tokio::test]
async fn an_expired_pin_refuses_and_is_not_replaced_by_what_the_publisher_gives() {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = pinned(&publisher, instead());
    clock.advance(HOUR - Duration::from_nanos(1));
    assert_eq!(from(&resolver, None).await, Ok(Source::Pinned));
    clock.advance(Duration::from_nanos(1));
    for leg in Leg::ALL {
        assert_eq!(from(&resolver, leg).await, Err("pin.expired"));
    }
    assert_eq!(publisher.fetches(), 0);
}

#[tokio::test]
async fn a_pin_that_had_expired_before_the_start_refuses_its_client_and_no_other() {
    let publisher = Publisher::with(&[]);
    let past = SystemTime::UNIX_EPOCH;
    let pin = Pin::instead(CLIENT_ID, ours(), digest(&ours()), past);
    let (resolver, _) = pinned(&publisher, pin);
    assert_eq!(from(&resolver, None).await, Err("pin.expired"));
}

#[tokio::test]
async fn setting_the_calendar_back_does_not_make_a_pin_last() {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = pinned(&publisher, instead());
    clock.set_wall(SystemTime::UNIX_EPOCH);
    clock.advance(HOUR);
    assert_eq!(from(&resolver, None).await, Err("pin.expired"));
}

#[tokio::test]
async fn the_policy_is_asked_about_a_pinned_client() {
    for (operator, refused) in [
        (Operator::new().admits(Admission::Refused), "policy.admits"),
        (Operator::new().may_use(MayUse::Refused), "policy.may_use"),
    ] {
        let builder = builder(StaticFetch::new(), &FakeClock::new());
        let resolver = build(builder.policy(operator).pin(instead()));
        assert_eq!(from(&resolver, None).await, Err(refused));
    }
}

#[tokio::test]
async fn the_last_resort_is_used_where_the_weather_keeps_the_document_away() {
    for status in [403, 429, 503] {
        let publisher = Publisher::with(&[]);
        let (resolver, _) = pinned(&publisher, last_resort());
        publisher.answers(status);
        assert_eq!(from(&resolver, None).await, Ok(Source::Pinned), "{status}");
        assert_eq!(publisher.fetches(), 1, "the publisher is asked first");
    }
    let publisher = Publisher::with(&[]);
    let (resolver, _) = pinned(&publisher, last_resort());
    publisher.goes_away();
    assert_eq!(from(&resolver, None).await, Ok(Source::Pinned));
}

#[tokio::test]
async fn what_the_publisher_gives_or_gave_lately_comes_before_the_last_resort() {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = pinned(&publisher, last_resort());
    assert_eq!(from(&resolver, None).await, Ok(Source::Fetched));
    publisher.goes_away();
    clock.advance(HOUR - Duration::from_nanos(1));
    assert_eq!(from(&resolver, None).await, Ok(Source::Stale));
}

#[tokio::test]
async fn an_expired_last_resort_is_ignored() {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = pinned(&publisher, last_resort());
    publisher.goes_away();
    clock.advance(HOUR);
    assert_eq!(from(&resolver, None).await, Err("weather"));
    publisher.publishes(document(CLIENT_ID), &[]);
    clock.advance(PAUSE);
    assert_eq!(from(&resolver, None).await, Ok(Source::Fetched));
}

/// From `end` on the last resort is not used, until there is a valid document again.
async fn check_end(what: &str, cause: &'static str, end: impl FnOnce(&Publisher)) {
    let publisher = Publisher::with(&[("cache-control", "no-store")]);
    let (resolver, clock) = pinned(&publisher, last_resort());
    end(&publisher);
    assert_eq!(from(&resolver, None).await, Err(cause), "{what}");
    publisher.goes_away();
    assert_eq!(from(&resolver, None).await, Err("weather"), "{what}");

    publisher.publishes(document(CLIENT_ID), &[("cache-control", "no-store")]);
    clock.advance(PAUSE);
    assert_eq!(from(&resolver, None).await, Ok(Source::Fetched), "{what}");
    publisher.goes_away();
    assert_eq!(from(&resolver, None).await, Ok(Source::Pinned), "{what}");
}

#[tokio::test]
async fn the_last_resort_never_stands_in_for_what_was_withdrawn() {
    check_end("404", "document.status.gone", |publisher| {
        publisher.answers(404);
    })
    .await;
    check_end("410", "document.status.gone", |publisher| {
        publisher.answers(410);
    })
    .await;
    check_end("invalid", "document.client_id", |publisher| {
        publisher.publishes(document("https://client.example.com/other"), &[]);
    })
    .await;
}

#[tokio::test]
async fn the_last_resort_is_nothing_for_requests_that_fetch_nothing() {
    let (resolver, _) = pinned(&Publisher::with(&[]), last_resort());
    let answer = resolver.resolve(CLIENT_ID, &on(Leg::Revocation)).await;
    assert!(matches!(answer, Ok(Resolution::Pending(_))));
}

/// A resolver with these pins is not built.
fn check_refused(pins: impl IntoIterator<Item = Pin>, rule: &str) {
    let builder = builder(StaticFetch::new(), &FakeClock::new());
    let built = pins
        .into_iter()
        .fold(builder, |builder, pin| builder.pin(pin));
    match built.build() {
        Err(BuildError::Pin { source, .. }) => assert_eq!(source.rule(), rule),
        other => panic!("{rule}: {other:?}"),
    }
}

#[test]
fn a_pin_that_is_not_what_it_says_keeps_the_resolver_from_being_built() {
    let of = |client_id: &str, document: String| {
        let digest = digest(&document);
        Pin::instead(client_id, document, digest, expires())
    };
    let wrong = digest(&document(CLIENT_ID));
    check_refused(
        [Pin::instead(CLIENT_ID, ours(), wrong, expires())],
        "pin.digest",
    );
    check_refused(
        [Pin::last_resort(CLIENT_ID, ours(), wrong, expires())],
        "pin.digest",
    );
    check_refused([instead(), last_resort()], "pin.repeated");
    check_refused(
        [of("http://client.example.com/", ours())],
        "client_id.scheme",
    );
    check_refused(
        [of("https://client.example.com/other", ours())],
        "document.client_id",
    );
    let secret = ours().replace("client_name", "client_secret");
    check_refused([of(CLIENT_ID, secret)], "document.forbidden");
    let large = ours() + &" ".repeat(5120);
    check_refused([of(CLIENT_ID, large)], "document.size");
}

#[test]
fn the_operator_is_told_which_pin_is_refused() {
    let pin = Pin::instead(CLIENT_ID, ours(), [0; 32], expires());
    let built = builder(StaticFetch::new(), &FakeClock::new())
        .pin(pin)
        .build();
    let error = built.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the pin of \"https://client.example.com/oauth\" is refused"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.is::<PinError>());
}

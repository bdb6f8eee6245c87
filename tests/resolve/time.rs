//! Time comes through the clock. That it comes through nothing else, `tests/floors.rs` holds.

use std::time::{Duration, SystemTime};

use tower_cimd::Leg;
use tower_cimd::resolve::{Clock, StaticFetch, SystemClock};
use tower_cimd::rules::client::Source;

use crate::publisher::{Publisher, from, get};
use crate::support::{FakeClock, document, settle};
use crate::world::{CLIENT_ID, client, resolver, seconds, source};

#[tokio::test]
async fn nothing_expires_while_the_clock_stands_still() {
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let (resolver, clock) = resolver(network.clone());
    let first = client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(299));
    source(&resolver, CLIENT_ID).await;
    assert_eq!(network.fetches(), 1);
    assert_eq!(
        first.fetched_at(),
        SystemTime::UNIX_EPOCH + FakeClock::EPOCH
    );
    assert_eq!(resolver.clock().wall(), first.fetched_at() + seconds(299));
}

#[tokio::test]
async fn a_fake_sleep_ends_when_its_time_has_come() {
    let clock = FakeClock::new();
    let sleep = tokio::spawn(clock.sleep(seconds(2)));
    settle().await;
    clock.advance(seconds(1));
    settle().await;
    assert!(!sleep.is_finished());
    clock.advance(seconds(1));
    sleep.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_clock_of_the_machine_goes_by_the_runtimes_timer() {
    let before = tokio::time::Instant::now();
    SystemClock.sleep(Duration::from_secs(3600)).await;
    assert_eq!(before.elapsed().as_secs(), 3600);
}

/// However the calendar is set, the document is used for its own time by the monotonic clock.
async fn check_calendar(what: &str, wall: SystemTime) {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = resolver(publisher.network.clone());
    get(&resolver, None).await.unwrap();
    publisher.goes_away();
    clock.set_wall(wall);
    clock.advance(seconds(300) - Duration::from_nanos(1));
    assert_eq!(from(&resolver, None).await, Ok(Source::Cache), "{what}");
    clock.advance(seconds(3300));
    assert_eq!(from(&resolver, None).await, Ok(Source::Stale), "{what}");
    clock.advance(Duration::from_nanos(1));
    let late = from(&resolver, None).await;
    assert_eq!(late, Err("fetch.connect"), "{what}");
    clock.advance(seconds(82_800));
    let late = from(&resolver, Leg::Token).await;
    assert_eq!(late, Err("fetch.connect"), "{what}");
}

#[tokio::test]
async fn setting_the_calendar_neither_prolongs_nor_shortens_anything() {
    let start = SystemTime::UNIX_EPOCH + FakeClock::EPOCH;
    let days = seconds(5 * 86_400);
    check_calendar("not set", start).await;
    check_calendar("back by days", start - days).await;
    check_calendar("on by days", start + days).await;
    check_calendar("back to 1970", SystemTime::UNIX_EPOCH).await;
}

#[tokio::test]
async fn setting_the_calendar_brings_nothing_back() {
    for wall in [
        SystemTime::UNIX_EPOCH,
        SystemTime::UNIX_EPOCH + FakeClock::EPOCH * 2,
    ] {
        let publisher = Publisher::with(&[]);
        let (resolver, clock) = resolver(publisher.network.clone());
        get(&resolver, None).await.unwrap();
        publisher.answers(404);
        clock.advance(seconds(400));
        assert!(get(&resolver, None).await.is_err());
        clock.set_wall(wall);
        publisher.goes_away();
        let answer = from(&resolver, Leg::Token).await;
        assert_eq!(answer, Err("fetch.connect"));
        publisher.publishes(document(CLIENT_ID), &[]);
        assert_eq!(from(&resolver, None).await, Ok(Source::Fetched));
        assert_eq!(from(&resolver, None).await, Ok(Source::Cache));
    }
}

#[tokio::test]
async fn a_calendar_that_is_days_off_leaves_lifetimes_within_their_bounds() {
    let date = [
        ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ("cache-control", "max-age=600"),
    ];
    let days = seconds(5 * 86_400);
    let start = SystemTime::UNIX_EPOCH + FakeClock::EPOCH;
    for (wall, lifetime) in [(start - days, 600), (start, 600), (start + days, 60)] {
        let publisher = Publisher::with(&date);
        let (resolver, clock) = resolver(publisher.network.clone());
        clock.set_wall(wall);
        get(&resolver, None).await.unwrap();
        clock.advance(seconds(lifetime) - Duration::from_nanos(1));
        assert_eq!(from(&resolver, None).await, Ok(Source::Cache), "{lifetime}");
        clock.advance(Duration::from_nanos(1));
        assert_eq!(from(&resolver, None).await, Ok(Source::Stale), "{lifetime}");
    }
}

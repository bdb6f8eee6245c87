//! Time comes through the clock. That it comes through nothing else, `tests/floors.rs` holds.

use std::time::{Duration, SystemTime};

use tower_cimd::resolve::{Clock, StaticFetch, SystemClock};

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

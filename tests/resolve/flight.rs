//! One fetch for all who wait for the same document.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::watch;
use tower_cimd::ClientId;
use tower_cimd::resolve::policy::{FetchContext, MayFetch, Policy};
use tower_cimd::resolve::{BoxFuture, Resolution, ResolveError, StaticFetch};
use tower_cimd::rules::client::Source;

use crate::support::{FakeClock, Moment, ScriptedFetch, document, fetched, settle};
use crate::world::{CLIENT_ID, build, builder, client, error, resolver, seconds, source, spawn};

fn published() -> StaticFetch {
    StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID))
}

fn good() -> Moment {
    let json = [("content-type", "application/json")];
    Moment::Answer(fetched(200, &json, document(CLIENT_ID)))
}

#[tokio::test]
async fn a_thousand_at_once_cost_one_fetch() {
    let network = published();
    let hold = network.hold(CLIENT_ID);
    let (resolver, _) = resolver(network.clone());
    let callers: Vec<_> = (0..1000).map(|_| spawn(&resolver, CLIENT_ID)).collect();
    settle().await;
    assert_eq!(resolver.stats().in_flight, 1);

    drop(hold);
    for caller in callers {
        let Ok(Resolution::Client(client)) = caller.await.unwrap() else {
            panic!("not served");
        };
        assert_eq!(client.source(), Source::Fetched);
    }
    assert_eq!(network.fetches(), 1);
    assert_eq!(resolver.stats().in_flight, 0);
}

#[tokio::test]
async fn callers_who_hang_up_do_not_make_it_fetched_again() {
    let network = published();
    let hold = network.hold(CLIENT_ID);
    let (resolver, _) = resolver(network.clone());
    for _ in 0..400 {
        let caller = spawn(&resolver, CLIENT_ID);
        settle().await;
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
    }
    assert_eq!(network.fetches(), 1);

    let next = spawn(&resolver, CLIENT_ID);
    settle().await;
    drop(hold);
    assert!(matches!(next.await.unwrap(), Ok(Resolution::Client(_))));
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn a_fetch_for_which_nobody_waits_fills_the_cache() {
    let network = published();
    let hold = network.hold(CLIENT_ID);
    let (resolver, _) = resolver(network.clone());
    let caller = spawn(&resolver, CLIENT_ID);
    settle().await;
    caller.abort();
    drop(hold);
    settle().await;
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Cache);
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn a_waiter_who_leaves_does_not_affect_the_others() {
    let network = published();
    let hold = network.hold(CLIENT_ID);
    let (resolver, _) = resolver(network.clone());
    let [first, second, third] = [(); 3].map(|()| spawn(&resolver, CLIENT_ID));
    settle().await;
    second.abort();
    drop(hold);
    assert!(first.await.unwrap().is_ok());
    assert!(third.await.unwrap().is_ok());
}

#[tokio::test]
async fn a_panic_of_the_fetcher_fails_its_waiters_and_nobody_after() {
    let network = ScriptedFetch::new([Moment::Panic, good()]);
    let (resolver, _) = resolver(network.clone());
    let callers = [(); 3].map(|()| spawn(&resolver, CLIENT_ID));
    for caller in callers {
        assert!(matches!(caller.await.unwrap(), Err(ResolveError::Crashed)));
    }
    assert_eq!(network.fetches(), 1);
    assert_eq!(resolver.stats().in_flight, 0);

    client(&resolver, CLIENT_ID).await;
    assert_eq!(network.fetches(), 2);
}

#[tokio::test]
async fn a_fetcher_that_hangs_is_cut_off() {
    let (network, clock) = (ScriptedFetch::silent(), FakeClock::new());
    let resolver = build(builder(network, &clock));
    let caller = spawn(&resolver, CLIENT_ID);
    settle().await;
    clock.advance(seconds(9));
    settle().await;
    assert_eq!(resolver.stats().in_flight, 1);

    clock.advance(seconds(1));
    let late = caller.await.unwrap().unwrap_err();
    assert_eq!(late.cause(), "fetch.timed_out");
    assert_eq!(resolver.stats().in_flight, 0);
}

#[tokio::test]
async fn one_flight_takes_so_many_waiters_and_no_more() {
    let network = published();
    let hold = network.hold(CLIENT_ID);
    let resolver = build(builder(network, &FakeClock::new()).waiters(2));
    let [first, second] = [(); 2].map(|()| spawn(&resolver, CLIENT_ID));
    settle().await;
    assert!(matches!(
        error(&resolver, CLIENT_ID).await,
        ResolveError::Busy
    ));

    // A seat that was left is free again.
    first.abort();
    settle().await;
    let third = spawn(&resolver, CLIENT_ID);
    settle().await;
    drop(hold);
    assert!(second.await.unwrap().is_ok());
    assert!(third.await.unwrap().is_ok());
}

/// Answers the second question only once the first request has its client.
#[derive(Debug)]
struct SecondWaits {
    asked: AtomicUsize,
    first_is_served: watch::Receiver<bool>,
}

impl Policy for SecondWaits {
    fn may_fetch<'a>(
        &'a self,
        _: &'a ClientId,
        _: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        let is_first = self.asked.fetch_add(1, Ordering::Relaxed) == 0;
        let mut first_is_served = self.first_is_served.clone();
        Box::pin(async move {
            if !is_first {
                first_is_served.wait_for(|served| *served).await.unwrap();
            }
            MayFetch::Allowed
        })
    }
}

#[tokio::test]
async fn a_document_that_came_while_the_policy_was_asked_is_not_fetched_again() {
    let network = published();
    let hold = network.hold(CLIENT_ID);
    let (served, first_is_served) = watch::channel(false);
    let policy = SecondWaits {
        asked: AtomicUsize::new(0),
        first_is_served,
    };
    let resolver = build(builder(network.clone(), &FakeClock::new()).policy(policy));
    let [first, second] = [(); 2].map(|()| spawn(&resolver, CLIENT_ID));
    settle().await;
    drop(hold);
    assert!(first.await.unwrap().is_ok());

    served.send_replace(true);
    let Ok(Resolution::Client(client)) = second.await.unwrap() else {
        panic!("not served");
    };
    assert_eq!(client.source(), Source::Cache);
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn a_failure_reaches_all_who_wait() {
    let network = StaticFetch::new();
    let hold = network.hold(CLIENT_ID);
    let (resolver, _) = resolver(network.clone());
    let callers = [(); 3].map(|()| spawn(&resolver, CLIENT_ID));
    settle().await;
    drop(hold);
    for caller in callers {
        assert!(matches!(
            caller.await.unwrap(),
            Err(ResolveError::Publication(_))
        ));
    }
    assert_eq!(network.fetches(), 1);
}

#[test]
fn a_runtime_that_ends_leaves_no_flight_behind() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let network = published();
    let hold = network.hold(CLIENT_ID);
    let (resolver, _) = resolver(network.clone());
    let first = runtime();
    first.block_on(async {
        spawn(&resolver, CLIENT_ID);
        settle().await;
    });
    assert_eq!(resolver.stats().in_flight, 1);
    drop(first);
    assert_eq!(resolver.stats().in_flight, 0);

    drop(hold);
    runtime().block_on(client(&resolver, CLIENT_ID));
    assert_eq!(network.fetches(), 2);
}

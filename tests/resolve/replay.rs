//! Used assertions in memory.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tower_cimd::resolve::{
    Claim, Clock as _, MemoryReplayStore, ReplayError, ReplayStore, SingleUse,
};

use crate::support::FakeClock;
use crate::world::{CLIENT_ID, ISSUER, seconds};

fn store(most: usize) -> (MemoryReplayStore, FakeClock) {
    let clock = FakeClock::new();
    let store = MemoryReplayStore::of_at_most(most, Arc::new(clock.clone()));
    (store, clock)
}

fn using<'a>(clock: &FakeClock, jti: &'a str) -> SingleUse<'a> {
    SingleUse {
        namespace: ISSUER,
        client_id: CLIENT_ID,
        jti,
        until: clock.wall() + seconds(60),
    }
}

async fn claim(store: &MemoryReplayStore, wanted: SingleUse<'_>) -> Claim {
    store.claim(wanted).await.unwrap()
}

#[tokio::test]
async fn a_jti_is_claimed_once_until_it_is_over() {
    let (store, clock) = store(100);
    let wanted = using(&clock, "a");
    assert_eq!(claim(&store, wanted).await, Claim::First);
    assert_eq!(claim(&store, wanted).await, Claim::Repeated);
    clock.advance(seconds(59));
    assert_eq!(claim(&store, wanted).await, Claim::Repeated);
    clock.advance(seconds(1));
    assert_eq!(claim(&store, using(&clock, "a")).await, Claim::First);
}

#[tokio::test]
async fn each_client_of_each_server_has_its_own_jtis() {
    let (store, clock) = store(100);
    let until = clock.wall() + seconds(60);
    let triples = [
        ("a", "b", "c"),
        ("a", "b", "d"),
        ("a", "x", "c"),
        ("x", "b", "c"),
        ("ab", "", "c"),
        ("a", "bc", ""),
        ("", "ab", "c"),
    ];
    for (namespace, client_id, jti) in triples {
        let wanted = SingleUse {
            namespace,
            client_id,
            jti,
            until,
        };
        assert_eq!(claim(&store, wanted).await, Claim::First, "{wanted:?}");
    }
    assert_eq!(store.len(), triples.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_one_is_first() {
    let (store, clock) = store(1000);
    let store = Arc::new(store);
    let claims: Vec<_> = (0..200)
        .map(|_| {
            let (store, clock) = (Arc::clone(&store), clock.clone());
            tokio::spawn(async move { claim(&store, using(&clock, "a")).await })
        })
        .collect();
    let mut firsts = 0;
    for claim in claims {
        firsts += usize::from(claim.await.unwrap() == Claim::First);
    }
    assert_eq!(firsts, 1);
}

#[tokio::test]
async fn nothing_is_forgotten_early_to_make_room() {
    let (store, clock) = store(16);
    for client in 0..8 {
        for jti in ["a", "b"] {
            let client_id = format!("https://client.example.com/{client}");
            let wanted = SingleUse {
                client_id: &client_id,
                ..using(&clock, jti)
            };
            assert_eq!(claim(&store, wanted).await, Claim::First);
        }
    }
    let new = SingleUse {
        client_id: "https://client.example.com/new",
        ..using(&clock, "a")
    };
    assert!(matches!(store.claim(new).await, Err(ReplayError::Full)));
    let old = SingleUse {
        client_id: "https://client.example.com/0",
        ..using(&clock, "a")
    };
    assert_eq!(claim(&store, old).await, Claim::Repeated);

    clock.advance(seconds(60));
    let new = SingleUse {
        until: clock.wall() + seconds(60),
        ..new
    };
    assert_eq!(claim(&store, new).await, Claim::First);
    assert_eq!(store.len(), 1);
}

#[tokio::test]
async fn one_client_does_not_take_every_place() {
    let (store, clock) = store(80);
    for number in 0..10 {
        let jti = number.to_string();
        assert_eq!(claim(&store, using(&clock, &jti)).await, Claim::First);
    }
    let outcome = store.claim(using(&clock, "11")).await;
    assert!(matches!(outcome, Err(ReplayError::Full)));
    let other = SingleUse {
        client_id: "https://other.example.net/c",
        ..using(&clock, "11")
    };
    assert_eq!(claim(&store, other).await, Claim::First);
}

#[tokio::test]
async fn what_ends_first_is_forgotten_first() {
    let (store, clock) = store(100);
    let until = |seconds: u64| -> SystemTime { clock.wall() + Duration::from_secs(seconds) };
    let long = SingleUse {
        until: until(300),
        ..using(&clock, "long")
    };
    let short = SingleUse {
        until: until(10),
        ..using(&clock, "short")
    };
    assert_eq!(claim(&store, long).await, Claim::First);
    assert_eq!(claim(&store, short).await, Claim::First);
    clock.advance(seconds(10));
    assert_eq!(claim(&store, long).await, Claim::Repeated);
    assert_eq!(store.len(), 1);
    assert!(!store.is_empty());
}

#[tokio::test]
async fn the_length_of_a_jti_costs_nothing() {
    let (store, clock) = store(100);
    let long = "x".repeat(10_000);
    assert_eq!(claim(&store, using(&clock, &long)).await, Claim::First);
    let longer = format!("{long}x");
    assert_eq!(claim(&store, using(&clock, &longer)).await, Claim::First);
    assert_eq!(claim(&store, using(&clock, &long)).await, Claim::Repeated);
}

#[test]
fn a_store_may_stand_behind_a_pointer_and_tells_no_secret() {
    let (store, _) = store(100);
    let store: Arc<dyn ReplayStore> = Arc::new(store);
    assert_eq!(
        format!("{store:?}"),
        "MemoryReplayStore { len: 0, most: 100 }"
    );
}

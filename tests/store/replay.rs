//! Used assertions on Redis, claim by claim (T20).

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use redis::AsyncCommands;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tower_cimd::net::RedisReplayStore;
use tower_cimd::resolve::{Claim, Clock as _, ReplayError, ReplayStore, SingleUse};

use crate::server::RedisServer;
use crate::support::FakeClock;

const NAMESPACE: &str = "https://as.example.com";
const CLIENT: &str = "https://client.example.com/client.json";

fn store(redis: &RedisServer) -> RedisReplayStore {
    RedisReplayStore::open(&redis.url()).unwrap()
}

fn using(jti: &str) -> SingleUse<'_> {
    SingleUse {
        namespace: NAMESPACE,
        client_id: CLIENT,
        jti,
        until: SystemTime::now() + Duration::from_secs(60),
    }
}

async fn claim(store: &RedisReplayStore, wanted: SingleUse<'_>) -> Claim {
    store.claim(wanted).await.unwrap()
}

#[tokio::test]
async fn each_client_of_each_server_has_its_own_jtis() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let store = store(&redis);
    for (namespace, client_id, jti) in [
        ("a", "b", "c"),
        ("a", "b", "d"),
        ("a", "x", "c"),
        ("x", "b", "c"),
        ("ab", "", "c"),
        ("a", "bc", ""),
        ("", "ab", "c"),
    ] {
        let wanted = SingleUse {
            namespace,
            client_id,
            ..using(jti)
        };
        assert_eq!(claim(&store, wanted).await, Claim::First, "{wanted:?}");
        assert_eq!(claim(&store, wanted).await, Claim::Repeated, "{wanted:?}");
    }
}

/// T20: across two nodes.
#[tokio::test]
async fn of_a_hundred_claims_at_once_over_two_nodes_one_is_the_first() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let nodes = [Arc::new(store(&redis)), Arc::new(store(&redis))];
    for round in 0..5 {
        let mut claims = JoinSet::new();
        for number in 0..100 {
            let node = Arc::clone(&nodes[number % 2]);
            claims.spawn(async move { claim(&node, using(&round.to_string())).await });
        }
        let claims = claims.join_all().await;
        let first = claims.iter().filter(|claim| **claim == Claim::First);
        assert_eq!(first.count(), 1);
    }
}

#[tokio::test]
async fn what_it_writes_has_a_fixed_length_and_expires() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let store = store(&redis);
    let long = "\r\nflushall\r\n".repeat(1000);
    for jti in ["", "a", &long] {
        assert_eq!(claim(&store, using(jti)).await, Claim::First);
    }
    let mut connection = redis.connect().await;
    let keys: Vec<String> = connection.keys("*").await.unwrap();
    let [key] = &keys[..] else {
        panic!("{keys:?}");
    };
    assert_eq!(key.len(), "tower-cimd:jti:".len() + 64);
    let members: Vec<Vec<u8>> = connection.zrange(key, 0, -1).await.unwrap();
    assert!(members.iter().all(|member| member.len() == 32));
    // A minute, and another for the nodes' clocks.
    let left: i64 = connection.pttl(key).await.unwrap();
    assert!((60_000..=120_000).contains(&left), "{left}");
}

/// The node's clock says how long; the server's says when that is over.
#[tokio::test]
async fn a_jti_is_claimed_until_it_is_over_on_every_node() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let clock = FakeClock::new();
    let store = store(&redis).clock(clock.clone());
    // 59 s ago, on a node whose clock is that far ahead.
    let over = |after: u64| SingleUse {
        until: clock.wall() - Duration::from_millis(60_000 - after),
        ..using("a")
    };
    assert_eq!(claim(&store, over(500)).await, Claim::First);
    assert_eq!(claim(&store, over(500)).await, Claim::Repeated);
    sleep(Duration::from_millis(600)).await;
    assert_eq!(claim(&store, over(500)).await, Claim::First);
}

#[tokio::test]
async fn a_later_claim_does_not_end_an_earlier_one() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let store = store(&redis);
    let long = SingleUse {
        until: SystemTime::now() + Duration::from_secs(300),
        ..using("long")
    };
    assert_eq!(claim(&store, long).await, Claim::First);
    assert_eq!(claim(&store, using("short")).await, Claim::First);
    let mut connection = redis.connect().await;
    let keys: Vec<String> = connection.keys("*").await.unwrap();
    let left: i64 = connection.pttl(&keys[0]).await.unwrap();
    assert!(left > 300_000, "{left}");
}

/// T20: capped per client. What is full forgets nothing, and is another client's no trouble.
#[tokio::test]
async fn a_client_has_its_share_and_no_more() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let nodes = [
        Arc::new(store(&redis).client_limit(10)),
        Arc::new(store(&redis).client_limit(10)),
    ];
    let mut claims = JoinSet::new();
    for number in 0..100_usize {
        let node = Arc::clone(&nodes[number % 2]);
        claims.spawn(async move { node.claim(using(&number.to_string())).await });
    }
    let claims = claims.join_all().await;
    let first = claims.iter().filter(|it| matches!(it, Ok(Claim::First)));
    assert_eq!(first.count(), 10);
    let full = claims
        .iter()
        .filter(|it| matches!(it, Err(ReplayError::Full)));
    assert_eq!(full.count(), 90);
    let other = SingleUse {
        client_id: "https://other.example.com/client.json",
        ..using("1")
    };
    assert_eq!(claim(&nodes[0], other).await, Claim::First);
}

#[tokio::test]
async fn a_server_that_is_away_full_or_spoilt_is_an_error_and_never_a_claim() {
    let Some(mut redis) = RedisServer::start().await else {
        return;
    };
    let store = store(&redis);
    assert_eq!(claim(&store, using("a")).await, Claim::First);
    let unavailable = async |jti: &str| {
        let error = store.claim(using(jti)).await.unwrap_err();
        assert!(matches!(error, ReplayError::Unavailable(_)), "{error:?}");
    };

    let mut operator = redis.connect().await;
    let maxmemory = async |operator: &mut redis::aio::MultiplexedConnection, bytes: &str| {
        let mut set = redis::cmd("CONFIG");
        let set = set.arg(&["SET", "maxmemory", bytes]);
        let () = set.query_async(operator).await.unwrap();
    };
    maxmemory(&mut operator, "1").await;
    unavailable("b").await;
    maxmemory(&mut operator, "0").await;
    assert_eq!(claim(&store, using("b")).await, Claim::First);

    let keys: Vec<String> = operator.keys("*").await.unwrap();
    let () = operator.set(&keys[0], "spoilt").await.unwrap();
    unavailable("a").await;
    let () = operator.del(&keys[0]).await.unwrap();

    redis.kill();
    unavailable("c").await;
    redis.restart().await;
    assert_eq!(claim(&store, using("c")).await, Claim::First);
}

#[test]
fn a_url_that_leads_nowhere_is_refused() {
    for url in ["", "redis", "http://127.0.0.1/", "rediss://127.0.0.1/"] {
        assert!(RedisReplayStore::open(url).is_err(), "{url}");
    }
}

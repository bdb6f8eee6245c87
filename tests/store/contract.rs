//! The store on Redis, operation by operation.

use std::time::Duration;

use redis::AsyncCommands;
use tokio::time::sleep;
use tower_cimd::net::RedisStore;
use tower_cimd::resolve::Store;

use crate::server::RedisServer;
use crate::support::keeps_the_contract;

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn the_store_on_redis_keeps_the_contract() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let store = RedisStore::open(&redis.url()).unwrap();
    keeps_the_contract(&store, sleep).await;
}

#[tokio::test]
async fn everything_that_it_writes_expires() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let store = RedisStore::open(&redis.url()).unwrap();
    store.put("a", "value".into(), MINUTE).await.unwrap();
    store.lease("b", "token".into(), MINUTE).await.unwrap();
    let mut connection = redis.connect().await;
    for key in ["a", "b"] {
        let left: i64 = connection.pttl(key).await.unwrap();
        assert!((1..=60_000).contains(&left), "{key}: {left}");
    }
}

#[tokio::test]
async fn it_connects_again_after_the_server_was_away() {
    let Some(mut redis) = RedisServer::start().await else {
        return;
    };
    let store = RedisStore::open(&redis.url()).unwrap();
    store.put("a", "value".into(), MINUTE).await.unwrap();
    redis.kill();
    assert!(store.get("a", 100).await.is_err());
    assert!(store.get("a", 100).await.is_err());
    redis.restart().await;
    assert_eq!(store.get("a", 100).await.unwrap(), None);
}

#[tokio::test]
async fn an_operation_that_was_given_up_takes_its_connection_with_it() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let store = RedisStore::open(&redis.url()).unwrap();
    store.put("a", "value".into(), MINUTE).await.unwrap();
    let mut attacker = redis.connect().await;
    let connections = async |attacker: &mut redis::aio::MultiplexedConnection| -> String {
        redis::cmd("CLIENT")
            .arg("LIST")
            .query_async(attacker)
            .await
            .unwrap()
    };
    let before = connections(&mut attacker).await;
    redis.freeze();
    let given_up = tokio::time::timeout(Duration::from_millis(50), store.get("a", 100)).await;
    assert!(given_up.is_err());
    redis.thaw();
    assert_eq!(store.get("a", 100).await.unwrap(), Some("value".into()));
    let after = connections(&mut attacker).await;
    let ids = |list: &str| -> Vec<String> {
        let ids = list.lines().filter_map(|line| line.split(' ').next());
        ids.map(str::to_owned).collect()
    };
    assert_ne!(ids(&before), ids(&after));
}

#[tokio::test]
async fn a_value_of_another_type_is_an_error_and_no_panic() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let store = RedisStore::open(&redis.url()).unwrap();
    let _: () = redis.connect().await.rpush("list", "x").await.unwrap();
    assert!(store.get("list", 100).await.is_err());
    assert!(store.lease("list", "t".into(), MINUTE).await.is_err());
    assert!(store.release("list", "t".into()).await.is_err());
    store.put("list", "value".into(), MINUTE).await.unwrap();
    assert_eq!(store.get("list", 100).await.unwrap(), Some("value".into()));
}

#[tokio::test]
async fn a_subscription_ends_with_its_connection() {
    let Some(mut redis) = RedisServer::start().await else {
        return;
    };
    let store = RedisStore::open(&redis.url()).unwrap();
    let mut subscription = store.subscribe("c").await.unwrap();
    redis.kill();
    assert!(subscription.next().await.is_err());
    assert!(subscription.ping().await.is_err());
}

#[test]
fn a_url_that_leads_nowhere_is_refused() {
    for url in ["", "redis", "http://127.0.0.1/", "rediss://127.0.0.1/"] {
        assert!(RedisStore::open(url).is_err(), "{url}");
    }
    assert!(RedisStore::open("redis://user:password@redis.internal:6379/1").is_ok());
}

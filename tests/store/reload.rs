//! Nodes whose settings come from a file with a store, and are read again and again.

use std::time::Duration;

use tower_cimd::Resolver;
use tower_cimd::config::Settings;
use tower_cimd::resolve::policy::FetchContext;
use tower_cimd::resolve::{Resolution, StaticFetch};

use crate::server::RedisServer;
use crate::support::document;

const CLIENT_ID: &str = "https://client.example.com/oauth";

fn settings(redis: &RedisServer, more: &str) -> Settings {
    let key = std::env::temp_dir().join(format!("tower-cimd-reload-{}", std::process::id()));
    std::fs::write(&key, [7; 32]).unwrap();
    let text = format!(
        "issuer = \"https://as.example.com\"\n{more}\n[store]\nurl = {:?}\nkey_file = {key:?}\n\
         deadline_ms = 2_000\n",
        redis.url()
    );
    text.parse().unwrap()
}

fn node(settings: &Settings, network: &StaticFetch) -> Resolver {
    let builder = settings.builder().unwrap().fetch(network.clone());
    builder.build().unwrap()
}

async fn use_it(node: &Resolver) {
    let resolved = node.resolve(CLIENT_ID, &FetchContext::detached(None)).await;
    assert!(
        matches!(resolved, Ok(Resolution::Client(_))),
        "{resolved:?}"
    );
}

async fn forgotten(node: &Resolver) {
    for _ in 0..200 {
        if node.stats().entries == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the withdrawal was not heard");
}

async fn connections(redis: &RedisServer) -> usize {
    let mut connection = redis.connect().await;
    let list: String = redis::cmd("CLIENT")
        .arg("LIST")
        .query_async(&mut connection)
        .await
        .unwrap();
    list.lines().count()
}

#[tokio::test]
async fn settings_that_are_read_again_keep_the_connection_and_lose_no_withdrawal() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let plain = settings(&redis, "");
    let (one, other) = (node(&plain, &network), node(&plain, &network));
    use_it(&one).await;
    use_it(&other).await;
    let before = connections(&redis).await;
    for n in 0..50 {
        let more = format!("[limits]\nhost = {}", 600 + n);
        settings(&redis, &more).apply(&one).unwrap();
        use_it(&one).await;
    }
    assert_eq!(connections(&redis).await, before);
    other.forget(CLIENT_ID);
    forgotten(&one).await;

    // With other rules, while the other node has the old ones still.
    use_it(&one).await;
    use_it(&other).await;
    settings(&redis, "[documents]\nmax_bytes = 6000")
        .apply(&one)
        .unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    one.forget(CLIENT_ID);
    forgotten(&other).await;
    assert_eq!(network.fetches(), 2);
}

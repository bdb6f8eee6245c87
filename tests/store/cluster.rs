//! Three nodes, one publisher, one Redis server.

use std::time::Duration;

use redis::AsyncCommands;
use redis::aio::MultiplexedConnection;
use tokio::time::sleep;

use crate::node::{HOST, Node};
use crate::origin::{Answer, Origin};
use crate::server::RedisServer;
use crate::support::document;

pub(crate) struct Cluster {
    pub(crate) origin: Origin,
    pub(crate) redis: RedisServer,
    pub(crate) nodes: [Node; 3],
}

impl Cluster {
    /// `None` where there is no `redis-server`.
    pub(crate) async fn start() -> Option<Cluster> {
        let redis = RedisServer::start().await?;
        let origin = Origin::start().await;
        let url = redis.url();
        let nodes = [
            Node::start(&origin, &url).await,
            Node::start(&origin, &url).await,
            Node::start(&origin, &url).await,
        ];
        Some(Cluster {
            origin,
            redis,
            nodes,
        })
    }

    /// Publishes the document of a client that nobody has seen, which takes the publisher `delay`.
    pub(crate) fn publish(&self, name: &str, delay: Duration) -> String {
        let client_id = format!("https://{HOST}/{name}");
        let answer = Answer::ok(document(&client_id));
        let answer = answer.header("content-type", "application/json");
        self.origin.answer(&client_id, answer.delay(delay));
        client_id
    }

    /// What the nodes answer, all asked at once.
    pub(crate) async fn resolve(&mut self, client_id: &str) -> Vec<String> {
        for node in &mut self.nodes {
            node.tell(&format!("resolve {client_id}")).await;
        }
        let mut answers = Vec::new();
        for node in &mut self.nodes {
            answers.push(node.answer().await);
        }
        answers
    }
}

/// The one key in the store that has `what` in it.
pub(crate) async fn key(attacker: &mut MultiplexedConnection, what: &str) -> String {
    let mut keys: Vec<String> = attacker.keys(format!("*{what}*")).await.unwrap();
    assert_eq!(keys.len(), 1, "{what}: {keys:?}");
    keys.remove(0)
}

/// Waits until `holds` says yes: what takes a second in use may take longer on a busy machine.
pub(crate) async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if holds().await {
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("never: {what}");
}

pub(crate) const CLIENT: &str = "client";

//! What is told of neighbours.

use super::nodes::Nodes;
use crate::event::Log;
use crate::support::settle;
use crate::world::{CLIENT_ID, client};

#[tokio::test]
async fn a_copy_that_another_node_withdrew_is_told() {
    let log = Log::install();
    let nodes = Nodes::new();
    let (one, other) = (nodes.node(), nodes.node());
    client(&one, CLIENT_ID).await;
    client(&other, CLIENT_ID).await;
    settle().await;
    log.told();
    one.forget(CLIENT_ID);
    settle().await;
    let expected = format!("DEBUG cimd.withdrawn client_id={CLIENT_ID}");
    assert_eq!(log.told(), [expected]);
}

#[tokio::test]
async fn withdrawals_that_no_longer_fit_are_told_and_strangers_ids_fill_half_of_the_room() {
    let log = Log::install();
    let nodes = Nodes::new();
    let (node, other) = (nodes.node(), nodes.node());
    client(&node, CLIENT_ID).await;
    client(&other, CLIENT_ID).await;
    settle().await;
    log.told();
    // Nothing is sent before this task waits.
    for number in 0..514 {
        node.forget(&format!("https://client.example.com/{number}"));
    }
    node.forget(CLIENT_ID);
    let lost =
        |number| format!("WARN cimd.withdrawal_lost client_id=https://client.example.com/{number}");
    assert_eq!(log.told(), [lost(512), lost(513)]);
    for _ in 0..100 {
        settle().await;
    }
    assert_eq!(other.stats().entries, 0);
}

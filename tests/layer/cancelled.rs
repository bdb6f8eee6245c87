//! Requests whose senders went away.

use tower_cimd::CimdLayer;

use crate::rig::{CLIENT, ask, authorize, builder, network, resolver, server, token};
use crate::support::settle;

#[tokio::test]
async fn four_hundred_who_hang_up_cost_one_fetch_and_the_next_is_served() {
    let network = network();
    let hold = network.hold(CLIENT);
    let server = server(CimdLayer::new(resolver(network.clone())));
    for turn in 0..400 {
        let request = if turn % 2 == 0 {
            authorize(CLIENT)
        } else {
            token(CLIENT)
        };
        let waiting = tokio::spawn({
            let server = server.clone();
            async move { ask(&server, request).await }
        });
        settle().await;
        assert!(!waiting.is_finished());
        waiting.abort();
    }
    drop(hold);
    settle().await;
    assert_eq!(
        ask(&server, authorize(CLIENT)).await.seen(),
        format!("client {CLIENT}")
    );
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn who_hangs_up_gives_the_memory_of_the_form_back() {
    let network = network();
    let _hold = network.hold(CLIENT);
    let resolver = builder(network).build().expect("a resolver");
    let server = server(CimdLayer::new(resolver).buffered_forms(200));
    for _ in 0..3 {
        let waiting = tokio::spawn({
            let server = server.clone();
            async move { ask(&server, token(CLIENT)).await }
        });
        settle().await;
        assert!(!waiting.is_finished(), "there is room for one");
        waiting.abort();
        settle().await;
    }
}

//! Nothing grows (T13).

use tower_cimd::resolve::{Resolution, ResolveError};
use tower_cimd::{ClientId, Resolver};

use crate::support::{FakeClock, Moment, ScriptedFetch, document, fetched, settle};
use crate::world::{CLIENT_ID, Operator, build, builder, detached, seconds, spawn};

/// A resolver over a network that never answers.
fn silent(named: &[&str]) -> (Resolver, ScriptedFetch, FakeClock) {
    let (network, clock) = (ScriptedFetch::silent(), FakeClock::new());
    let operator = named
        .iter()
        .fold(Operator::new(), |operator, id| operator.names(id));
    let resolver = build(builder(network.clone(), &clock).policy(operator));
    (resolver, network, clock)
}

/// Starts to resolve `client_id`, and says whether it was refused as one too many.
async fn is_busy(resolver: &Resolver, client_id: &str) -> bool {
    let call = spawn(resolver, client_id);
    for _ in 0..4 {
        tokio::task::yield_now().await;
    }
    match call.is_finished() {
        true => matches!(call.await.unwrap(), Err(ResolveError::Busy)),
        false => {
            call.abort();
            false
        }
    }
}

#[tokio::test]
async fn a_hundred_thousand_ids_are_no_more_tasks_than_the_cap() {
    let (resolver, network, _) = silent(&[]);
    let (context, mut refused) = (detached(), 0);
    for n in 0..100_000 {
        let client_id = format!("https://host{n}.example.com/oauth");
        let mut call = Box::pin(resolver.resolve(&client_id, &context));
        let poll = std::future::poll_fn(|context| {
            std::task::Poll::Ready(call.as_mut().poll(context).is_ready())
        });
        refused += usize::from(poll.await);
    }
    settle().await;
    let tasks = tokio::runtime::Handle::current()
        .metrics()
        .num_alive_tasks();
    // A quarter of the 256 slots is kept for named ids, of which there are none.
    assert_eq!(tasks, 192);
    assert_eq!(resolver.stats().in_flight, 192);
    assert_eq!(network.fetches(), 192);
    assert_eq!(refused, 100_000 - 192);
}

#[tokio::test]
async fn slots_come_back() {
    let (resolver, _, clock) = silent(&[]);
    for n in 0..192 {
        assert!(!is_busy(&resolver, &format!("https://host{n}.example.com/")).await);
    }
    assert!(is_busy(&resolver, CLIENT_ID).await);
    clock.advance(seconds(10));
    settle().await;
    assert_eq!(resolver.stats().in_flight, 0);
    assert!(!is_busy(&resolver, CLIENT_ID).await);
}

#[tokio::test]
async fn five_hundred_dripping_hosts_do_not_keep_a_named_client_out() {
    let clock = FakeClock::new();
    let silence = (0..192).map(|_| Moment::Silence);
    let json = [("content-type", "application/json")];
    let good = Moment::Answer(fetched(200, &json, document(CLIENT_ID)));
    let network = ScriptedFetch::new(silence.chain([good]));
    let resolver = build(builder(network, &clock).policy(Operator::new().names(CLIENT_ID)));
    for n in 0..500 {
        is_busy(&resolver, &format!("https://host{n}.example.com/")).await;
    }
    assert!(is_busy(&resolver, "https://unnamed.example.com/").await);

    let resolution = resolver.resolve(CLIENT_ID, &detached()).await;
    assert!(matches!(resolution, Ok(Resolution::Client(_))));
}

#[tokio::test]
async fn strangers_do_not_keep_a_proven_client_out() {
    let (resolver, network, _) = silent(&[]);
    for n in 0..192 {
        is_busy(&resolver, &format!("https://host{n}.example.com/")).await;
    }
    assert!(is_busy(&resolver, CLIENT_ID).await);
    resolver.proven(&ClientId::parse(CLIENT_ID).unwrap());
    assert!(!is_busy(&resolver, CLIENT_ID).await);
    assert_eq!(network.fetches(), 193);
}

#[tokio::test]
async fn one_host_holds_at_most_an_eighth() {
    const NAMED: &str = "https://host.example.com/named";
    let (resolver, network, _) = silent(&[NAMED]);
    for n in 0..100 {
        let spelling = if n % 2 == 0 { "host" } else { "HOST" };
        is_busy(&resolver, &format!("https://{spelling}.example.com/{n}")).await;
    }
    // An eighth of 256 is 32, of which again a quarter is kept.
    assert_eq!(network.fetches(), 24);
    assert!(!is_busy(&resolver, NAMED).await);
    assert!(!is_busy(&resolver, "https://other.example.com/").await);
}

#[tokio::test]
async fn named_ids_do_not_take_more_than_there_is() {
    let ids: Vec<_> = (0..300)
        .map(|n| format!("https://host{n}.example.com/"))
        .collect();
    let names: Vec<_> = ids.iter().map(String::as_str).collect();
    let (resolver, network, _) = silent(&names);
    for id in &ids {
        is_busy(&resolver, id).await;
    }
    assert_eq!(network.fetches(), 256);

    let ids: Vec<_> = (0..40)
        .map(|n| format!("https://host.example.com/{n}"))
        .collect();
    let names: Vec<_> = ids.iter().map(String::as_str).collect();
    let (resolver, network, _) = silent(&names);
    for id in &ids {
        is_busy(&resolver, id).await;
    }
    assert_eq!(network.fetches(), 32);
}

#[tokio::test]
async fn the_least_cap_leaves_one_for_everybody() {
    let clock = FakeClock::new();
    let network = ScriptedFetch::silent();
    let resolver = build(builder(network.clone(), &clock).in_flight(8));
    for n in 0..10 {
        is_busy(&resolver, &format!("https://host{n}.example.com/")).await;
    }
    assert_eq!(network.fetches(), 6);
    assert!(is_busy(&resolver, CLIENT_ID).await);
}

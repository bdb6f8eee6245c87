//! For one requester so many.

use std::net::IpAddr;

use tower_cimd::ClientId;
use tower_cimd::resolve::{FetchContext, Limits, RequestedBy};
use tower_cimd::{Leg, Resolver};

use crate::budget::outside::Outside;
use crate::support::FakeClock;
use crate::world::{Operator, build, builder, detached, seconds};

fn server() -> (Resolver, Outside, FakeClock) {
    let (network, clock) = (Outside::of_clients(), FakeClock::new());
    let limits = Limits::default().requester(4);
    let policy = Operator::new().names("https://named.example.com/");
    let builder = builder(network.clone(), &clock).policy(policy);
    (build(builder.limits(limits)), network, clock)
}

/// How many clients that nobody knows are fetched for a requester.
async fn let_through(
    resolver: &Resolver,
    network: &Outside,
    prefix: &str,
    context: &FetchContext<'_>,
) -> usize {
    let before = network.fetches();
    for n in 0..20 {
        let id = format!("https://{prefix}{n}.example.com/");
        let _ = resolver.resolve(&id, context).await;
    }
    network.fetches() - before
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// Whether two addresses are one requester.
async fn check(one: &str, other: &str, are_one: bool) {
    let (resolver, network, _) = server();
    let [one, other] = [one, other].map(|text| detached().peer(address(text)));
    assert_eq!(let_through(&resolver, &network, "a", &one).await, 4);
    let left = if are_one { 0 } else { 4 };
    assert_eq!(let_through(&resolver, &network, "b", &other).await, left);
}

#[tokio::test]
async fn an_ipv4_address_is_one_requester_and_an_ipv6_64_is() {
    check("192.0.2.1", "192.0.2.1", true).await;
    check("192.0.2.1", "192.0.2.2", false).await;
    check("192.0.2.1", "::ffff:192.0.2.1", true).await;
    check("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true).await;
    check("2001:db8:0:1::1", "2001:db8:0:2::1", false).await;
}

#[tokio::test]
async fn a_user_is_one_requester_wherever_he_is() {
    let (resolver, network, clock) = server();
    let at = |text| detached().user("alice").peer(address(text));
    assert_eq!(
        let_through(&resolver, &network, "a", &at("192.0.2.1")).await,
        4
    );
    assert_eq!(
        let_through(&resolver, &network, "b", &at("192.0.2.2")).await,
        0
    );
    let bob = detached().user("bob").peer(address("192.0.2.1"));
    assert_eq!(let_through(&resolver, &network, "c", &bob).await, 4);
    clock.advance(seconds(15));
    assert_eq!(
        let_through(&resolver, &network, "d", &at("192.0.2.1")).await,
        1
    );
}

#[tokio::test]
async fn the_extensions_of_a_request_say_who_it_is() {
    let (resolver, network, _) = server();
    let mut parts = http::Request::new(()).into_parts().0;
    let by = RequestedBy::default()
        .user("alice")
        .peer(address("192.0.2.1"));
    parts.extensions.insert(by);
    let context = FetchContext::of(&parts, Leg::Authorization);
    assert_eq!(context.user_key(), Some("alice"));
    assert_eq!(context.peer_address(), Some(address("192.0.2.1")));
    assert_eq!(let_through(&resolver, &network, "a", &context).await, 4);
    let same = detached().user("alice");
    assert_eq!(let_through(&resolver, &network, "b", &same).await, 0);
}

#[tokio::test]
async fn without_a_requester_only_the_other_rates_hold() {
    let (resolver, network, _) = server();
    assert_eq!(let_through(&resolver, &network, "a", &detached()).await, 20);
}

#[tokio::test]
async fn proven_and_named_clients_cost_a_requester_nothing() {
    let (resolver, network, _) = server();
    let context = detached().peer(address("192.0.2.1"));
    assert_eq!(let_through(&resolver, &network, "a", &context).await, 4);
    for id in ["https://named.example.com/", "https://proven.example.com/"] {
        if id.contains("proven") {
            resolver.proven(&ClientId::parse(id).unwrap());
        }
        assert!(resolver.resolve(id, &context).await.is_ok(), "{id}");
    }
}

#[tokio::test]
async fn to_refresh_a_client_costs_a_requester_nothing() {
    let (resolver, network, clock) = server();
    let context = detached().peer(address("192.0.2.1"));
    let id = "https://known.example.com/";
    assert!(resolver.resolve(id, &context).await.is_ok());
    clock.advance(seconds(300));
    assert_eq!(let_through(&resolver, &network, "a", &context).await, 4);
    assert!(resolver.resolve(id, &context).await.is_ok());
}

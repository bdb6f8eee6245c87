//! Whoever owns a domain has as many hosts as he likes, and one purse (T12).

use tower_cimd::ClientId;
use tower_cimd::resolve::{Admission, Limits, ResolveError};

use crate::budget::outside::Outside;
use crate::support::FakeClock;
use crate::world::{Operator, build, builder, client, detached, seconds};

/// How many of `count` unknown clients are let through for strangers, on a host each.
async fn let_through(limits: Limits, host: impl Fn(usize) -> String, count: usize) -> usize {
    let network = Outside::of_clients();
    let resolver = build(builder(network.clone(), &FakeClock::new()).limits(limits));
    for n in 0..count {
        let id = format!("https://{}/client", host(n));
        let _ = resolver.resolve(&id, &detached()).await;
    }
    network.fetches()
}

/// Wide enough that nothing but the domain has an end.
fn wide() -> Limits {
    Limits::default().discovery(100_000)
}

#[tokio::test]
async fn a_thousand_hosts_of_one_domain_have_one_purse() {
    for domain in ["example.com", "evil.co.uk", "someone.github.io"] {
        let host = |n| format!("host{n}.{domain}");
        assert_eq!(let_through(wide(), host, 1_000).await, 300, "{domain}");
        let deep = |n| format!("a{n}.b{n}.{domain}");
        assert_eq!(let_through(wide(), deep, 1_000).await, 300, "{domain}");
    }
}

#[tokio::test]
async fn domains_and_tenants_of_one_suffix_have_a_purse_each() {
    for suffix in ["com", "co.uk", "github.io", "s3.amazonaws.com", "a-new-tld"] {
        let host = |n| format!("tenant{n}.{suffix}");
        assert_eq!(let_through(wide(), host, 1_000).await, 1_000, "{suffix}");
    }
}

/// It has no owner, and there is one of it.
#[tokio::test]
async fn a_public_suffix_has_the_purse_of_its_host_alone() {
    let host = |_| String::from("github.io");
    let network = Outside::of_clients();
    let resolver = build(builder(network.clone(), &FakeClock::new()).limits(wide()));
    for n in 0..1_000 {
        let id = format!("https://{}/{n}", host(n));
        let _ = resolver.resolve(&id, &detached()).await;
    }
    assert_eq!(network.fetches(), 150);
}

#[tokio::test]
async fn the_rate_of_a_domain_is_a_setting_and_no_less_than_that_of_a_host() {
    let host = |n| format!("host{n}.example.com");
    let narrow = wide().host(8).site(40);
    assert_eq!(let_through(narrow, host, 100).await, 10);
    let contrary = wide().host(400).site(4);
    assert_eq!(let_through(contrary, host, 500).await, 100);
}

#[tokio::test]
async fn the_letter_case_and_the_port_make_no_domain_of_their_own() {
    let spellings = |n: usize| match n % 3 {
        0 => format!("host{n}.example.com"),
        1 => format!("HOST{n}.Example.COM"),
        _ => format!("host{n}.example.com:8443"),
    };
    assert_eq!(
        let_through(wide().host(8).site(40), spellings, 100).await,
        10
    );
}

#[tokio::test]
async fn whoever_waits_as_told_is_let_through() {
    let (network, clock) = (Outside::of_clients(), FakeClock::new());
    let limits = wide().host(8).site(40);
    let resolver = build(builder(network, &clock).limits(limits));
    let mut refused = 0;
    for n in 0..50 {
        let id = format!("https://host{n}.example.com/");
        if let Err(error) = resolver.resolve(&id, &detached()).await {
            refused += 1;
            assert!(matches!(error, ResolveError::Spent { .. }), "{error:?}");
            let wait = error.retry_after().expect("a time");
            assert!(wait <= seconds(6), "{wait:?}");
            clock.advance(wait);
            client(&resolver, &id).await;
        }
    }
    assert_eq!(refused, 40);
}

/// T10: a stranger who makes up hosts spends neither what is a user's, nor what is a proven client's.
#[tokio::test]
async fn strangers_leave_to_users_and_proven_clients_of_the_domain_what_is_theirs() {
    let network = Outside::of_clients();
    let limits = wide().host(8).site(40);
    let resolver = build(builder(network.clone(), &FakeClock::new()).limits(limits));
    const PROVEN: &str = "https://proven.example.com/";
    resolver.proven(&ClientId::parse(PROVEN).unwrap());
    let mut through = [0, 0];
    for n in 0..100 {
        let id = format!("https://a{n}.example.com/");
        through[0] += usize::from(resolver.resolve(&id, &detached()).await.is_ok());
    }
    for n in 0..100 {
        let (id, user) = (
            format!("https://b{n}.example.com/"),
            detached().user("alice"),
        );
        through[1] += usize::from(resolver.resolve(&id, &user).await.is_ok());
    }
    assert_eq!(through, [10, 10]);
    client(&resolver, PROVEN).await;
}

/// The operator wrote the host out: whoever makes up hosts beside it keeps none of its clients out.
#[tokio::test]
async fn a_trusted_host_neither_pays_for_its_domain_nor_suffers_with_it() {
    let limits = wide().host(8).site(40).trusted_host(400);
    let network = Outside::of_clients();
    let policy = Operator::new().admits(Admission::Trusted);
    let resolver = build(
        builder(network.clone(), &FakeClock::new())
            .limits(limits)
            .policy(policy),
    );
    for n in 0..1_000 {
        let id = format!("https://trusted.example.com/{n}");
        let _ = resolver.resolve(&id, &detached()).await;
    }
    assert_eq!(network.fetches(), 100);
}

#[tokio::test]
async fn known_clients_of_a_domain_are_renewed_from_a_purse_of_their_own() {
    let (network, clock) = (Outside::of_clients(), FakeClock::new());
    let resolver = build(builder(network, &clock).limits(wide().host(8).site(40)));
    let known: Vec<_> = (0..10)
        .map(|n| format!("https://known{n}.example.com/"))
        .collect();
    for id in &known {
        client(&resolver, id).await;
    }
    // Past freshness and the minute after it, while strangers go on to look for others.
    clock.advance(seconds(361));
    for n in 0..100 {
        let id = format!("https://other{n}.example.com/");
        let _ = resolver.resolve(&id, &detached()).await;
    }
    for id in &known {
        client(&resolver, id).await;
    }
}

#[tokio::test]
async fn ten_thousand_domains_are_no_more_accounts_than_the_limit() {
    let clock = FakeClock::new();
    let limits = Limits::default().discovery(100_000).accounts(1_024);
    let resolver = build(builder(Outside::of_clients(), &clock).limits(limits));
    for n in 0..10_000 {
        let id = format!("https://host.domain{n}.org/");
        client(&resolver, &id).await;
        assert!(resolver.stats().accounts <= 1_024);
        clock.advance(std::time::Duration::from_millis(3));
    }
}

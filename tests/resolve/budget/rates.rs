//! So many in a minute.

use tower_cimd::resolve::{FetchContext, Limits, ResolveError};
use tower_cimd::{ClientId, Resolver};

use crate::budget::outside::{Outside, published};
use crate::support::FakeClock;
use crate::world::{Operator, build, builder, client, detached, seconds};

struct Server {
    resolver: Resolver,
    network: Outside,
    clock: FakeClock,
}

impl Server {
    fn new(limits: Limits, operator: Operator) -> Self {
        let (network, clock) = (Outside::of_clients(), FakeClock::new());
        let builder = builder(network.clone(), &clock).policy(operator);
        Server {
            resolver: build(builder.limits(limits)),
            network,
            clock,
        }
    }

    /// How many of the ids are let through, and what the last error says.
    async fn let_through(
        &self,
        ids: impl IntoIterator<Item = String>,
        context: &FetchContext<'_>,
    ) -> (usize, Option<ResolveError>) {
        let (before, mut last) = (self.network.fetches(), None);
        for id in ids {
            last = self.resolver.resolve(&id, context).await.err().or(last);
        }
        (self.network.fetches() - before, last)
    }
}

/// Ids on one host.
fn on_host(host: &str, count: usize) -> impl Iterator<Item = String> + '_ {
    (0..count).map(move |n| format!("https://{host}.example.com/{n}"))
}

/// Ids on a host each.
fn on_hosts(prefix: &str, count: usize) -> impl Iterator<Item = String> + '_ {
    (0..count).map(move |n| format!("https://{prefix}{n}.example.com/"))
}

#[tokio::test]
async fn one_host_is_fetched_from_so_often_by_strangers() {
    let server = Server::new(Limits::default().host(40), Operator::new());
    let (through, error) = server.let_through(on_host("a", 100), &detached()).await;
    assert_eq!(through, 10);
    assert!(
        matches!(error, Some(ResolveError::Spent { retry_after }) if retry_after == seconds(6))
    );
    // A host is the same in another case and on another port.
    let same = ["https://A.example.com/x", "https://a.example.com:8443/x"];
    let (through, _) = server
        .let_through(same.map(String::from), &detached())
        .await;
    assert_eq!(through, 0);
    let (through, _) = server.let_through(on_host("b", 5), &detached()).await;
    assert_eq!(through, 5);
}

#[tokio::test]
async fn whoever_waits_as_told_is_let_through() {
    let server = Server::new(Limits::default().host(44).discovery(52), Operator::new());
    server.let_through(on_host("a", 50), &detached()).await;
    for n in 0..50 {
        let id = format!("https://a.example.com/later/{n}");
        let refused = server.resolver.resolve(&id, &detached()).await.unwrap_err();
        let wait = refused.retry_after().expect("a time");
        assert!(wait <= seconds(60));
        server.clock.advance(wait);
        client(&server.resolver, &id).await;
    }
}

#[tokio::test]
async fn a_refusal_costs_nothing() {
    let server = Server::new(Limits::default().host(4), Operator::new());
    server.let_through(on_host("a", 1), &detached()).await;
    let accounts = server.resolver.stats().accounts;
    for _ in 0..3 {
        let (through, _) = server.let_through(on_host("a", 1_000), &detached()).await;
        assert_eq!(through, 0);
    }
    assert_eq!(server.resolver.stats().accounts, accounts);
    server.clock.advance(seconds(60));
    let (through, _) = server.let_through(on_host("a", 10), &detached()).await;
    assert_eq!(through, 1);
}

#[tokio::test]
async fn all_hosts_together_have_a_rate() {
    let server = Server::new(Limits::default().discovery(40), Operator::new());
    let (through, _) = server.let_through(on_hosts("a", 100), &detached()).await;
    assert_eq!(through, 10);
    let user = detached().user("alice");
    let (through, _) = server.let_through(on_hosts("b", 100), &user).await;
    assert_eq!(through, 10);
    for id in on_hosts("c", 100) {
        server.resolver.proven(&ClientId::parse(&id).unwrap());
    }
    let (through, _) = server.let_through(on_hosts("c", 100), &detached()).await;
    assert_eq!(through, 20);
}

#[tokio::test]
async fn discovery_does_not_spend_what_is_for_refresh() {
    let limits = Limits::default().discovery(40).refresh(40).host(40);
    let server = Server::new(limits, Operator::new());
    let known: Vec<_> = on_host("a", 10).collect();
    server.let_through(known.clone(), &detached()).await;
    // Past its lifetime, while a copy is still held: strangers look for more and more clients.
    server.clock.advance(seconds(299));
    server
        .let_through(on_host("a", 100).skip(10), &detached())
        .await;
    server.let_through(on_hosts("b", 100), &detached()).await;
    server.clock.advance(seconds(1));
    let (_, error) = server
        .let_through(["https://a.example.com/x".into()], &detached())
        .await;
    assert!(matches!(error, Some(ResolveError::Spent { .. })));
    for id in known {
        client(&server.resolver, &id).await;
    }
}

#[tokio::test]
async fn a_trusted_host_has_more_and_not_without_end() {
    use tower_cimd::resolve::Admission;

    let limits = Limits::default().host(40).trusted_host(400);
    let server = Server::new(limits, Operator::new().admits(Admission::Trusted));
    let (through, _) = server.let_through(on_host("a", 500), &detached()).await;
    assert_eq!(through, 100);
}

#[tokio::test]
async fn a_named_client_pays_nothing_and_its_host_is_not_exempt() {
    const NAMED: &str = "https://a.example.com/named";
    let limits = Limits::default().host(4).discovery(40);
    let server = Server::new(limits, Operator::new().names(NAMED));
    let (through, _) = server.let_through(on_host("a", 10), &detached()).await;
    assert_eq!(through, 1);
    for _ in 0..100 {
        client(&server.resolver, NAMED).await;
        server.resolver.forget(NAMED);
    }
    assert_eq!(server.network.fetches(), 101);
}

#[tokio::test]
async fn a_fetcher_is_told_whom_to_prefer() {
    use crate::support::{Moment, ScriptedFetch};

    let ids = ["stranger", "proven", "named"].map(|name| format!("https://{name}.example.com/"));
    let script = ids.iter().map(|id| published(id).unwrap());
    let network = ScriptedFetch::new(script.map(Moment::Answer));
    let policy = Operator::new().names(&ids[2]);
    let resolver = build(builder(network.clone(), &FakeClock::new()).policy(policy));
    resolver.proven(&ClientId::parse(&ids[1]).unwrap());
    for id in &ids {
        client(&resolver, id).await;
    }
    let preferred = network
        .requests()
        .into_iter()
        .map(|request| request.preferred);
    assert_eq!(preferred.collect::<Vec<_>>(), [false, true, true]);
}

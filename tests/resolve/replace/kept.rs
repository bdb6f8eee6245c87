//! What new settings leave as it is (T9, T10).

use tower_cimd::resolve::{Limits, Pin, ResolveError, StaticFetch};
use tower_cimd::rules::client::Source;
use tower_cimd::{ClientId, Resolver};

use crate::support::{FakeClock, Moment, ScriptedFetch, document, fetched};
use crate::world::{CLIENT_ID, ISSUER, build, builder, client, error, resolver, seconds, source};

fn anew() -> tower_cimd::ResolverBuilder {
    Resolver::builder(ISSUER)
}

fn id(n: u32) -> String {
    format!("https://client.example.com/{n}")
}

#[tokio::test]
async fn no_purse_is_filled_however_often_settings_are_read() {
    let clock = FakeClock::new();
    let limits = || Limits::default().host(8);
    let resolver = build(builder(StaticFetch::new(), &clock).limits(limits()));
    let mut answered = 0;
    for n in 0..200 {
        let spent = matches!(error(&resolver, &id(n)).await, ResolveError::Spent { .. });
        answered += usize::from(!spent);
        resolver.replace(anew().limits(limits())).unwrap();
    }
    // A quarter of eight.
    assert_eq!(answered, 2);
}

#[tokio::test]
async fn a_refused_client_id_is_left_alone_for_as_long_as_before() {
    let gone = || Moment::Answer(fetched(404, &[], ""));
    let network = ScriptedFetch::new([gone(), gone(), gone(), gone()]);
    let (resolver, _) = resolver(network.clone());
    for _ in 0..3 {
        error(&resolver, CLIENT_ID).await;
    }
    resolver.replace(anew()).unwrap();
    assert!(matches!(
        error(&resolver, CLIENT_ID).await,
        ResolveError::Spaced { .. }
    ));
    assert_eq!(network.fetches(), 3);
}

#[tokio::test]
async fn a_proven_client_stays_proven() {
    let clock = FakeClock::new();
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let limits = || Limits::default().host(4);
    let resolver = build(builder(network, &clock).limits(limits()));
    resolver.proven(&ClientId::parse(CLIENT_ID).unwrap());
    // A stranger's share of the host.
    error(&resolver, &id(1)).await;
    assert!(matches!(
        error(&resolver, &id(2)).await,
        ResolveError::Spent { .. }
    ));
    resolver.replace(anew().limits(limits())).unwrap();
    client(&resolver, CLIENT_ID).await;
}

#[tokio::test]
async fn what_was_withdrawn_stays_so_for_a_last_resort() {
    let text = document(CLIENT_ID);
    let pin = || {
        let digest = <sha2::Sha256 as sha2::Digest>::digest(&text).into();
        let expires = std::time::SystemTime::UNIX_EPOCH + FakeClock::EPOCH + seconds(86_400);
        Pin::last_resort(CLIENT_ID, text.clone(), digest, expires)
    };
    let fail = || Moment::Fail(tower_cimd::resolve::FetchError::Connect);
    let network = ScriptedFetch::new([fail(), Moment::Answer(fetched(404, &[], "")), fail()]);
    let clock = FakeClock::new();
    let resolver = build(builder(network, &clock).pin(pin()));
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Pinned);
    clock.advance(seconds(60));
    error(&resolver, CLIENT_ID).await;
    resolver.replace(anew().pin(pin())).unwrap();
    clock.advance(seconds(600));
    assert!(matches!(
        error(&resolver, CLIENT_ID).await,
        ResolveError::Weather(_)
    ));
}

#[tokio::test]
async fn what_the_operator_has_ordered_stands() {
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let (resolver, _) = resolver(network);
    client(&resolver, CLIENT_ID).await;
    let operator = resolver.operator();
    operator
        .block("client.example.com", "leaked", "ops")
        .await
        .unwrap();
    let strict = anew().rules(|rules| rules.document.required_members = vec!["client_name"]);
    resolver.replace(strict).unwrap();
    assert_eq!(error(&resolver, CLIENT_ID).await.rule(), "policy.blocked");
    // A handle of before the new settings is one of after them.
    operator.unblock("client.example.com", "ops").await.unwrap();
    client(&resolver, CLIENT_ID).await;
}

#[tokio::test]
async fn the_clock_stays() {
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let (resolver, clock) = resolver(network);
    client(&resolver, CLIENT_ID).await;
    resolver.replace(anew().clock(FakeClock::new())).unwrap();
    clock.advance(seconds(1_000));
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Fetched);
}

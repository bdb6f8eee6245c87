//! Clients whose document is at hand, and clients whose is not (T6).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tower_cimd::ProtectLayer;
use tower_cimd::resolve::policy::{admit, use_if};
use tower_cimd::resolve::{
    BoxFuture, Clock as _, FetchContext, FetchError, Limits, MayFetch, Pin, Policy, ResolveError,
    StaticFetch,
};
use tower_cimd::{ClientId, ResolverBuilder};

use super::{Table, Tokens, World, claims, refused, turned_away};
use crate::rig::{CLIENT, STRANGER, ask};
use crate::support::{FakeClock, Moment, ScriptedFetch, document, fetched, settle};

fn requiring() -> World {
    requiring_with(|builder| builder)
}

fn requiring_with(change: impl FnOnce(ResolverBuilder) -> ResolverBuilder) -> World {
    World::with(Tokens::saying(claims()), change).change(ProtectLayer::require_document)
}

#[tokio::test]
async fn a_client_in_the_cache_goes_to_the_handler() {
    for world in [World::new(Tokens::saying(claims())), requiring()] {
        let world = world.warm().await;
        assert_eq!(world.call().await.seen(), format!("{CLIENT} alice known"));
        assert_eq!(world.network.fetches(), 1);
    }
}

#[tokio::test]
async fn a_pinned_client_goes_to_the_handler_and_nothing_is_fetched() {
    let digest = Sha256::digest(document(CLIENT)).into();
    let expires = FakeClock::new().wall() + Duration::from_secs(60);
    let pin = Pin::instead(CLIENT, document(CLIENT), digest, expires);
    let world = requiring_with(|builder| builder.pin(pin));
    assert_eq!(world.call().await.seen(), format!("{CLIENT} alice known"));
    assert_eq!(world.network.fetches(), 0);
}

#[tokio::test]
async fn without_a_document_a_call_passes_and_nothing_is_fetched() {
    let world = World::new(Tokens::saying(claims()));
    assert_eq!(world.call().await.seen(), format!("{CLIENT} alice pending"));
    settle().await;
    assert_eq!(world.network.fetches(), 0);
}

#[tokio::test]
async fn where_the_document_is_required_a_cold_client_waits_and_one_fetch_begins() {
    let world = requiring();
    let server = world.server();
    let hold = world.network.hold(CLIENT);
    for _ in 0..10 {
        let answer = ask(&server, super::call()).await;
        let (error, rule) = (Some("temporarily_unavailable"), "client.cold");
        refused(&answer, 503, error, rule);
        assert_eq!(answer.header("retry-after"), "5");
        assert_eq!(answer.header("www-authenticate"), "");
        settle().await;
    }
    assert_eq!(world.network.fetches(), 1);
    drop(hold);
    settle().await;
    let answer = ask(&server, super::call()).await;
    assert_eq!(answer.seen(), format!("{CLIENT} alice known"));
    assert_eq!(world.network.fetches(), 1);
}

#[tokio::test]
async fn a_hundred_calls_at_once_are_one_fetch() {
    let world = requiring();
    let server = world.server();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let server = server.clone();
        calls.spawn(async move { ask(&server, super::call()).await.status.as_u16() });
    }
    for status in calls.join_all().await {
        assert!([200, 503].contains(&status), "{status}");
    }
    settle().await;
    assert_eq!(world.network.fetches(), 1);
}

#[tokio::test]
async fn a_client_whose_document_cannot_be_had_stays_out() {
    let claims = claims().client_id(STRANGER);
    let world = World::new(Tokens::saying(claims)).change(ProtectLayer::require_document);
    for _ in 0..20 {
        let answer = world.call().await;
        assert_eq!(answer.status, 503, "{answer:?}");
        assert_ne!(answer.header("retry-after"), "");
        settle().await;
    }
    // The pauses after failures hold here, too.
    assert!(world.network.fetches() <= 3, "{}", world.network.fetches());
}

#[tokio::test]
async fn a_client_without_a_document_is_refused_where_one_is_required() {
    for client_id in ["opaque", "http://client.example.com/oauth"] {
        let tokens = Tokens::saying(claims().client_id(client_id));
        let world = World::new(tokens).change(ProtectLayer::require_document);
        let answer = world.call().await;
        turned_away(&answer, 403, "access_denied", "client.undocumented");
    }
}

#[tokio::test]
async fn without_a_resolver_nobody_has_a_document() {
    let tokens = Tokens::saying(claims());
    let layer =
        ProtectLayer::new(&super::metadata(), tokens).cimd_issuer(super::issuer(super::ISSUER));
    let server = super::serving(layer.clone());
    let answer = ask(&server, super::call()).await;
    assert_eq!(answer.seen(), format!("{CLIENT} alice pending"));
    let server = super::serving(layer.require_document());
    let answer = ask(&server, super::call()).await;
    turned_away(&answer, 403, "access_denied", "client.undocumented");
}

#[tokio::test]
async fn may_use_is_asked_on_every_call() {
    let allowed = Arc::new(AtomicBool::new(true));
    let asked = Arc::clone(&allowed);
    let world = World::with(Tokens::saying(claims()), |builder| {
        builder.policy(use_if(move |_| asked.load(Ordering::SeqCst)))
    });
    let world = world.warm().await;
    for allow in [true, false, true, false] {
        allowed.store(allow, Ordering::SeqCst);
        let answer = world.call().await;
        match allow {
            true => assert_eq!(answer.seen(), format!("{CLIENT} alice known")),
            false => turned_away(&answer, 403, "access_denied", "policy.may_use"),
        }
    }
}

#[tokio::test]
async fn a_block_of_the_operator_holds_with_a_cold_cache_and_with_a_warm_one() {
    let blocked = Arc::new(AtomicBool::new(true));
    let asked = Arc::clone(&blocked);
    let world = World::with(Tokens::saying(claims()), |builder| {
        builder.policy(admit(move |_| !asked.load(Ordering::SeqCst)))
    });
    turned_away(&world.call().await, 403, "access_denied", "policy.admits");
    blocked.store(false, Ordering::SeqCst);
    let world = world.warm().await;
    assert_eq!(world.call().await.status, 200);
    blocked.store(true, Ordering::SeqCst);
    turned_away(&world.call().await, 403, "access_denied", "policy.admits");
    assert_eq!(world.network.fetches(), 1);
}

/// Answers [`Policy::may_fetch`] so.
#[derive(Debug)]
struct Fetches(MayFetch);

impl Policy for Fetches {
    fn may_fetch<'a>(
        &'a self,
        _: &'a ClientId,
        context: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        assert_eq!(context.leg(), None);
        assert!(context.parts().is_some());
        Box::pin(std::future::ready(self.0))
    }
}

async fn check_may_fetch(answer: MayFetch, status: u16, rule: &str, fetches: usize) {
    let world = requiring_with(|builder| builder.policy(Fetches(answer)));
    let response = world.call().await;
    assert_eq!(response.status, status, "{answer:?}");
    assert!(response.description().ends_with(&format!("({rule})")));
    settle().await;
    assert_eq!(world.network.fetches(), fetches, "{answer:?}");
}

#[tokio::test]
async fn the_policy_decides_whether_a_document_is_fetched() {
    check_may_fetch(MayFetch::Allowed, 503, "client.cold", 1).await;
    check_may_fetch(MayFetch::Deferred, 503, "client.cold", 0).await;
    check_may_fetch(MayFetch::Refused, 403, "policy.may_fetch", 0).await;
    check_may_fetch(MayFetch::Unavailable, 503, "policy.unavailable", 0).await;
}

/// What strangers discover and what calls of verified tokens bring are paid from different rates.
#[tokio::test]
async fn the_fetch_is_paid_as_a_renewal() {
    let world = requiring_with(|builder| builder.limits(Limits::default().discovery(4)));
    // It has the kept half of the rate, too.
    let client_id = ClientId::parse(CLIENT).expect("a client_id");
    world.resolver.proven(&client_id);
    let discover = async || {
        world.resolver.forget(CLIENT);
        let context = FetchContext::detached(None);
        world.resolver.resolve(CLIENT, &context).await
    };
    let mut discoveries = 0;
    while discover().await.is_ok() {
        discoveries += 1;
    }
    assert!(matches!(discover().await, Err(ResolveError::Spent { .. })));
    refused(
        &world.call().await,
        503,
        Some("temporarily_unavailable"),
        "client.cold",
    );
    settle().await;
    assert_eq!(world.network.fetches(), discoveries + 1);
}

#[tokio::test]
async fn a_url_that_the_hosts_table_claims_is_no_client_with_a_document() {
    let table = Table {
        row: Some(CLIENT),
        ..Table::default()
    };
    let change = |builder: ResolverBuilder| builder.registered(table.clone());
    let world = World::with(Tokens::saying(claims()), change);
    let answer = world.call().await;
    assert_eq!(answer.seen(), format!("{CLIENT} alice undocumented"));
    let answer = requiring_with(change).call().await;
    turned_away(&answer, 403, "access_denied", "client.undocumented");
}

#[tokio::test]
async fn a_document_in_use_is_renewed_behind_those_who_call() {
    let world = World::new(Tokens::saying(claims())).warm().await;
    world
        .resolver
        .proven(&ClientId::parse(CLIENT).expect("a client_id"));
    for _ in 0..10_000 {
        world.clock.advance(Duration::from_secs(10));
        let answer = world.call().await;
        settle().await;
        if world.network.fetches() > 1 {
            assert_eq!(answer.seen(), format!("{CLIENT} alice known"));
            return;
        }
    }
    panic!("no renewal in a day");
}

/// Its token says that it has been through a grant: that is a proven client (T10, T12).
#[tokio::test]
async fn a_client_that_was_fetched_for_a_call_is_renewed_ahead_of_its_expiry() {
    let world = requiring();
    assert_eq!(world.call().await.status, 503);
    settle().await;
    for _ in 0..2 {
        assert_eq!(world.call().await.status, 200);
    }
    // Of the 300 s of a publisher that is silent.
    world.clock.advance(Duration::from_secs(290));
    assert_eq!(world.call().await.status, 200);
    settle().await;
    assert_eq!(world.network.fetches(), 2);
}

fn away() -> Moment {
    Moment::Fail(FetchError::Connect)
}

/// A publisher that was there once.
async fn with_an_outage() -> (World, ScriptedFetch) {
    let headers = [("content-type", "application/json")];
    let there = Moment::Answer(fetched(200, &headers, document(CLIENT)));
    let network = ScriptedFetch::new([there, away(), away()]);
    let world = requiring_with(|builder| builder.fetch(network.clone()));
    (world.warm().await, network)
}

#[tokio::test]
async fn an_outage_of_the_publisher_locks_nobody_out_who_has_been_there() {
    let (world, network) = with_an_outage().await;
    world.clock.advance(Duration::from_secs(30 * 60));
    assert_eq!(world.call().await.status, 503, "nobody knows yet");
    settle().await;
    assert_eq!(network.fetches(), 2);
    assert_eq!(world.call().await.seen(), format!("{CLIENT} alice known"));
    assert_eq!(network.fetches(), 2);
}

#[tokio::test]
async fn a_copy_that_is_too_old_is_none() {
    let (world, network) = with_an_outage().await;
    world.clock.advance(Duration::from_secs(60 * 60));
    for _ in 0..3 {
        assert_eq!(world.call().await.status, 503);
        settle().await;
    }
    assert_eq!(network.fetches(), 2);
}

#[tokio::test]
async fn may_use_is_asked_about_an_old_copy_too() {
    let headers = [("content-type", "application/json")];
    let there = Moment::Answer(fetched(200, &headers, document(CLIENT)));
    let network = ScriptedFetch::new([there, away()]);
    let allowed = Arc::new(AtomicBool::new(true));
    let asked = Arc::clone(&allowed);
    let policy = use_if(move |_| asked.load(Ordering::SeqCst));
    let world = requiring_with(|builder| builder.fetch(network).policy(policy));
    let world = world.warm().await;
    allowed.store(false, Ordering::SeqCst);
    world.clock.advance(Duration::from_secs(30 * 60));
    assert_eq!(world.call().await.status, 503);
    settle().await;
    turned_away(&world.call().await, 403, "access_denied", "policy.may_use");
}

#[tokio::test]
async fn a_pin_of_last_resort_is_used_once_the_publisher_is_known_to_be_away() {
    let digest = Sha256::digest(document(CLIENT)).into();
    let expires = FakeClock::new().wall() + Duration::from_secs(60);
    let pin = Pin::last_resort(CLIENT, document(CLIENT), digest, expires);
    let network = ScriptedFetch::new([away()]);
    let world = requiring_with(|builder| builder.fetch(network).pin(pin));
    assert_eq!(world.call().await.status, 503);
    settle().await;
    assert_eq!(world.call().await.seen(), format!("{CLIENT} alice known"));
}

#[tokio::test]
async fn a_withdrawn_document_is_not_at_hand() {
    let world = requiring().warm().await;
    world.resolver.forget(CLIENT);
    let answer = world.call().await;
    assert_eq!(answer.status, 503);
}

#[tokio::test]
async fn a_client_without_its_document_does_not_stop_those_with_theirs() {
    let network = StaticFetch::new().publish(CLIENT, document(CLIENT));
    let _held = network.hold(STRANGER);
    let world = requiring_with(|builder| builder.fetch(network.clone()))
        .warm()
        .await;
    let stranger = Tokens::saying(claims().client_id(STRANGER));
    let layer = ProtectLayer::new(&super::metadata(), stranger)
        .resolver(world.resolver.clone())
        .require_document();
    let cold = ask(&super::serving(layer), super::call()).await;
    assert_eq!(cold.status, 503);
    assert_eq!(world.call().await.status, 200);
}

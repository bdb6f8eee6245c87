//! Documents that the operator pins at run time.

use std::time::{Duration, SystemTime};

use tower_cimd::resolve::operator::PinUse;
use tower_cimd::resolve::{Clock, Operator, StaticFetch};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::client::Source;
use tower_cimd::{Leg, Resolver};

use crate::publisher::{PAUSE, Publisher};
use crate::support::{FakeClock, document};
use crate::world::{CLIENT_ID, ISSUER, build, builder, client, error, on, seconds, source};

const HOUR: Duration = seconds(3600);

struct Rig {
    clock: FakeClock,
    resolver: Resolver,
    operator: Operator,
}

impl Rig {
    fn over(network: StaticFetch) -> Self {
        let clock = FakeClock::new();
        let resolver = build(builder(network, &clock));
        let operator = resolver.operator();
        Rig {
            clock,
            resolver,
            operator,
        }
    }

    fn new() -> Self {
        Rig::over(StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID)))
    }

    fn in_an_hour(&self) -> SystemTime {
        self.clock.wall() + HOUR
    }

    async fn pin_document(&self, document: String, used: PinUse) -> Result<(), &'static str> {
        let expires = self.in_an_hour();
        let pin = self
            .operator
            .pin_document(CLIENT_ID, document, used, expires, "", "alice");
        pin.await.map_err(|error| error.rule())
    }
}

fn ours() -> String {
    document(CLIENT_ID).replace("A client", "Pinned")
}

#[tokio::test]
async fn the_document_that_is_held_can_be_pinned_until_it_expires() {
    let rig = Rig::new();
    let expires = rig.in_an_hour();
    let none = rig.operator.pin(CLIENT_ID, expires, "", "alice").await;
    assert_eq!(none.unwrap_err().rule(), "order.not_held");
    client(&rig.resolver, CLIENT_ID).await;
    rig.operator
        .pin(CLIENT_ID, expires, "", "alice")
        .await
        .unwrap();
    assert_eq!(source(&rig.resolver, CLIENT_ID).await, Source::Pinned);
    assert!(
        rig.resolver
            .resolve_now(CLIENT_ID, &on(Leg::Token))
            .is_some()
    );
    rig.clock.advance(HOUR);
    assert_eq!(error(&rig.resolver, CLIENT_ID).await.cause(), "pin.expired");
    rig.operator.unpin(CLIENT_ID, "alice").await.unwrap();
    assert_eq!(source(&rig.resolver, CLIENT_ID).await, Source::Fetched);
}

#[tokio::test]
async fn a_document_of_the_operators_own_is_used_instead() {
    let rig = Rig::over(StaticFetch::new());
    rig.pin_document(ours(), PinUse::Instead).await.unwrap();
    let pinned = client(&rig.resolver, CLIENT_ID).await;
    assert_eq!(pinned.client_name(), Some("Pinned"));
    assert_eq!(pinned.fresh_until(), rig.in_an_hour());
}

#[tokio::test]
async fn a_last_resort_is_used_in_bad_weather_and_not_after_a_withdrawal() {
    let publisher = Publisher::with(&[]);
    let rig = Rig::over(publisher.network.clone());
    rig.pin_document(ours(), PinUse::LastResort).await.unwrap();
    publisher.goes_away();
    assert_eq!(source(&rig.resolver, CLIENT_ID).await, Source::Pinned);
    rig.clock.advance(PAUSE);
    publisher.answers(404);
    error(&rig.resolver, CLIENT_ID).await;
    rig.clock.advance(PAUSE);
    publisher.goes_away();
    error(&rig.resolver, CLIENT_ID).await;
    // Another order does not make the node forget what the publisher said.
    rig.operator
        .block("other.example.com", "", "alice")
        .await
        .unwrap();
    rig.clock.advance(PAUSE);
    error(&rig.resolver, CLIENT_ID).await;
}

#[tokio::test]
async fn what_is_no_pin_is_refused_by_a_stable_rule() {
    let rig = Rig::new();
    let other = document("https://other.example.com/oauth");
    let refused = rig.pin_document(other, PinUse::Instead).await;
    assert_eq!(refused, Err("document.client_id"));
    let large = format!("{}{}", ours(), " ".repeat(64 * 1024));
    let refused = rig.pin_document(large, PinUse::Instead).await.unwrap_err();
    assert!(
        ["order.not_held", "document.size"].contains(&refused),
        "{refused}"
    );
    let past = rig.clock.wall();
    let refused = rig
        .operator
        .pin_document(CLIENT_ID, ours(), PinUse::Instead, past, "", "alice");
    assert_eq!(refused.await.unwrap_err().rule(), "order.expired");
    assert!(rig.operator.orders().is_empty());
}

#[tokio::test]
async fn there_are_so_many_pins_and_no_more() {
    let rig = Rig::new();
    for number in 0..65 {
        let client_id = format!("https://client.example.com/{number}");
        let pin = rig.operator.pin_document(
            &client_id,
            document(&client_id),
            PinUse::Instead,
            rig.in_an_hour(),
            "",
            "alice",
        );
        match (number, pin.await) {
            (64, Err(error)) => assert_eq!(error.rule(), "order.full"),
            (_, outcome) => outcome.unwrap(),
        }
    }
}

#[tokio::test]
async fn a_block_comes_before_a_pin() {
    let rig = Rig::new();
    rig.pin_document(ours(), PinUse::Instead).await.unwrap();
    rig.operator.block(CLIENT_ID, "", "alice").await.unwrap();
    assert_eq!(
        error(&rig.resolver, CLIENT_ID).await.rule(),
        "policy.blocked"
    );
}

#[tokio::test]
async fn a_pin_is_judged_anew_by_new_settings_and_nothing_takes_its_place() {
    let rig = Rig::new();
    rig.pin_document(ours(), PinUse::Instead).await.unwrap();
    let anew = || Resolver::builder(ISSUER);
    let strict = anew().auth_methods([AuthMethod::PrivateKeyJwt]);
    rig.resolver.replace(strict).unwrap();
    let refused = error(&rig.resolver, CLIENT_ID).await;
    assert_eq!(refused.rule(), "document.auth_method.not_mutual");
    rig.resolver.replace(anew()).unwrap();
    assert_eq!(source(&rig.resolver, CLIENT_ID).await, Source::Pinned);
}

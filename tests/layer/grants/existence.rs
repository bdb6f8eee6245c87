//! No document is fetched for a grant that nobody issued (T11).

use std::error::Error;

use tower_cimd::layer::grants::{GrantError, Grants};
use tower_cimd::resolve::{BoxFuture, Known, Origin, RegisteredClients, StaticFetch};
use tower_cimd::rules::blame::Blame;
use tower_cimd::rules::change::ChangeKinds;
use tower_cimd::rules::checks::{Check, Checks};
use tower_cimd::{CimdLayer, Leg};

use super::{Table, Trouble, code, device, refresh, refused, request, server, token};
use crate::events;
use crate::rig::{
    CLIENT, STRANGER, ask, authorize, builder, for_any_leg, network, post_form, resolver,
};
use crate::support::{DEVICE_GRANT, FakeClock, settle};

struct World {
    network: StaticFetch,
    table: Table,
    layer: CimdLayer,
}

fn world(table: Table) -> World {
    let network = network();
    let layer = CimdLayer::new(resolver(network.clone())).grants(table.clone());
    World {
        network,
        table,
        layer,
    }
}

/// Grant types and verifiers are others' to check.
fn unchecked() -> Checks {
    let checks = Checks::default().without(Check::GrantType);
    checks.danger_without_pkce()
}

#[tokio::test]
async fn an_unknown_grant_costs_no_fetch() {
    for grant in [code("stolen"), refresh("stolen"), device("stolen")] {
        let world = world(Table::default());
        let answer = token(&world.layer, &world.table, &grant).await;
        refused(&answer, 400, "invalid_grant", "grant.unknown");
        assert_eq!(world.network.fetches(), 0, "{grant:?}");
        let asked = format!("exists {} stolen", grant[1].0);
        assert_eq!(world.table.asked(), [asked]);
    }
}

#[tokio::test]
async fn a_grant_of_another_client_costs_no_fetch() {
    let world = world(Table::default());
    world.table.store("1", STRANGER, None);
    let answer = token(&world.layer, &world.table, &code("1")).await;
    refused(&answer, 400, "invalid_grant", "grant.unknown");
    assert_eq!(world.network.fetches(), 0);
}

#[tokio::test]
async fn a_grant_that_was_issued_has_its_client_fetched() {
    for grant in [code("1"), refresh("1"), device("1")] {
        let world = world(Table::default());
        world.table.store("1", CLIENT, None);
        let answer = token(&world.layer, &world.table, &grant).await;
        assert_eq!(answer.seen(), "client", "{answer:?}");
        assert_eq!(world.network.fetches(), 1);
    }
}

/// Nothing is fetched for it, so that the answer is the handler's as ever.
#[tokio::test]
async fn an_unknown_grant_of_a_cached_client_is_the_handlers() {
    let world = world(Table::default());
    ask(
        &server(world.layer.clone(), &world.table),
        authorize(CLIENT),
    )
    .await;
    world.table.store("1", CLIENT, None);
    token(&world.layer, &world.table, &code("1")).await;
    let answer = token(&world.layer, &world.table, &code("stolen")).await;
    assert_eq!(answer.seen(), "client with an unknown grant");
    assert_eq!(world.network.fetches(), 1);
    // Whether it exists is not asked where nothing is to be fetched.
    assert_eq!(world.table.asked().last().unwrap(), "binding code stolen");
}

#[tokio::test]
async fn a_request_that_names_no_grant_costs_no_fetch() {
    for parameters in [
        &[("grant_type", "authorization_code")][..],
        &[("grant_type", "authorization_code"), ("code", "")],
        &[("grant_type", "refresh_token"), ("code", "1")],
        &[("grant_type", DEVICE_GRANT)],
        &[("code", "1")],
    ] {
        let world = world(Table::default());
        world.table.store("1", CLIENT, None);
        let layer = world.layer.clone().leg(Leg::Token).checks(unchecked());
        let answer = token(&layer, &world.table, parameters).await;
        refused(&answer, 400, "invalid_request", "grant.missing");
        assert_eq!(world.network.fetches(), 0, "{parameters:?}");
    }
}

#[tokio::test]
async fn a_grant_type_without_a_grant_is_not_asked_about() {
    let world = world(Table::default());
    let layer = world.layer.clone().checks(unchecked());
    let parameters = [("grant_type", "client_credentials")];
    let answer = token(&layer, &world.table, &parameters).await;
    assert_eq!(answer.seen(), "client without a grant", "{answer:?}");
    assert_eq!(world.table.asked(), [""; 0]);
}

#[tokio::test]
async fn no_other_leg_is_asked_about() {
    for leg in [Leg::PushedAuthorization, Leg::DeviceAuthorization] {
        let world = world(Table::default());
        let layer = world.layer.clone().leg(leg);
        let request = post_form("/token", &for_any_leg(&[("client_id", CLIENT)]));
        let answer = ask(&server(layer, &world.table), request).await;
        assert_eq!(answer.seen(), "client with an unknown grant", "{leg:?}");
        assert_eq!(world.table.asked(), [""; 0]);
    }
}

#[tokio::test]
async fn a_host_that_fails_is_503_and_nothing_is_fetched() {
    let world = world(Table::in_trouble(Trouble::Fails));
    let answer = token(&world.layer, &world.table, &code("1")).await;
    refused(
        &answer,
        503,
        "temporarily_unavailable",
        "server.unavailable",
    );
    assert_eq!(world.network.fetches(), 0);
    assert!(!answer.body.contains("locked"), "{answer:?}");
}

#[tokio::test]
async fn a_host_that_is_late_is_503_and_nothing_is_fetched() {
    let (network, clock) = (network(), FakeClock::new());
    let resolver = builder(network.clone()).clock(clock.clone()).build();
    let table = Table::in_trouble(Trouble::NeverAnswers);
    let layer = CimdLayer::new(resolver.unwrap()).grants(table.clone());
    let waiting = tokio::spawn({
        let server = server(layer, &table);
        async move { ask(&server, request(CLIENT, &code("1"))).await }
    });
    settle().await;
    assert!(!waiting.is_finished());
    clock.advance(std::time::Duration::from_secs(2));
    let answer = waiting.await.unwrap();
    refused(
        &answer,
        503,
        "temporarily_unavailable",
        "server.unavailable",
    );
    assert_eq!(network.fetches(), 0);
}

#[tokio::test]
async fn a_host_that_fails_is_told_to_the_operator() {
    let world = world(Table::in_trouble(Trouble::Fails));
    let server = server(world.layer.clone(), &world.table);
    let message = "the host could not be asked about a grant";
    let told = events::told(&server, request(CLIENT, &code("sec.ret")), message).await;
    let [line] = &*told else {
        panic!("one line: {told:?}");
    };
    assert!(line.starts_with("ERROR"), "{line}");
    assert!(line.contains("the database is locked"), "{line}");
    assert!(!line.contains("sec.ret"), "{line}");
}

/// A host that has clients of its own.
#[derive(Debug)]
struct Registered;

impl RegisteredClients for Registered {
    fn lookup<'a>(
        &'a self,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, Box<dyn Error + Send + Sync>>> {
        let known = (client_id == STRANGER).then(|| Known {
            client_id: client_id.to_owned(),
            origin: Origin::Registered,
        });
        Box::pin(std::future::ready(Ok(known)))
    }
}

#[tokio::test]
async fn a_registered_client_is_the_handlers_whatever_its_grant() {
    let network = network();
    let resolver = builder(network.clone()).registered(Registered).build();
    let table = Table::default();
    let layer = CimdLayer::new(resolver.unwrap()).grants(table.clone());
    let server = server(layer, &table);
    let answer = ask(&server, request(STRANGER, &code("stolen"))).await;
    assert_eq!(answer.seen(), "registered", "{answer:?}");
    let answer = ask(&server, request(CLIENT, &code("stolen"))).await;
    refused(&answer, 400, "invalid_grant", "grant.unknown");
    assert_eq!(network.fetches(), 0);
}

/// The defaults say nothing, and hold nobody up.
#[derive(Debug)]
struct Silent;

impl Grants for Silent {}

#[tokio::test]
async fn a_host_that_says_nothing_changes_nothing() {
    let network = network();
    let layer = CimdLayer::new(resolver(network.clone())).grants(Silent);
    let answer = token(&layer, &Table::default(), &code("1")).await;
    assert_eq!(answer.seen(), "client with an unknown grant");
    assert_eq!(network.fetches(), 1);
}

#[test]
fn every_rule_is_named() {
    use tower_cimd::rules::binding::BindingError;
    let kinds = ChangeKinds::NONE;
    let errors = [
        (GrantError::Missing, Blame::Request),
        (GrantError::Unknown, Blame::Request),
        (GrantError::Changed(kinds), Blame::Document),
        (
            GrantError::Binding(BindingError::UnknownVersion),
            Blame::Request,
        ),
        (GrantError::Binding(BindingError::Damaged), Blame::Request),
        (GrantError::Unavailable, Blame::Ourselves),
    ];
    let rules: Vec<_> = errors.iter().map(|(error, _)| error.rule()).collect();
    assert_eq!(rules, GrantError::RULES);
    for (error, blame) in errors {
        assert_eq!(error.blame(), blame, "{error:?}");
        let told = error.to_string();
        assert!(!told.ends_with('.') && told.is_ascii(), "{told}");
    }
}

//! The clients, as the operator sees them.

use std::time::Duration;

use serde_json::{Value, json};
use tower_cimd::resolve::operator::{ClientFilter, ClientPage, ClientState, PinUse};
use tower_cimd::resolve::policy::MayUse;
use tower_cimd::resolve::rulebook::{Effect, Rule, Rulebook};
use tower_cimd::resolve::{Clock, StaticFetch};
use tower_cimd::{ClientId, Resolver};

use crate::event::Log;
use crate::publisher::Publisher;
use crate::support::{FakeClock, document};
use crate::world::{CLIENT_ID, Operator, build, builder, client, seconds};

/// A resolver that has the documents of `count` clients, each on a host of its own.
async fn crowd(count: usize) -> (Resolver, FakeClock) {
    let clock = FakeClock::new();
    let mut network = StaticFetch::new();
    for number in 0..count {
        network = network.publish(id(number), document(&id(number)));
    }
    let limits = tower_cimd::resolve::Limits::default().discovery(100_000);
    let resolver = build(builder(network, &clock).limits(limits));
    for number in 0..count {
        client(&resolver, &id(number)).await;
    }
    (resolver, clock)
}

fn id(number: usize) -> String {
    format!("https://host{number:03}.example.com/oauth")
}

fn ids(page: &ClientPage) -> Vec<&str> {
    page.clients
        .iter()
        .map(|row| row.client_id.as_str())
        .collect()
}

fn filter(filter: Value) -> ClientFilter {
    serde_json::from_value(filter).unwrap()
}

#[tokio::test]
async fn the_list_comes_in_parts_by_client_id() {
    let (resolver, _) = crowd(25).await;
    let operator = resolver.operator();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = operator.clients(&filter(json!({"limit": 10, "after": after})));
        assert!(page.clients.len() <= 10);
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let all: Vec<_> = (0..25).map(id).collect();
    assert_eq!(seen, all);
}

#[tokio::test]
async fn no_part_has_more_than_500_lines_nor_none() {
    let (resolver, _) = crowd(3).await;
    let operator = resolver.operator();
    let none = operator.clients(&filter(json!({"limit": 0})));
    assert_eq!(none.clients.len(), 1);
    let all = operator.clients(&filter(json!({"limit": 1_000_000})));
    assert_eq!((all.clients.len(), all.next), (3, None));
}

#[tokio::test]
async fn a_text_is_looked_for_in_client_ids_hosts_and_names() {
    let (resolver, _) = crowd(12).await;
    let operator = resolver.operator();
    let found = |text: &str| {
        operator
            .clients(&filter(json!({"text": text})))
            .clients
            .len()
    };
    assert_eq!(found("host011"), 1);
    assert_eq!(found("HOST01"), 2);
    assert_eq!(found("a CLIENT"), 12);
    assert_eq!(found("nowhere"), 0);
}

/// The state of [`CLIENT_ID`], by its line and by the filter.
fn state(resolver: &Resolver) -> ClientState {
    let operator = resolver.operator();
    let page = operator.clients(&ClientFilter::default());
    let row = page.clients.iter().find(|row| row.client_id == CLIENT_ID);
    let state = row.unwrap().state;
    let page = operator.clients(&filter(json!({"state": state})));
    assert!(ids(&page).contains(&CLIENT_ID), "{state:?}");
    assert_eq!(operator.client(CLIENT_ID).unwrap().row.state, state);
    state
}

#[tokio::test]
async fn a_state_says_what_would_become_of_a_client_now() {
    let clock = FakeClock::new();
    let policy = Operator::new();
    let network = Publisher::with(&[("cache-control", "max-age=100")]).network;
    let resolver = build(builder(network, &clock).policy(policy.clone()));
    let operator = resolver.operator();
    client(&resolver, CLIENT_ID).await;
    assert_eq!(state(&resolver), ClientState::Fresh);
    clock.advance(seconds(101));
    assert_eq!(state(&resolver), ClientState::Stale);
    let expires = clock.wall() + seconds(1000);
    operator.pin(CLIENT_ID, expires, "", "alice").await.unwrap();
    assert_eq!(state(&resolver), ClientState::Pinned);
    let policy = policy.may_use(MayUse::Quarantined);
    assert_eq!(state(&resolver), ClientState::Quarantined);
    let _ = policy.may_use(MayUse::Refused);
    assert_eq!(state(&resolver), ClientState::Refused);
    assert_eq!(
        operator.client(CLIENT_ID).unwrap().rule,
        Some("policy.may_use")
    );
    operator.block(CLIENT_ID, "", "alice").await.unwrap();
    assert_eq!(state(&resolver), ClientState::Blocked);
}

#[tokio::test]
async fn a_line_says_how_the_client_is() {
    let (resolver, clock) = crowd(1).await;
    let operator = resolver.operator();
    operator.refresh(&id(0), "alice").await.unwrap();
    clock.advance(seconds(7));
    resolver.proven(&ClientId::parse(&id(0)).unwrap());
    let page = operator.clients(&ClientFilter::default());
    let epoch = FakeClock::EPOCH.as_secs();
    let expected = json!({
        "clients": [{
            "client_id": id(0),
            "host": "host000.example.com",
            "name": "A client",
            "state": "fresh",
            "proven": true,
            "age_seconds": 7,
            "fresh_until": epoch + 300,
            "bytes": document(&id(0)).len(),
            "last": {"outcome": "fetched", "at": epoch},
        }],
        "next": null,
    });
    assert_eq!(serde_json::to_value(page).unwrap(), expected);
}

#[tokio::test]
async fn one_client_has_its_document_and_what_it_comes_to() {
    let (resolver, clock) = crowd(1).await;
    let operator = resolver.operator();
    assert!(
        operator
            .client("https://nowhere.example.com/oauth")
            .is_none()
    );
    let detail = operator.client(&id(0)).unwrap();
    assert_eq!(detail.document, document(&id(0)));
    assert_eq!(detail.client.client_id().as_str(), id(0));
    let members: Vec<_> = detail.effective.iter().map(|entry| entry.member).collect();
    assert!(members.contains(&"redirect_uris"), "{members:?}");
    assert_eq!(
        (detail.rule, &detail.block, &detail.pin),
        (None, &None, &None)
    );
    let expires = clock.wall() + Duration::from_secs(9);
    operator.pin(&id(0), expires, "why", "alice").await.unwrap();
    let pin = operator.client(&id(0)).unwrap().pin.unwrap();
    assert_eq!((pin.used, pin.given.why.as_str()), (PinUse::Instead, "why"));
    let told = serde_json::to_value(operator.client(&id(0)).unwrap()).unwrap();
    assert_eq!(told["pin"]["by"], "alice");
    assert_eq!(told["state"], "pinned");
}

#[tokio::test]
async fn a_block_that_is_told_alone_is_shown_too() {
    let (resolver, _) = crowd(1).await;
    let operator = resolver.operator();
    operator.block("*.example.com", "", "alice").await.unwrap();
    let mode = Some(tower_cimd::resolve::Mode::Report);
    operator.set_mode(mode, "", "alice").await.unwrap();
    let detail = operator.client(&id(0)).unwrap();
    assert_eq!(detail.row.state, ClientState::Fresh);
    assert_eq!(detail.block.unwrap().pattern, "*.example.com");
}

#[tokio::test]
async fn to_look_on_is_no_event() {
    let log = Log::install();
    let clock = FakeClock::new();
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let shared = tower_cimd::resolve::SharedPolicy::new(Rulebook::default());
    let resolver = build(builder(network, &clock).policy(shared.clone()));
    client(&resolver, CLIENT_ID).await;
    let denied = Rule::new("leaked", Effect::Deny, ["client.example.com"]).unwrap();
    shared.replace(Rulebook::new([denied]).unwrap());
    log.told();
    let operator = resolver.operator();
    assert_eq!(state(&resolver), ClientState::Refused);
    assert_eq!(
        operator.client(CLIENT_ID).unwrap().rule,
        Some("policy.admits")
    );
    assert_eq!(log.told(), [""; 0]);
    assert!(operator.refusals(&Default::default()).is_empty());
}

//! A table that is away refuses nobody.

use tower_cimd::Leg;
use tower_cimd::rules::client::Source;

use crate::event::Log;
use crate::publisher::get;
use crate::support::settle;
use crate::table::memory::Mood;
use crate::table::{HOUR, World, find, source};
use crate::world::{CLIENT_ID, build, seconds};

#[tokio::test]
async fn a_token_request_goes_on_to_the_publisher() {
    let world = World::materialised(&[]).await;
    world.table.set(Mood::Fails);
    let found = source(&world.start(), Leg::Token).await;
    assert_eq!(found, Ok(Some(Source::Fetched)));
    let found = source(&world.start(), Leg::Revocation).await;
    assert_eq!(found, Ok(None));
    world.publisher.goes_away();
    assert_eq!(source(&world.start(), Leg::Token).await, Err("weather"));
}

#[tokio::test]
async fn a_table_that_is_late_is_away() {
    let world = World::materialised(&[]).await;
    world.table.set(Mood::Hangs);
    let resolver = world.start();
    let waiting = tokio::spawn({
        let resolver = resolver.clone();
        async move {
            get(&resolver, Leg::Token)
                .await
                .map(|client| client.source())
        }
    });
    settle().await;
    assert!(!waiting.is_finished());
    world.clock.advance(seconds(2));
    assert_eq!(waiting.await.unwrap().unwrap(), Source::Fetched);
}

#[tokio::test]
async fn while_the_cache_has_it_the_table_is_not_asked() {
    let world = World::materialised(&[]).await;
    let resolver = world.start();
    get(&resolver, Leg::Authorization).await.unwrap();
    world.table.set(Mood::Hangs);
    world.table.done();
    for leg in Leg::ALL {
        assert_eq!(
            source(&resolver, leg).await,
            Ok(Some(Source::Cache)),
            "{leg:?}"
        );
    }
    assert!(world.table.done().is_empty());
}

#[tokio::test]
async fn an_outage_and_a_damaged_snapshot_are_told() {
    let log = Log::install();
    let world = World::materialised(&[]).await;
    world.table.set(Mood::Fails);
    log.told();
    find(&world.start(), Leg::Revocation).await.unwrap();
    assert_eq!(
        log.told()[0],
        format!(
            "ERROR cimd.client_table_unavailable client_id={CLIENT_ID} operation=load \
             detail=the table is away"
        )
    );

    world.table.set(Mood::Well);
    let snapshot = world.table.snapshot(CLIENT_ID).unwrap();
    world.table.overwrite(CLIENT_ID, &snapshot[..100]);
    find(&world.start(), Leg::Revocation).await.unwrap();
    assert_eq!(
        log.told()[0],
        format!("INFO cimd.snapshot_refused client_id={CLIENT_ID} rule=snapshot.damaged")
    );

    let evil = snapshot_of_another(&world).await;
    world.table.overwrite(CLIENT_ID, &evil);
    log.told();
    find(&world.start(), Leg::Revocation).await.unwrap();
    let expected =
        format!("DEBUG cimd.resolved client_id={CLIENT_ID} leg=revocation outcome=pending");
    assert_eq!(log.told(), [expected]);
}

async fn snapshot_of_another(world: &World) -> String {
    let other = "https://CLIENT.example.com/oauth";
    let document = crate::support::document(other);
    let network = world.publisher.network.clone().publish(other, document);
    let resolver = build(crate::world::builder(network, &world.clock));
    crate::world::client(&resolver, other).await.to_snapshot()
}

#[tokio::test]
async fn the_source_of_a_client_out_of_a_snapshot_is_told() {
    let log = Log::install();
    let world = World::materialised(&[]).await;
    world.clock.advance(HOUR);
    log.told();
    find(&world.start(), Leg::Introspection).await.unwrap();
    let expected = format!(
        "DEBUG cimd.resolved client_id={CLIENT_ID} leg=introspection outcome=client source=snapshot"
    );
    assert_eq!(log.told(), [expected]);
}

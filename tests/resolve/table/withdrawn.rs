//! A materialised client is no registered one (T2), and nothing that was withdrawn comes back (T9).

use tower_cimd::Leg;
use tower_cimd::resolve::{Clock, MaterialisedClient, StaticFetch};
use tower_cimd::rules::client::Source;

use crate::publisher::{PAUSE, get};
use crate::support::{document, settle};
use crate::table::memory::Mood;
use crate::table::{HOUR, World, find, source};
use crate::world::{CLIENT_ID, build, builder, seconds};

/// After `end` neither this server nor one that is started later finds the client.
async fn check_end(end: impl FnOnce(&World)) {
    let world = World::materialised(&[]).await;
    let resolver = build(world.builder().registered(world.table.clone()));
    world.clock.advance(HOUR);
    end(&world);
    let refused = find(&resolver, Leg::Token).await;
    assert!(refused.is_err_and(|rule| rule != "weather"));
    assert!(world.row().is_some(), "the row stays");
    assert_eq!(world.table.snapshot(CLIENT_ID), None);

    world.publisher.goes_away();
    for resolver in [resolver, world.start()] {
        assert_eq!(source(&resolver, Leg::Token).await, Err("weather"));
        assert_eq!(source(&resolver, Leg::Revocation).await, Ok(None));
    }
    world.publisher.publishes(document(CLIENT_ID), &[]);
    world.clock.advance(PAUSE);
    let back = source(&world.start(), Leg::Token).await;
    assert_eq!(back, Ok(Some(Source::Fetched)));
}

#[tokio::test]
async fn a_document_that_is_gone_takes_the_snapshot_along() {
    for status in [404, 410, 302, 401] {
        check_end(|world| world.publisher.answers(status)).await;
    }
}

#[tokio::test]
async fn a_document_that_is_spoilt_takes_the_snapshot_along() {
    check_end(|world| world.publisher.publishes("{}".to_owned(), &[])).await;
}

#[tokio::test]
async fn a_redirect_uri_that_was_removed_is_gone_at_the_next_request() {
    let world = World::materialised(&[]).await;
    world.clock.advance(seconds(300));
    let removed =
        document(CLIENT_ID).replace("client.example.com/callback", "client.example.com/new");
    world.publisher.publishes(removed, &[]);
    for leg in [Leg::Token, Leg::Authorization] {
        let client = find(&world.start(), leg).await.unwrap().unwrap();
        let old = client.match_redirect_uri("https://client.example.com/callback");
        assert_eq!(old, None, "{leg:?}");
    }
}

#[tokio::test]
async fn bad_weather_takes_nothing_along() {
    let world = World::materialised(&[]).await;
    world.clock.advance(HOUR);
    for status in [403, 429, 500, 503] {
        world.publisher.answers(status);
        let found = source(&world.start(), Leg::Token).await;
        assert_eq!(found, Ok(Some(Source::Snapshot)), "{status}");
    }
    assert!(world.table.snapshot(CLIENT_ID).is_some());
}

#[tokio::test]
async fn what_the_table_could_not_forget_does_not_come_back_here() {
    for mood in [Mood::Fails, Mood::Hangs] {
        let world = World::materialised(&[]).await;
        let resolver = world.start();
        world.clock.advance(HOUR);
        world.publisher.answers(404);
        world.table.set(mood);
        let waiting = tokio::spawn({
            let resolver = resolver.clone();
            async move { get(&resolver, Leg::Authorization).await }
        });
        settle().await;
        world.clock.advance(seconds(2));
        assert!(waiting.await.unwrap().is_err());

        world.table.set(Mood::Well);
        assert!(world.table.snapshot(CLIENT_ID).is_some());
        world.publisher.answers(503);
        world.clock.advance(PAUSE);
        assert_eq!(
            source(&resolver, Leg::Token).await,
            Err("weather"),
            "{mood:?}"
        );
        assert_eq!(
            source(&resolver, Leg::Revocation).await,
            Ok(None),
            "{mood:?}"
        );
    }
}

#[tokio::test]
async fn a_row_that_another_node_writes_back_is_older_than_the_end() {
    let world = World::materialised(&[]).await;
    let old = world.row().unwrap();
    let resolver = world.start();
    world.clock.advance(seconds(100));
    world.publisher.answers(404);
    assert!(get(&resolver, Leg::Authorization).await.is_err());
    world.table.overwrite(CLIENT_ID, &old.snapshot);
    world.publisher.goes_away();
    world.clock.advance(PAUSE);
    for leg in [Leg::Token, Leg::Revocation] {
        let found = source(&resolver, leg).await;
        assert!(matches!(found, Err("weather") | Ok(None)), "{found:?}");
    }
}

#[tokio::test]
async fn a_calendar_that_was_set_back_a_little_brings_nothing_back() {
    let world = World::materialised(&[]).await;
    let old = world.row().unwrap();
    let resolver = world.start();
    world.clock.advance(seconds(3));
    world.publisher.answers(404);
    assert!(get(&resolver, Leg::Authorization).await.is_err());
    world.table.overwrite(CLIENT_ID, &old.snapshot);
    world.publisher.goes_away();
    world.clock.set_wall(world.clock.wall() - seconds(3));
    assert_eq!(source(&resolver, Leg::Revocation).await, Ok(None));
    assert_eq!(
        source(&world.start(), Leg::Revocation).await,
        Ok(Some(Source::Snapshot))
    );
}

#[tokio::test]
async fn what_is_published_again_is_materialised_again() {
    let world = World::materialised(&[]).await;
    let resolver = world.start();
    world.clock.advance(HOUR);
    world.publisher.answers(404);
    assert!(get(&resolver, Leg::Token).await.is_err());
    world.publisher.publishes(document(CLIENT_ID), &[]);
    world.clock.advance(PAUSE);
    let client = get(&resolver, Leg::Token).await.unwrap();
    client.materialise(&world.table).await.unwrap();
    world.publisher.goes_away();
    let found = source(&world.start(), Leg::Token).await;
    assert_eq!(found, Ok(Some(Source::Snapshot)));
}

#[tokio::test]
async fn forget_has_the_next_use_fetch_though_there_is_a_snapshot() {
    let world = World::materialised(&[]).await;
    let resolver = world.start();
    world.clock.advance(seconds(1));
    resolver.forget(CLIENT_ID);
    let found = source(&resolver, Leg::Token).await;
    assert_eq!(found, Ok(Some(Source::Fetched)));
    assert!(world.table.snapshot(CLIENT_ID).is_some());
}

#[tokio::test]
async fn a_stranger_makes_no_row() {
    let world = World::with(&[]);
    let resolver = world.start();
    for leg in Leg::ALL {
        let _ = find(&resolver, leg).await;
    }
    settle().await;
    assert_eq!(world.row(), None);
    assert!(!world.table.done().contains(&"save"));
}

#[test]
fn a_row_tells_what_a_host_shows_and_joins_by() {
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let client = runtime.block_on(async {
        let clock = crate::support::FakeClock::new();
        get(&build(builder(network, &clock)), Leg::Token)
            .await
            .unwrap()
    });
    let row = MaterialisedClient::of(&client);
    assert_eq!(row.client_id, CLIENT_ID);
    assert_eq!(row.client_name.as_deref(), Some("A client"));
    assert_eq!(row.redirect_uris, ["https://client.example.com/callback"]);
    assert_eq!(
        row.token_endpoint_auth_method,
        client.token_endpoint_auth_method()
    );
    assert_eq!(
        (row.digest, row.fetched_at),
        (*client.digest(), client.fetched_at())
    );
    assert_eq!(row.snapshot, client.to_snapshot());
}

//! What a host saves itself.

use tower_cimd::Leg;
use tower_cimd::resolve::ClientTable;

use crate::publisher::get;
use crate::table::World;
use crate::table::memory::Mood;
use crate::world::CLIENT_ID;

#[tokio::test]
async fn a_host_saves_a_client_when_it_likes() {
    let world = World::with(&[]);
    let client = get(&world.start(), Leg::Authorization).await.unwrap();
    let table: &dyn ClientTable = &world.table;
    client.materialise(table).await.unwrap();
    assert_eq!(world.table.snapshot(CLIENT_ID), Some(client.to_snapshot()));
}

#[tokio::test]
async fn a_host_is_told_that_its_table_failed() {
    let world = World::with(&[]);
    world.table.set(Mood::Fails);
    let client = get(&world.start(), Leg::Authorization).await.unwrap();
    let error = client.materialise(&world.table).await.unwrap_err();
    assert_eq!(error.to_string(), "the table is away");
}

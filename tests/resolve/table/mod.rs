//! The host's own table, and the way back by snapshot.

mod memory;

mod nodes;
mod outages;
mod saving;
mod way_back;
mod withdrawn;

use std::time::Duration;

use tower_cimd::resolve::{MaterialisedClient, Resolution, ResolverBuilder};
use tower_cimd::rules::client::Source;
use tower_cimd::{CimdClient, Leg, Resolver};

use crate::publisher::{Publisher, get};
use crate::support::FakeClock;
use crate::world::{CLIENT_ID, build, builder, on, seconds};
use memory::MemoryTable;

const HOUR: Duration = seconds(60 * 60);
const DAY: Duration = seconds(24 * 60 * 60);
const NANOSECOND: Duration = Duration::from_nanos(1);

/// A publisher, and a host whose server is started anew again and again.
struct World {
    publisher: Publisher,
    clock: FakeClock,
    table: MemoryTable,
}

impl World {
    /// A publisher that answers with these header fields, and an empty table.
    fn with(fields: &[(&str, &str)]) -> Self {
        World {
            publisher: Publisher::with(fields),
            clock: FakeClock::new(),
            table: MemoryTable::default(),
        }
    }

    /// The same, with the client materialised.
    async fn materialised(fields: &[(&str, &str)]) -> Self {
        let world = World::with(fields);
        let client = get(&world.start(), Leg::Token).await.unwrap();
        client.materialise(&world.table).await.unwrap();
        world
    }

    fn builder(&self) -> ResolverBuilder {
        builder(self.publisher.network.clone(), &self.clock).table(self.table.clone())
    }

    /// A resolver with a cold cache.
    fn start(&self) -> Resolver {
        build(self.builder())
    }

    /// The row of the client.
    fn row(&self) -> Option<MaterialisedClient> {
        self.table.row(CLIENT_ID)
    }
}

/// What a request on `leg` finds: a client and where it came from, nothing (`None`), or an error.
async fn find(resolver: &Resolver, leg: Leg) -> Result<Option<CimdClient>, &'static str> {
    match resolver.resolve(CLIENT_ID, &on(leg)).await {
        Ok(Resolution::Client(client)) => Ok(Some(client)),
        Ok(Resolution::Pending(_)) => Ok(None),
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error.rule()),
    }
}

/// Where the client comes from that a request on `leg` finds.
async fn source(resolver: &Resolver, leg: Leg) -> Result<Option<Source>, &'static str> {
    let found = find(resolver, leg).await?;
    Ok(found.map(|client| client.source()))
}

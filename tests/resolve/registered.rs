//! The host's own client table.

use std::error::Error;

use tower_cimd::resolve::{
    BoxFuture, Known, Origin, RegisteredClients, Resolution, ResolveError, Resolver, StaticFetch,
};

use crate::support::{FakeClock, document, settle};
use crate::world::{CLIENT_ID, build, builder, client, detached, error, seconds, spawn};

/// One row, and how its table behaves.
#[derive(Clone, Debug)]
enum Table {
    Row(&'static str, Origin),
    Empty,
    Fails,
    Hangs,
}

impl RegisteredClients for Table {
    fn lookup<'a>(
        &'a self,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, Box<dyn Error + Send + Sync>>> {
        Box::pin(async move {
            match self {
                // As a table with `COLLATE NOCASE` does.
                Table::Row(row, origin) if row.eq_ignore_ascii_case(client_id) => Ok(Some(Known {
                    client_id: (*row).to_owned(),
                    origin: *origin,
                })),
                Table::Row(..) | Table::Empty => Ok(None),
                Table::Fails => Err("the table is away".into()),
                Table::Hangs => std::future::pending().await,
            }
        })
    }
}

fn world(table: Table) -> (Resolver, StaticFetch, FakeClock) {
    let (network, clock) = (
        StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID)),
        FakeClock::new(),
    );
    let resolver = build(builder(network.clone(), &clock).registered(table));
    (resolver, network, clock)
}

#[tokio::test]
async fn a_registered_client_passes_without_a_fetch() {
    for registered in [
        CLIENT_ID,
        "https://as.example.com/legacy",
        "https://not a url",
        "opaque",
    ] {
        let (resolver, network, _) = world(Table::Row(registered, Origin::Registered));
        let resolution = resolver.resolve(registered, &detached()).await;
        assert!(
            matches!(resolution, Ok(Resolution::Registered)),
            "{registered}"
        );
        assert_eq!(network.fetches(), 0);
    }
}

#[test]
fn a_row_is_registered_where_nothing_else_is_said() {
    let known = Known::registered("opaque");
    assert_eq!(known.client_id, "opaque");
    assert_eq!(known.origin, Origin::Registered);
}

#[tokio::test]
async fn a_row_in_other_letters_is_another_client() {
    let (resolver, network, _) = world(Table::Row(
        "https://CLIENT.example.com/oauth",
        Origin::Registered,
    ));
    client(&resolver, CLIENT_ID).await;
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn a_materialised_client_is_no_registered_one() {
    let (resolver, network, _) = world(Table::Row(CLIENT_ID, Origin::Cimd));
    client(&resolver, CLIENT_ID).await;
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn an_unknown_client_is_resolved() {
    let (resolver, _, _) = world(Table::Empty);
    client(&resolver, CLIENT_ID).await;
}

#[tokio::test]
async fn a_table_that_fails_makes_no_client_unknown() {
    let (resolver, network, _) = world(Table::Fails);
    assert!(matches!(
        error(&resolver, CLIENT_ID).await,
        ResolveError::Registered
    ));
    assert!(matches!(
        error(&resolver, "not a url").await,
        ResolveError::Registered
    ));
    assert_eq!(network.fetches(), 0);
}

#[tokio::test]
async fn a_table_that_is_late_has_failed() {
    let (resolver, network, clock) = world(Table::Hangs);
    let waiting = spawn(&resolver, CLIENT_ID);
    settle().await;
    assert!(!waiting.is_finished());
    clock.advance(seconds(2));
    assert!(matches!(
        waiting.await.unwrap(),
        Err(ResolveError::Registered)
    ));
    assert_eq!(network.fetches(), 0);
}

#[tokio::test]
async fn nothing_is_answered_at_once_before_the_table_was_asked() {
    let (resolver, _, _) = world(Table::Empty);
    client(&resolver, CLIENT_ID).await;
    assert!(resolver.resolve_now(CLIENT_ID, &detached()).is_none());
    assert!(resolver.resolve_now("not a url", &detached()).is_none());
}

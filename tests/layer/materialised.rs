//! A client that got a token is materialised, behind the answer and without a say in it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use http::StatusCode;
use tower_cimd::resolve::table::TableError;
use tower_cimd::resolve::{BoxFuture, ClientTable, Clock, MaterialisedClient, StaticFetch};
use tower_cimd::{CimdLayer, Leg, Resolver};

use crate::rig::{
    CLIENT, STRANGER, ask, authorize, builder, for_any_leg, network, post_form, token,
};
use crate::support::{FakeClock, document, fetched, settle};

/// What is done with a host's table, and how it behaves.
#[derive(Clone, Debug, Default)]
struct Table(Arc<Mutex<Contents>>, Option<FakeClock>);

#[derive(Debug, Default)]
struct Contents {
    snapshot: Option<String>,
    saves: Vec<MaterialisedClient>,
    behaviour: Behaviour,
}

#[derive(Clone, Copy, Debug, Default)]
enum Behaviour {
    #[default]
    Works,
    Fails,
    Hangs,
    /// Takes a second.
    Slow,
    Panics,
}

impl Table {
    fn that(behaviour: Behaviour) -> Self {
        let table = Table::default();
        table.0.lock().unwrap().behaviour = behaviour;
        table
    }

    fn saves(&self) -> usize {
        self.0.lock().unwrap().saves.len()
    }
}

impl ClientTable for Table {
    fn save<'a>(&'a self, client: &'a MaterialisedClient) -> BoxFuture<'a, Result<(), TableError>> {
        let behaviour = {
            let mut contents = self.0.lock().unwrap();
            contents.saves.push(client.clone());
            contents.behaviour
        };
        Box::pin(async move {
            match behaviour {
                Behaviour::Works => {
                    self.0.lock().unwrap().snapshot = Some(client.snapshot.clone());
                    Ok(())
                }
                Behaviour::Slow => {
                    let clock = self.1.as_ref().unwrap();
                    clock.sleep(Duration::from_secs(1)).await;
                    self.0.lock().unwrap().snapshot = Some(client.snapshot.clone());
                    Ok(())
                }
                Behaviour::Fails => Err("the table is away".into()),
                Behaviour::Hangs => std::future::pending().await,
                Behaviour::Panics => panic!("the table panics"),
            }
        })
    }

    fn load<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<String>, TableError>> {
        Box::pin(async { Ok(self.0.lock().unwrap().snapshot.clone()) })
    }

    fn forget<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), TableError>> {
        Box::pin(async {
            self.0.lock().unwrap().snapshot = None;
            Ok(())
        })
    }
}

fn resolver(table: &Table, clock: &FakeClock) -> Resolver {
    let builder = builder(network()).clock(clock.clone());
    builder.table(table.clone()).build().unwrap()
}

/// A server on which every request gets `status`.
fn server(resolver: &Resolver, status: u16) -> Router {
    let answer = move || async move { StatusCode::from_u16(status).unwrap() };
    let layer = CimdLayer::new(resolver.clone());
    Router::new()
        .route("/token", post(answer))
        .route("/authorize", axum::routing::get(answer))
        .route_layer(layer)
}

/// How often a client is saved that asks for a token and gets `status`.
async fn check_saves(status: u16, saves: usize) {
    let (table, clock) = (Table::default(), FakeClock::new());
    let server = server(&resolver(&table, &clock), status);
    assert_eq!(ask(&server, token(CLIENT)).await.status, status);
    settle().await;
    assert_eq!(table.saves(), saves, "{status}");
}

#[tokio::test]
async fn a_client_is_saved_where_it_got_a_token_and_nowhere_else() {
    check_saves(200, 1).await;
    check_saves(201, 1).await;
    for status in [302, 400, 401, 403, 500, 503] {
        check_saves(status, 0).await;
    }
}

#[tokio::test]
async fn an_anonymous_request_saves_nobody() {
    let (table, clock) = (Table::default(), FakeClock::new());
    let resolver = resolver(&table, &clock);
    let server = server(&resolver, 200);
    for request in [authorize(CLIENT), authorize(STRANGER), token(STRANGER)] {
        ask(&server, request).await;
    }
    for leg in Leg::ALL.into_iter().filter(|leg| *leg != Leg::Token) {
        let layer = CimdLayer::new(resolver.clone()).leg(leg);
        let server = Router::new()
            .route("/token", post(|| async {}))
            .route_layer(layer);
        let form = for_any_leg(&[("client_id", CLIENT)]);
        let answer = ask(&server, post_form("/token", &form)).await;
        assert_eq!(answer.status, 200, "{leg:?}");
    }
    settle().await;
    assert_eq!(table.saves(), 0);
}

#[tokio::test]
async fn a_document_is_saved_once_for_each_time_that_it_was_fetched() {
    let (table, clock) = (Table::default(), FakeClock::new());
    let server = server(&resolver(&table, &clock), 200);
    for _ in 0..10 {
        ask(&server, token(CLIENT)).await;
        settle().await;
    }
    assert_eq!(table.saves(), 1);
    clock.advance(Duration::from_secs(400));
    for _ in 0..10 {
        ask(&server, token(CLIENT)).await;
        settle().await;
    }
    assert_eq!(table.saves(), 2);
}

#[tokio::test]
async fn a_hundred_tokens_at_once_are_one_save() {
    let (table, clock) = (Table::that(Behaviour::Hangs), FakeClock::new());
    let server = server(&resolver(&table, &clock), 200);
    for _ in 0..100 {
        assert_eq!(ask(&server, token(CLIENT)).await.status, 200);
    }
    settle().await;
    assert_eq!(table.saves(), 1);
}

#[tokio::test]
async fn a_save_neither_delays_nor_changes_the_answer() {
    for behaviour in [Behaviour::Fails, Behaviour::Hangs, Behaviour::Panics] {
        let (table, clock) = (Table::that(behaviour), FakeClock::new());
        let server = server(&resolver(&table, &clock), 200);
        for _ in 0..3 {
            let answer = ask(&server, token(CLIENT)).await;
            assert_eq!(answer.status, 200, "{behaviour:?}");
            settle().await;
            // The next one tries again, once this one is over.
            clock.advance(Duration::from_secs(2));
            settle().await;
        }
        assert_eq!(table.saves(), 3, "{behaviour:?}");
    }
}

#[tokio::test]
async fn a_client_out_of_the_table_is_not_saved_there_again() {
    let (table, clock) = (Table::default(), FakeClock::new());
    ask(&server(&resolver(&table, &clock), 200), token(CLIENT)).await;
    settle().await;
    assert_eq!(table.saves(), 1);
    let restarted = server(&resolver(&table, &clock), 200);
    assert_eq!(ask(&restarted, token(CLIENT)).await.status, 200);
    settle().await;
    assert_eq!(table.saves(), 1);
}

#[tokio::test]
async fn what_is_withdrawn_while_it_is_being_saved_does_not_stay() {
    let (network, clock) = (network(), FakeClock::new());
    let mut table = Table::that(Behaviour::Slow);
    table.1 = Some(clock.clone());
    let builder = builder(network.clone()).clock(clock.clone());
    let resolver = builder.table(table.clone()).build().unwrap();
    let server = server(&resolver, 200);
    clock.advance(Duration::from_millis(1));
    ask(&server, token(CLIENT)).await;
    settle().await;
    assert_eq!(table.saves(), 1);

    resolver.forget(CLIENT);
    clock.advance(Duration::from_millis(1));
    let _ = network.answer(CLIENT, fetched(410, &[], ""));
    assert_eq!(ask(&server, authorize(CLIENT)).await.status, 400);
    clock.advance(Duration::from_secs(1));
    settle().await;
    assert_eq!(table.0.lock().unwrap().snapshot, None);
}

#[tokio::test]
async fn a_table_that_hangs_is_asked_for_so_many_saves_at_once_and_no_more() {
    let (table, clock) = (Table::that(Behaviour::Hangs), FakeClock::new());
    let ids: Vec<_> = (0..100)
        .map(|n| format!("https://host{n}.example.com/"))
        .collect();
    let network = ids.iter().fold(StaticFetch::new(), |network, id| {
        network.publish(id, document(id))
    });
    let builder = builder(network).clock(clock.clone()).table(table.clone());
    let server = server(&builder.build().unwrap(), 200);
    for id in &ids {
        assert_eq!(ask(&server, token(id)).await.status, 200, "{id}");
    }
    settle().await;
    assert_eq!(table.saves(), 64);
}

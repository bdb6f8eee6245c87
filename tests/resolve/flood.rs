//! A flood is a few lines and a count.

use tower_cimd::Resolver;
use tower_cimd::resolve::{FetchError, StaticFetch};

use crate::event::Log;
use crate::world::{detached, error, resolver, seconds};

/// What is told of one more client whose publisher is away.
async fn one_more(log: &Log, resolver: &Resolver, number: usize) -> Vec<String> {
    let client_id = format!("https://client{number}.example.com/");
    log.told();
    error(resolver, &client_id).await;
    let told = log.told();
    let refused = told.iter().filter(|line| line.contains("cimd.refused"));
    refused.map(|line| line.replace(&client_id, "ID")).collect()
}

fn away(clients: usize) -> StaticFetch {
    (0..clients).fold(StaticFetch::new(), |network, number| {
        let client_id = format!("https://client{number}.example.com/");
        network.fail(&client_id, || FetchError::Connect)
    })
}

const LOUD: &str = "INFO cimd.refused client_id=ID rule=fetch.connect blame=weather";
const QUIET: &str = "DEBUG cimd.refused client_id=ID rule=fetch.connect blame=weather";

#[tokio::test]
async fn of_a_flood_five_lines_in_ten_seconds_are_told_and_then_how_many_were_not() {
    let log = Log::install();
    let (resolver, clock) = resolver(away(12));
    for number in 0..5 {
        assert_eq!(one_more(&log, &resolver, number).await, [LOUD]);
    }
    clock.advance(seconds(9));
    for number in 5..8 {
        assert_eq!(one_more(&log, &resolver, number).await, [QUIET]);
    }
    clock.advance(seconds(1));
    let counted = "INFO cimd.refused suppressed=3 client_id=ID rule=fetch.connect blame=weather";
    assert_eq!(one_more(&log, &resolver, 8).await, [counted]);
    assert_eq!(one_more(&log, &resolver, 9).await, [LOUD]);
}

#[tokio::test]
async fn each_rule_has_lines_of_its_own_and_so_has_each_event() {
    let log = Log::install();
    let (resolver, _) = resolver(away(6).publish("https://bad.example.com/", "no json"));
    for number in 0..6 {
        one_more(&log, &resolver, number).await;
    }
    error(&resolver, "https://bad.example.com/").await;
    let told = log.told();
    let told: Vec<_> = told
        .iter()
        .filter(|line| line.contains("refused"))
        .collect();
    assert!(told[0].starts_with("INFO cimd.refused"), "{told:?}");
}

#[tokio::test]
async fn one_resolver_does_not_silence_another() {
    let log = Log::install();
    let [(one, _), (other, _)] = [resolver(away(6)), resolver(away(6))];
    for number in 0..6 {
        one_more(&log, &one, number).await;
    }
    assert_eq!(one_more(&log, &other, 0).await, [LOUD]);
}

#[tokio::test]
async fn what_is_told_at_debug_is_told_each_time() {
    let log = Log::install();
    let (resolver, _) = resolver(StaticFetch::new());
    log.told();
    for _ in 0..20 {
        let _ = resolver.resolve("opaque", &detached()).await;
    }
    let line = "DEBUG cimd.refused client_id=opaque rule=client_id.scheme blame=request";
    assert_eq!(log.told(), [line; 20]);
}

#[tokio::test]
async fn an_empty_client_id_is_left_out() {
    let log = Log::install();
    let (resolver, _) = resolver(StaticFetch::new());
    log.told();
    error(&resolver, "").await;
    let told = log.told();
    assert!(told[0].starts_with("DEBUG cimd.refused rule="), "{told:?}");
}

//! Rows, and those who play them.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::rows;

/// Who plays a row, and says how it ended.
pub(crate) type Row = (&'static str, Pin<Box<dyn Future<Output = String> + Send>>);

/// The row `id` of the file, played by `play`.
///
/// It ends with the row's own words, or with one of them where the row leaves a choice.
pub(crate) fn row<F, E>(id: &'static str, play: F) -> Row
where
    F: Future<Output = E> + Send + 'static,
    E: Into<String>,
{
    (id, Box::pin(async move { play.await.into() }))
}

/// Plays `plays`, which are all rows of `layer`, and holds how they end against the file.
pub(crate) async fn check(layer: &str, plays: Vec<Row>) {
    assert!(LAYERS.contains(&layer), "{layer}");
    let ends = play(plays).await;
    let played = ends.len();
    let is_here = |row: &Value| row["layer"] == layer;
    let in_file = rows::rows(FILE).iter().filter(|row| is_here(row)).count();
    rows::check(
        FILE,
        "id",
        |row| is_here(row).then(|| row["expect"].clone()),
        |row| {
            let id = row["id"].as_str().unwrap();
            let end = ends.get(id).map_or("nobody plays it", String::as_str);
            match is_among(end, row["expect"].as_str().unwrap()) {
                true => row["expect"].clone(),
                false => end.into(),
            }
        },
    );
    assert_eq!(played, in_file, "{layer}: rows that the file does not have");
}

/// A few at once, so that deadlines of a row are not spent on others; a panic is told with its row.
async fn play(plays: Vec<Row>) -> HashMap<&'static str, String> {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut playing = JoinSet::new();
    for (id, play) in plays {
        let turns = turns.clone();
        playing.spawn(async move {
            let _turn = turns.acquire_owned().await;
            let end = tokio::spawn(play).await;
            (id, end.unwrap_or_else(|error| panic!("{id}: {error}")))
        });
    }
    playing.join_all().await.into_iter().collect()
}

/// Whether `end` is what `expect` says, or one of the ways that it leaves open. An error that has to
/// come at once or at the deadline may come by any of them: the row's player holds the rest.
fn is_among(end: &str, expect: &str) -> bool {
    let ways = expect.replace("-or-", " or ");
    let way = |way: &str| {
        let way = way.trim_end_matches(" at the deadline");
        way.trim_end_matches(" at once").trim_end_matches(',') == end
    };
    expect == end || ways.split(" or ").any(way)
}

#[test]
fn an_end_is_among_those_that_a_row_leaves_open() {
    for (end, expect, holds) in [
        ("ok", "ok", true),
        ("ok", "ok-or-fetch-error", true),
        ("fetch-error", "fetch-error at the deadline", true),
        ("bounded fetch", "no fetch or bounded fetch", true),
        ("ok", "fetch-error", false),
        ("ok", "ok, as two identities", false),
        ("", "ok-or-fetch-error", false),
    ] {
        assert_eq!(is_among(end, expect), holds, "{end}: {expect}");
    }
}

#[test]
fn every_layer_of_the_file_is_played() {
    for row in rows::rows(FILE) {
        let layer = row["layer"].as_str().unwrap();
        assert!(LAYERS.contains(&layer), "nobody plays {layer}: {row}");
    }
}

/// Each is checked in a file of its own.
const LAYERS: [&str; 7] = ["dns", "tcp", "tls", "http1", "http2", "sequence", "as"];
const AT_ONCE: usize = 4;
const FILE: &str = "origin_scenarios.jsonl";

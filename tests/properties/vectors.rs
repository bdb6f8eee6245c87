//! The laws on what the vectors hold, which is where the fuzz targets start.

use std::path::Path;

use super::laws::request::Request;
use super::laws::{client_id, document, freshness, locate, redirect_uri, seeds};

fn check(target: &str, holds: impl Fn(&[u8])) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let seeds = seeds::of(target, &tests);
    assert!(seeds.len() > 50, "{target}: {} seeds", seeds.len());
    seeds.iter().for_each(|seed| holds(seed));
}

fn check_texts(target: &str, holds: impl Fn(&str)) {
    check(target, |seed| holds(std::str::from_utf8(seed).unwrap()));
}

#[test]
fn every_url_is_dialled_as_written_or_refused() {
    check_texts("client_id", client_id::holds);
}

#[test]
fn every_document_has_one_reading() {
    check("document", document::holds);
}

#[test]
fn every_answer_is_bounded() {
    check_texts("freshness", |text| {
        freshness::holds(&freshness::headers(text))
    });
}

#[test]
fn every_request_has_one_client() {
    check_texts("locate", |text| {
        locate::holds(&Request::parse(text).unwrap())
    });
}

#[test]
fn every_pair_of_redirection_uris_is_equal_but_for_a_loopback_port() {
    check_texts("redirect_uri", |text| {
        let (registered, presented) = text.split_once('\n').unwrap();
        redirect_uri::holds(registered, presented);
    });
}

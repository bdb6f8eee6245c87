//! Names, and the addresses that they lead to.

use std::time::Duration;

use tower_cimd::net::{HttpsFetch, HttpsFetchBuilder, Lookup};

use crate::origin::{Names, Origin};
use crate::support::{failure, fetch};

const HOST: &str = "client.example";

/// A name whose lookups are answered with `answers`, in order; the last one stays.
fn named<const N: usize>(answers: [&[&str]; N]) -> Names {
    let names = Names::new();
    answers
        .into_iter()
        .fold(names, |names, answer| names.addresses(HOST, answer))
}

/// Reaches the origin by name and port, as a name on the internet would be reached.
fn fetcher(origin: &Origin, lookup: impl Lookup) -> HttpsFetchBuilder {
    HttpsFetch::builder()
        .danger_extra_root(origin.ca_pem().as_bytes())
        .lookup(lookup)
}

fn url(origin: &Origin) -> String {
    format!(
        "https://client.example:{}/client.json",
        origin.addr().port()
    )
}

/// A name with `answer` is refused, and nobody hears of it.
async fn check_refused(answer: &[&str]) {
    let origin = Origin::start().await;
    let fetcher = fetcher(&origin, named([answer])).build().unwrap();
    assert_eq!(
        failure(&fetcher, &url(&origin)).await,
        "AddressRefused",
        "{answer:?}"
    );
    assert_eq!(origin.connections(), 0);
}

#[tokio::test]
async fn a_name_of_the_inside_is_refused() {
    for address in [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "::ffff:127.0.0.1",
    ] {
        check_refused(&[address]).await;
    }
}

#[tokio::test]
async fn one_special_use_address_refuses_the_name() {
    let public: Vec<String> = (1..200).map(|n| format!("8.8.8.{n}")).collect();
    let public: Vec<&str> = public.iter().map(String::as_str).collect();
    for at in [0, 100, 199] {
        let mut answer = public.clone();
        answer.insert(at, "127.0.0.1");
        check_refused(&answer).await;
    }
    check_refused(&["2606:4700::1111", "::1"]).await;
}

#[tokio::test]
async fn nat64_is_refused_unless_the_host_lives_behind_it() {
    check_refused(&["64:ff9b::7f00:1"]).await;
    check_refused(&["64:ff9b::808:808"]).await;
    let origin = Origin::start().await;
    let lookup = named([&["64:ff9b::7f00:1"]]);
    let fetcher = fetcher(&origin, lookup).nat64(true).build().unwrap();
    assert_eq!(failure(&fetcher, &url(&origin)).await, "AddressRefused");
}

#[tokio::test]
async fn a_network_of_the_operators_own_is_refused() {
    let origin = Origin::start().await;
    let lookup = named([&["8.8.8.8"]]);
    let fetcher = fetcher(&origin, lookup).deny("8.8.8.0/24".parse().unwrap());
    let failure = failure(&fetcher.build().unwrap(), &url(&origin)).await;
    assert_eq!(failure, "AddressRefused");
}

#[tokio::test]
async fn a_denied_network_stays_denied_when_loopback_is_open() {
    let origin = Origin::start().await;
    let lookup = named([&["127.0.0.1"]]);
    let fetcher = fetcher(&origin, lookup)
        .danger_loopback()
        .deny("127.0.0.0/8".parse().unwrap());
    let failure = failure(&fetcher.build().unwrap(), &url(&origin)).await;
    assert_eq!(failure, "AddressRefused");
    assert_eq!(origin.connections(), 0);
}

#[tokio::test]
async fn a_name_without_an_answer_did_not_resolve() {
    let origin = Origin::start().await;
    for lookup in [named([&[]]), Names::new()] {
        let fetcher = fetcher(&origin, lookup).build().unwrap();
        assert_eq!(failure(&fetcher, &url(&origin)).await, "Dns");
    }
}

#[tokio::test]
async fn a_lookup_that_never_ends_is_left_at_the_deadline() {
    let origin = Origin::start().await;
    let fetcher = fetcher(&origin, Names::new().silence(HOST))
        .timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    assert_eq!(failure(&fetcher, &url(&origin)).await, "TimedOut");
}

#[tokio::test]
async fn a_name_is_looked_up_once_a_fetch_and_dialled_where_it_was_judged() {
    let origin = Origin::start().await;
    let url = url(&origin);
    origin.publish(&url, "{}");
    // A name that rebinds: the first answer passes, what comes after it does not.
    let lookup = named([&["127.0.0.1"], &["10.0.0.1"]]);
    let fetcher = fetcher(&origin, lookup.clone())
        .danger_loopback()
        .build()
        .unwrap();

    assert_eq!(fetch(&fetcher, &url).await.unwrap().body, "{}");
    assert_eq!(lookup.asked(), ["client.example"]);
    assert_eq!(failure(&fetcher, &url).await, "AddressRefused");
    assert_eq!(lookup.asked(), ["client.example"; 2]);
    assert_eq!(origin.connections(), 1);
}

#[tokio::test]
async fn loopback_is_reached_by_switch_alone() {
    let origin = Origin::start().await;
    let url = url(&origin);
    origin.publish(&url, "{}");
    let lookup = || named([&["127.0.0.1"]]);
    let closed = fetcher(&origin, lookup()).build().unwrap();
    assert_eq!(failure(&closed, &url).await, "AddressRefused");
    let open = fetcher(&origin, lookup())
        .danger_loopback()
        .build()
        .unwrap();
    assert_eq!(fetch(&open, &url).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_mapped_name_is_not_looked_up() {
    let origin = Origin::start().await;
    let url = "https://client.example/client.json";
    origin.publish(url, "{}");
    let lookup = Names::new();
    let fetcher = origin.fetcher().lookup(lookup.clone()).build().unwrap();
    assert_eq!(fetch(&fetcher, url).await.unwrap().status, 200);
    assert!(lookup.asked().is_empty());
    // A map of one name opens no other.
    assert_eq!(
        failure(&fetcher, "https://other.client.example/client.json").await,
        "Dns"
    );
    assert_eq!(lookup.asked(), ["other.client.example"]);
}

#[tokio::test]
async fn a_peer_that_nobody_judged_is_not_believed() {
    let origin = Origin::start().await;
    let url = url(&origin);
    origin.publish(&url, "{}");
    // reqwest's own overrides lead past any resolver, and cannot be taken back.
    let client = reqwest::Client::builder().resolve("client.example", origin.addr());
    let fetcher = HttpsFetch::from_client_builder(client)
        .danger_extra_root(origin.ca_pem().as_bytes())
        .build()
        .unwrap();
    assert_eq!(failure(&fetcher, &url).await, "AddressRefused");
    assert_eq!(origin.connections(), 1);
}

//! What a fetcher is built of.

use std::io;
use std::sync::{Arc, Mutex};

use tower_cimd::net::{HttpsFetch, HttpsFetchBuilder, HttpsFetchError};

use crate::origin::{Answer, Flaw, Origin};
use crate::support::{URL, failure, fetch};

#[test]
fn a_map_to_anywhere_but_loopback_is_refused() {
    for target in [
        "10.0.0.1:443",
        "0.0.0.0:443",
        "192.0.2.1:443",
        "[2001:db8::1]:443",
        "[::]:443",
    ] {
        let builder = HttpsFetch::builder().danger_map("client.example", target.parse().unwrap());
        assert!(
            matches!(builder.build(), Err(HttpsFetchError::MapTarget)),
            "{target}"
        );
    }
}

#[test]
fn a_root_that_is_no_certificate_is_refused() {
    let begun = "-----BEGIN CERTIFICATE-----\nMIIB\n";
    let garbage = "-----BEGIN CERTIFICATE-----\n@@@@\n-----END CERTIFICATE-----\n";
    for pem in ["", "no pem", begun, garbage] {
        let built = HttpsFetch::builder()
            .danger_extra_root(pem.as_bytes())
            .build();
        assert!(
            matches!(built, Err(HttpsFetchError::Root)),
            "{pem:?}: {built:?}"
        );
    }
}

#[tokio::test]
async fn settings_of_a_host_do_not_survive_where_the_guard_stands_on_them() {
    let origin = Origin::start().await;
    origin.answer(URL, Answer::status(302).header("location", "/elsewhere"));
    origin.publish("https://client.example/elsewhere", "{}");
    origin.flaw("self-signed.example", Flaw::SelfSigned);
    let lax = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::limited(5))
        .proxy(reqwest::Proxy::all("http://127.0.0.1:1").unwrap())
        .tls_danger_accept_invalid_certs(true)
        .https_only(false)
        .gzip(true)
        .http2_prior_knowledge();
    let fetcher = HttpsFetch::from_client_builder(lax)
        .danger_map("client.example", origin.addr())
        .danger_map("self-signed.example", origin.addr())
        .danger_extra_root(origin.ca_pem().as_bytes())
        .build()
        .unwrap();
    assert_eq!(fetch(&fetcher, URL).await.unwrap().status, 302);
    assert_eq!(
        failure(&fetcher, "http://client.example/client.json").await,
        "AddressRefused"
    );
    assert_eq!(
        failure(&fetcher, "https://self-signed.example/").await,
        "Tls"
    );
}

#[tokio::test]
async fn a_host_may_bring_its_own_roots_and_name() {
    let origin = Origin::start().await;
    origin.publish(URL, "{}");
    let root = reqwest::Certificate::from_pem(origin.ca_pem().as_bytes()).unwrap();
    let client = reqwest::Client::builder()
        .tls_certs_only([root])
        .user_agent("as.example/1");
    let fetcher =
        HttpsFetch::from_client_builder(client).danger_map("client.example", origin.addr());
    assert_eq!(
        fetch(&fetcher.build().unwrap(), URL).await.unwrap().status,
        200
    );
    assert!(
        origin
            .last_request(URL)
            .unwrap()
            .contains("\r\nuser-agent: as.example/1\r\n")
    );
}

#[test]
fn every_test_switch_is_announced_and_nothing_else() {
    check_announced(HttpsFetch::builder(), &[]);
    check_announced(
        HttpsFetch::builder().danger_loopback(),
        &["danger_loopback"],
    );
    let mapped = HttpsFetch::builder().danger_map("client.example", ([127, 0, 0, 1], 1).into());
    check_announced(mapped.danger_loopback(), &["danger_loopback", "danger_map"]);
}

fn check_announced(builder: HttpsFetchBuilder, switches: &[&str]) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, || builder.build().unwrap());
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let announced: Vec<&str> = log.lines().filter(|line| line.contains(" WARN ")).collect();
    assert_eq!(announced.len(), switches.len(), "{log}");
    for (line, switch) in announced.iter().zip(switches) {
        assert!(line.contains(switch), "{line}");
    }
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_fetcher_is_cheap_to_share() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    shared::<HttpsFetch>();
}

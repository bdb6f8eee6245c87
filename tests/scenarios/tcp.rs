//! Connections that come to nothing, and those that come about in pieces.

use std::io::ErrorKind;
use std::time::Duration;

use tokio::net::{TcpSocket, TcpStream};
use tower_cimd::net::HttpsFetch;

use crate::origin::{Answer, Names, Origin, Relay, Step};
use crate::row::{Row, check, row};
use crate::server::{Told, told};
use crate::world::{
    HOST, SHORT, URL, answered, by_name, end, meet, patient, published, resolve, resolver, url_of,
    written,
};

#[tokio::test(flavor = "multi_thread")]
async fn every_row_of_connections_ends_as_it_must() {
    check("tcp", rows()).await;
}

fn rows() -> Vec<Row> {
    vec![
        row("env-proxy", a_proxy_in_the_environment()),
        row("tcp-refused", failures_that_look_alike()),
        row("tcp-blackhole", packets_that_are_dropped()),
        row("tcp-half-close", a_server_that_ends_its_half()),
        row(
            "tcp-1-octet-segments",
            answered(one_octet_at_a_time(), "none"),
        ),
    ]
}

#[tokio::test]
async fn a_reset_is_a_failure_wherever_it_comes() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{}";
    assert_eq!(
        answered(vec![Step::Reset], "fetch.protocol").await,
        "fetch-error"
    );
    let later = vec![Step::write(head), Step::Reset];
    assert_eq!(answered(later, "fetch.protocol").await, "fetch-error");
    assert_eq!(
        crate::world::raw(vec![Step::Reset], "fetch.connect").await,
        "fetch-error"
    );
}

/// The environment belongs to the process, so this test runs again in one of its own.
async fn a_proxy_in_the_environment() -> &'static str {
    let proxy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    proxy.set_nonblocking(true).unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let mut child = tokio::process::Command::new(std::env::current_exe().unwrap());
    let proxies = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    child
        .args(["--exact", "tcp::the_child_of_a_test_fetches", "--ignored"])
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .envs(proxies.map(|name| (name, &address)));
    let output = child.output().await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
    assert_eq!(proxy.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
    "ok"
}

#[tokio::test]
#[ignore = "another test runs it, in an environment of its own"]
async fn the_child_of_a_test_fetches() {
    assert_eq!(answered(published(URL), "none").await, "ok");
}

/// The name's public face is one thing and the proxy's view of it another: so the proxy is given the
/// address that was judged, and no name.
pub(crate) async fn a_proxy_with_names_of_its_own() -> &'static str {
    let origin = Origin::start().await;
    origin.answer(URL, published(URL));
    let relay = Relay::start(origin.addr()).await;
    let through = |address: &str| {
        HttpsFetch::builder()
            .danger_extra_root(origin.ca_pem().as_bytes())
            .lookup(Names::new().addresses(HOST, [address]))
            .egress_proxy(relay.url())
    };
    let client = resolve(&resolver(through("93.184.216.34")), URL).await;
    assert_eq!(client.unwrap().client_id().as_str(), URL);
    let refusal = resolve(&resolver(through("10.0.0.1")), URL).await;
    assert_eq!(refusal.unwrap_err().cause(), "fetch.address_refused");
    assert_eq!(relay.targets(), ["93.184.216.34:443"]);
    // `HttpsFetchBuilder::egress_proxy` says who judges, and `danger_proxy_resolves` who does not.
    "documented"
}

/// T18: whoever sees the answers learns nothing of which ports are open, or closed, or filtered.
async fn failures_that_look_alike() -> &'static str {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap();
    drop(closed);
    let refused = HttpsFetch::builder().danger_map(HOST, port);
    let refused = resolver(refused);
    assert_eq!(
        resolve(&refused, URL).await.unwrap_err().cause(),
        "fetch.connect"
    );

    let reset = Origin::raw(vec![Step::Reset]).await;
    let silent = Origin::raw(vec![Step::Hang]).await;
    let alert = Origin::raw(vec![Step::write(vec![21, 3, 3, 0, 2, 2, 40])]).await;
    let unavailable = Origin::start().await;
    unavailable.answer(URL, Answer::status(503));
    let inside = Names::new().addresses(HOST, ["10.0.0.1"]);
    let fetchers = [
        patient(&reset),
        patient(&silent).timeout(SHORT),
        patient(&alert),
        patient(&unavailable),
        HttpsFetch::builder().lookup(Names::new()),
        HttpsFetch::builder().lookup(inside),
    ];
    let expected: Told = told(refused, URL).await;
    for fetcher in fetchers {
        assert_eq!(told(resolver(fetcher), URL).await, expected);
    }
    assert_eq!(expected.status, 503);
    "fetch-error"
}

/// A listener whose queue is full drops what knocks, as a filter would.
async fn packets_that_are_dropped() -> &'static str {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let full = socket.listen(1).unwrap();
    let address = full.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(Ok(queued)) =
        tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address)).await
    {
        queue.push(queued);
        assert!(queue.len() < 64, "the queue is never full");
    }
    let fetcher = HttpsFetch::builder()
        .danger_map(HOST, address)
        .timeout(SHORT);
    let outcome = resolve(&resolver(fetcher), URL).await;
    assert_eq!(outcome.as_ref().unwrap_err().cause(), "fetch.timed_out");
    end(&outcome)
}

async fn a_server_that_ends_its_half() -> &'static str {
    let unfinished = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{}";
    let steps = vec![Step::write(unfinished), Step::HalfClose, Step::Hang];
    assert_eq!(answered(steps, "fetch.protocol").await, "fetch-error");
    answered(vec![written(URL), Step::HalfClose, Step::Hang], "none").await
}

fn one_octet_at_a_time() -> Vec<Step> {
    let Step::Write(answer) = written(URL) else {
        unreachable!()
    };
    vec![Step::Drip(answer, Duration::from_millis(1))]
}

#[tokio::test]
async fn an_answer_by_name_is_an_answer() {
    let origin = Origin::start().await;
    let url = url_of(&origin, HOST);
    origin.answer(&url, published(&url));
    let names = Names::new().addresses(HOST, ["127.0.0.1"]);
    let outcome = resolve(&resolver(by_name(&origin, &names)), &url).await;
    assert_eq!(end(&outcome), "ok");
    assert_eq!(
        meet(&origin, patient(&origin)).await.1,
        "document.status.gone"
    );
}

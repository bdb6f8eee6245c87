//! Who it is that answers.

use tower_cimd::net::HttpsFetch;

use crate::origin::{Flaw, Origin};
use crate::support::{URL, failure, fetch};

#[tokio::test]
async fn a_flawed_certificate_is_a_tls_failure() {
    let origin = Origin::start().await;
    origin.publish(URL, "{}");
    let fetcher = origin.fetcher().build().unwrap();
    for flaw in [Flaw::Expired, Flaw::SelfSigned, Flaw::WrongName] {
        origin.flaw("client.example", flaw);
        assert_eq!(failure(&fetcher, URL).await, "Tls", "{flaw:?}");
    }
    assert_eq!(origin.requests(URL), 0);
}

#[tokio::test]
async fn an_authority_that_nobody_added_is_not_trusted() {
    let origin = Origin::start().await;
    origin.publish(URL, "{}");
    let fetcher = HttpsFetch::builder().danger_map("client.example", origin.addr());
    assert_eq!(failure(&fetcher.build().unwrap(), URL).await, "Tls");
}

#[tokio::test]
async fn each_host_has_its_own_certificate() {
    let origin = Origin::start().await;
    let hosts = [
        "client.example",
        "a.b.client.example",
        "xn--bcher-kva.example",
        "CLIENT.example",
    ];
    for host in hosts {
        origin.publish(&format!("https://{host}/client.json"), "{}");
    }
    let fetcher = origin.fetcher().build().unwrap();
    for host in hosts {
        fetch(&fetcher, &format!("https://{host}/client.json"))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_server_without_tls_is_no_publisher() {
    let plain = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = plain.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut socket, _) = plain.accept().await.unwrap();
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
        tokio::io::AsyncWriteExt::write_all(&mut socket, answer)
            .await
            .unwrap();
        socket
    });
    let fetcher = HttpsFetch::builder()
        .danger_map("client.example", address)
        .build()
        .unwrap();
    assert_eq!(failure(&fetcher, URL).await, "Tls");
    drop(server.await.unwrap());
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_a_failed_connection() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let fetcher = HttpsFetch::builder()
        .danger_map("client.example", address)
        .build()
        .unwrap();
    assert_eq!(failure(&fetcher, URL).await, "Connect");
}

#[tokio::test]
async fn a_connection_that_is_dropped_before_tls_is_a_failed_connection() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { drop(listener.accept().await.unwrap()) });
    let fetcher = HttpsFetch::builder()
        .danger_map("client.example", address)
        .build()
        .unwrap();
    assert_eq!(failure(&fetcher, URL).await, "Connect");
    server.await.unwrap();
}

//! An HTTP proxy that takes down what it is asked for.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A proxy on loopback. It connects to whatever it is asked for if that is an address of loopback, and to
/// `upstream` for any other. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Relay {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
    server: JoinHandle<()>,
}

impl Relay {
    pub(crate) async fn start(upstream: SocketAddr) -> Relay {
        Relay::answering("HTTP/1.1 200 Connection established\r\n\r\n", upstream).await
    }

    /// A proxy that answers with `head`, and connects if that is a 200.
    pub(crate) async fn answering(head: &'static str, upstream: SocketAddr) -> Relay {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket");
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = heads.clone();
        let server = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(relay(socket, head, upstream, seen.clone()));
            }
        });
        Relay {
            address,
            heads,
            server,
        }
    }

    /// The URL to name it by.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The heads of all requests.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    /// What it was asked to connect to.
    pub(crate) fn targets(&self) -> Vec<String> {
        let target = |head: &String| head.split(' ').nth(1).unwrap_or_default().to_owned();
        self.heads().iter().map(target).collect()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn relay(
    mut near: TcpStream,
    answer: &'static str,
    upstream: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(near.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let target = head
        .split(' ')
        .nth(1)
        .and_then(|target| target.parse().ok());
    let target = target.filter(|target: &SocketAddr| target.ip().is_loopback());
    heads.lock().unwrap().push(head);
    near.write_all(answer.as_bytes()).await?;
    if answer.contains(" 200 ") {
        let mut far = TcpStream::connect(target.unwrap_or(upstream)).await?;
        copy_bidirectional(&mut near, &mut far).await?;
    }
    Ok(())
}

//! A publisher on loopback: TLS for any host name, documents by URL.
//!
//! Tests and examples include this file with `#[path]`. Nothing of it is part of the crate.
#![allow(dead_code, reason = "every program uses a part of its own")]

#[path = "origin/answer.rs"]
mod answer;
#[path = "origin/authority.rs"]
mod authority;
#[path = "origin/flaw.rs"]
mod flaw;
#[path = "origin/handshake.rs"]
mod handshake;
#[path = "origin/names.rs"]
mod names;
#[path = "origin/relay.rs"]
mod relay;
#[path = "origin/serve.rs"]
mod serve;
#[path = "origin/site.rs"]
mod site;

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_cimd::net::{HttpsFetch, HttpsFetchBuilder};

#[allow(unused_imports, reason = "every program uses a part of its own")]
pub(crate) use self::answer::{Answer, Step};
use self::authority::Authority;
#[allow(unused_imports, reason = "every program uses a part of its own")]
pub(crate) use self::flaw::Flaw;
#[allow(unused_imports, reason = "every program uses a part of its own")]
pub(crate) use self::handshake::Handshake;
#[allow(unused_imports, reason = "every program uses a part of its own")]
pub(crate) use self::names::Names;
#[allow(unused_imports, reason = "every program uses a part of its own")]
pub(crate) use self::relay::Relay;
use self::site::Site;

/// A TLS server on a port of `127.0.0.1` that answers for every host name of which it has documents.
///
/// It signs a certificate for whatever name a client asks for, with an authority made at its start. It
/// answers one request a connection, and 404 for what was not published. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Origin {
    address: SocketAddr,
    authority: Arc<Authority>,
    site: Arc<Site>,
    server: JoinHandle<()>,
}

impl Origin {
    pub(crate) async fn start() -> Origin {
        let (listener, address) = listen().await;
        let authority = Arc::new(Authority::new());
        let site = Arc::new(Site::default());
        let server = tokio::spawn(serve::serve(listener, authority.clone(), site.clone()));
        Origin {
            address,
            authority,
            site,
            server,
        }
    }

    /// A server that reads whatever comes first and then plays `steps` on the bare socket, without TLS.
    pub(crate) async fn raw(steps: Vec<Step>) -> Origin {
        let (listener, address) = listen().await;
        let site = Arc::new(Site::default());
        Origin {
            address,
            authority: Arc::new(Authority::new()),
            server: tokio::spawn(serve::serve_raw(listener, steps, site.clone())),
            site,
        }
    }

    /// Publishes `body` at `url` as `application/json`, with status 200.
    pub(crate) fn publish(&self, url: &str, body: impl Into<Bytes>) {
        self.publish_as(url, "application/json", body);
    }

    /// Publishes `body` at `url` under a media type of the caller's choice, with status 200.
    pub(crate) fn publish_as(&self, url: &str, content_type: &str, body: impl Into<Bytes>) {
        self.answer(url, Answer::ok(body).header("content-type", content_type));
    }

    /// Answers requests for `url` with an [`Answer`], or with a script of [`Step`]s: bytes, pauses, cuts.
    pub(crate) fn answer(&self, url: &str, answer: impl Into<Vec<Step>>) {
        let host = self.site.put(url, answer.into());
        // Now, so that the first visitor does not wait for a key to sign.
        self.authority.certify(&host);
    }

    /// Shows a certificate with `flaw` to clients that ask for `host`.
    pub(crate) fn flaw(&self, host: &str, flaw: Flaw) {
        self.authority.flaw(host, flaw);
    }

    /// Greets clients that ask for `host` in another way.
    pub(crate) fn handshake(&self, host: &str, handshake: Handshake) {
        self.authority.handshake(host, handshake);
    }

    /// How often `url` was requested.
    pub(crate) fn requests(&self, url: &str) -> usize {
        self.site.requests(url)
    }

    /// The head of the latest request for `url`, request line and header fields.
    pub(crate) fn last_request(&self, url: &str) -> Option<String> {
        self.site.last_request(url)
    }

    /// How many connections were accepted, whether or not a request came of them.
    pub(crate) fn connections(&self) -> usize {
        self.site.connections()
    }

    /// The name that each client asked for in its handshake, `None` where it named none.
    pub(crate) fn server_names(&self) -> Vec<Option<String>> {
        self.site.names()
    }

    /// Bytes of answers that the sockets took, before TLS.
    pub(crate) fn bytes_sent(&self) -> usize {
        self.site.bytes_sent()
    }

    /// Waits until no connection is open.
    pub(crate) async fn idle(&self) {
        self.site.idle().await;
    }

    /// Where it listens.
    pub(crate) fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The certificate of its authority.
    pub(crate) fn ca_pem(&self) -> String {
        self.authority.pem()
    }

    /// The guarded fetcher with its test switches set: it trusts this authority, and finds every host
    /// of which a document was published here. Hosts that come later need a `danger_map` of their own.
    pub(crate) fn fetcher(&self) -> HttpsFetchBuilder {
        let builder = HttpsFetch::builder().danger_extra_root(self.ca_pem().as_bytes());
        let hosts = self.site.hosts().into_iter();
        hosts.fold(builder, |builder, host| {
            builder.danger_map(host, self.address)
        })
    }
}

impl Drop for Origin {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("loopback has a free port");
    let address = listener
        .local_addr()
        .expect("a bound socket has an address");
    (listener, address)
}

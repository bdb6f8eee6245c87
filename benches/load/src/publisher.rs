//! The publishers' side: one TLS server for all hosts, and the lookup that finds it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
#[cfg(feature = "peer")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime;
use tower_cimd::net::Lookup;
use tower_cimd::resolve::BoxFuture;

use crate::answer::Body;
use crate::clients::{authorization, client_id, document};
#[cfg(feature = "peer")]
use crate::origin::Handshake;
use crate::origin::{Answer, Origin};
use crate::traffic::Traffic;

/// An [`Origin`] on a thread of its own, which shares the processor of the loader, until the program ends.
#[derive(Clone)]
pub(crate) struct Publisher {
    origin: Arc<Origin>,
}

impl Publisher {
    pub(crate) fn start() -> Publisher {
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let origin = Arc::new(Origin::start().await);
                tell.send(Arc::clone(&origin)).unwrap();
                std::future::pending::<()>().await;
            });
        });
        Publisher {
            origin: told.recv().unwrap(),
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.origin.addr().port()
    }

    /// Publishes the document of `client_id`, for an hour, and takes `delay` for each answer.
    pub(crate) fn publish(&self, client_id: &str, delay: Duration) {
        let answer = Answer::ok(document(client_id))
            .header("content-type", "application/json")
            .header("cache-control", "max-age=3600")
            .delay(delay);
        self.origin.answer(client_id, answer);
    }

    /// Requests of clients that have not come before, each on a host of its own, from this number on.
    pub(crate) fn strangers(&self, first: usize, count: usize) -> Traffic {
        let client_ids = (first..first + count).map(|number| client_id(number, self.port()));
        let requests = client_ids.map(|client_id| {
            self.publish(&client_id, Duration::ZERO);
            authorization(&client_id)
        });
        Traffic::in_turn(requests, Body::Client)
    }

    /// Speaks HTTP/1.1 alone on `host`, to those who would choose HTTP/2.
    #[cfg(feature = "peer")]
    pub(crate) fn http1(&self, host: &str) {
        self.origin.handshake(host, Handshake::Unnamed);
    }

    pub(crate) fn requests(&self, client_id: &str) -> usize {
        self.origin.requests(client_id)
    }

    /// A file with the certificate of its authority.
    #[cfg(feature = "peer")]
    pub(crate) fn root_file(&self) -> PathBuf {
        let file = std::env::temp_dir().join(format!("load-{}.pem", self.port()));
        std::fs::write(&file, self.root()).unwrap();
        file
    }

    /// The certificate of its authority.
    pub(crate) fn root(&self) -> String {
        self.origin.ca_pem()
    }
}

/// Every name is on loopback. Looking up costs nothing, and what is found is judged all the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OnLoopback;

impl Lookup for OnLoopback {
    fn lookup<'a>(&'a self, _: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async { Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]) })
    }
}

impl reqwest::dns::Resolve for OnLoopback {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        // Port 0 leaves the one of the URL.
        let found = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Box::pin(async move { Ok(Box::new([found].into_iter()) as reqwest::dns::Addrs) })
    }
}

/// How long a fetch may take: a profiler makes the first one of a process slow.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

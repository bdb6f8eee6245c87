//! Somebody who keeps asking for the clients of hostile hosts, each as soon as it was refused.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::publisher::{AUTHORIZATION, HOSTILE, hostile};

pub(crate) struct Besiegers {
    at_work: JoinSet<()>,
    refused: Arc<AtomicUsize>,
}

impl Besiegers {
    pub(crate) fn set_out(server: SocketAddr, siege: usize) -> Besiegers {
        let refused = Arc::new(AtomicUsize::new(0));
        let mut at_work = JoinSet::new();
        for number in siege * HOSTILE..(siege + 1) * HOSTILE {
            at_work.spawn(besiege(server, number, Arc::clone(&refused)));
        }
        Besiegers { at_work, refused }
    }

    /// Stops, and tells how many requests were refused.
    pub(crate) async fn retire(mut self) -> usize {
        self.at_work.shutdown().await;
        self.refused.load(Ordering::Relaxed)
    }
}

async fn besiege(server: SocketAddr, number: usize, refused: Arc<AtomicUsize>) {
    loop {
        let answer = ask(server, &hostile(number)).await.unwrap_or_default();
        assert!(
            !answer.starts_with("HTTP/1.1 200"),
            "a hostile client was let in"
        );
        refused.fetch_add(1, Ordering::Relaxed);
        // An honest client waits for `Retry-After`; this one does not.
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

async fn ask(server: SocketAddr, client_id: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(server).await?;
    let request = format!(
        "GET /authorize?{AUTHORIZATION}&client_id={client_id} HTTP/1.1\r\nhost: as\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

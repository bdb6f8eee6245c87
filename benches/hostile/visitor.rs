//! Asks for the warm client, over one connection that is kept.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::publisher::{AUTHORIZATION, WARM};

pub(crate) struct Visitor {
    stream: TcpStream,
}

impl Visitor {
    pub(crate) async fn connect(server: SocketAddr) -> Visitor {
        let stream = TcpStream::connect(server).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Visitor { stream }
    }

    /// Asks `times` times, one after the other, and returns how many answers were the right one.
    pub(crate) async fn ask(&mut self, times: usize) -> usize {
        let request =
            format!("GET /authorize?{AUTHORIZATION}&client_id={WARM} HTTP/1.1\r\nhost: as\r\n\r\n");
        let mut answered = 0;
        for _ in 0..times {
            self.stream.write_all(request.as_bytes()).await.unwrap();
            answered += usize::from(self.answer().await);
        }
        answered
    }

    async fn answer(&mut self) -> bool {
        let (mut buffer, mut read) = ([0; 1024], 0);
        while !buffer[..read].ends_with(WARM.as_bytes()) {
            match self.stream.read(&mut buffer[read..]).await {
                Ok(0) | Err(_) => return false,
                Ok(more) => read += more,
            }
        }
        buffer.starts_with(b"HTTP/1.1 200 OK")
    }
}

//! Connections on loopback, and a line for each request.

use std::convert::Infallible;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::edition;
use super::say::say;

/// What is published, and how its host greets.
pub(crate) struct Publisher {
    pub(crate) acceptor: TlsAcceptor,
    /// Path and query of the client_id.
    pub(crate) target: String,
    pub(crate) file: PathBuf,
}

impl Publisher {
    /// Serves until the command is ended.
    pub(crate) async fn run(self, listener: TcpListener) -> io::Result<()> {
        let publisher = Arc::new(self);
        loop {
            let (stream, _) = listener.accept().await?;
            let publisher = Arc::clone(&publisher);
            tokio::spawn(async move {
                if let Err(error) = publisher.connection(stream).await {
                    say(format_args!("connection: {}", error.escape_debug()));
                }
            });
        }
    }

    async fn connection(&self, stream: TcpStream) -> Result<(), String> {
        let handshake = tokio::time::timeout(PATIENCE, self.acceptor.accept(stream));
        let stream = match handshake.await {
            Ok(stream) => stream.map_err(|error| format!("no handshake: {error}"))?,
            Err(late) => return Err(format!("no handshake: {late}")),
        };
        let service =
            service_fn(|request| async move { Ok::<_, Infallible>(self.answer(&request)) });
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .serve_connection(TokioIo::new(stream), service);
        // Who hangs up has what he came for, or asked for nothing.
        let _ = served.await;
        Ok(())
    }

    /// The file is small and on this machine: reading it holds nobody up.
    fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let answer = edition::answer(request, &self.target, &self.file);
        say(format_args!(
            "{} {} {} {} bytes",
            request.method(),
            request.uri().to_string().escape_debug(),
            answer.status().as_u16(),
            answer.body().len()
        ));
        answer.map(Full::new)
    }
}

/// For a handshake, and for the head of a request.
const PATIENCE: Duration = Duration::from_secs(10);

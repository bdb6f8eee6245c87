//! Sockets, and the answers that go over them.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::server::TlsStream;

use super::answer::Step;
use super::authority::Authority;
use super::site::Site;

/// Accepts until it is aborted, which ends every connection with it.
pub(crate) async fn serve(listener: TcpListener, authority: Arc<Authority>, site: Arc<Site>) {
    let acceptor = TlsAcceptor::from(Arc::new(config(authority)));
    let mut connections = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        site.connected();
        connections.spawn(converse(acceptor.clone(), socket, site.clone()));
        while connections.try_join_next().is_some() {}
    }
}

fn config(authority: Arc<Authority>) -> ServerConfig {
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider knows TLS 1.2 and 1.3")
        .with_no_client_auth()
        .with_cert_resolver(authority);
    // It would rather speak HTTP/2, as most servers would, and cannot.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config
}

async fn converse(acceptor: TlsAcceptor, socket: TcpStream, site: Arc<Site>) -> io::Result<()> {
    let mut stream = acceptor.accept(socket).await?;
    let head = read_head(&mut stream).await?;
    for step in site.receive(&head) {
        match step {
            Step::Write(bytes) => stream.write_all(&bytes).await?,
            Step::Repeat(bytes, pause) => loop {
                stream.write_all(&bytes).await?;
                stream.flush().await?;
                sleep(pause).await;
            },
            Step::Pause(pause) => {
                stream.flush().await?;
                sleep(pause).await;
            }
            Step::Hang => {
                stream.flush().await?;
                return until_gone(&mut stream).await;
            }
            Step::Cut => return stream.flush().await,
        }
    }
    stream.flush().await?;
    stream.shutdown().await
}

async fn read_head(stream: &mut TlsStream<TcpStream>) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
        if head.len() > MAX_HEAD {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

async fn until_gone(stream: &mut TlsStream<TcpStream>) -> io::Result<()> {
    while stream.read(&mut [0; 1024]).await? > 0 {}
    Ok(())
}

/// Bytes of a request's head. rustls hands them on from its own buffer, so reading singly is no cost.
const MAX_HEAD: usize = 64 * 1024;

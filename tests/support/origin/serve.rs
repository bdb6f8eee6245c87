//! Sockets, and the answers that go over them.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::server::Acceptor;

use super::answer::Step;
use super::authority::Authority;
use super::site::Site;

/// How a conversation ends.
enum End {
    Close,
    Cut,
    Reset,
}

/// Accepts until it is aborted, which ends every connection with it.
pub(crate) async fn serve(listener: TcpListener, authority: Arc<Authority>, site: Arc<Site>) {
    let mut connections = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        let (authority, site) = (authority.clone(), site.clone());
        let open = site.connected();
        connections.spawn(async move {
            let _open = open;
            converse(socket, &authority, &site).await
        });
        while connections.try_join_next().is_some() {}
    }
}

/// Accepts likewise, and plays `steps` to everybody, without TLS.
pub(crate) async fn serve_raw(listener: TcpListener, steps: Vec<Step>, site: Arc<Site>) {
    let mut connections = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        let (steps, site) = (steps.clone(), site.clone());
        let open = site.connected();
        connections.spawn(async move {
            let _open = open;
            converse_raw(socket, steps, &site).await
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn converse(socket: TcpStream, authority: &Arc<Authority>, site: &Site) -> io::Result<()> {
    socket.set_nodelay(true)?;
    let hello = LazyConfigAcceptor::new(Acceptor::default(), socket).await?;
    let name = hello.client_hello().server_name().map(str::to_owned);
    let config = authority.config(name.as_deref());
    site.greeted(name);
    let mut stream = hello.into_stream(config).await?;
    let head = read_head(&mut stream).await?;
    let end = play(&mut stream, site.receive(&head), site).await?;
    stream.flush().await?;
    match end {
        End::Close => stream.shutdown().await,
        End::Cut => Ok(()),
        End::Reset => stream.get_ref().0.set_zero_linger(),
    }
}

async fn converse_raw(mut socket: TcpStream, steps: Vec<Step>, site: &Site) -> io::Result<()> {
    socket.set_nodelay(true)?;
    // Whoever closes with unread bytes resets the connection; the first flight of TLS fits here.
    let mut hello = [0; MAX_HEAD];
    let _ = socket.read(&mut hello).await?;
    match play(&mut socket, steps, site).await? {
        End::Close => socket.shutdown().await,
        End::Cut => Ok(()),
        End::Reset => socket.set_zero_linger(),
    }
}

async fn play<S>(stream: &mut S, steps: Vec<Step>, site: &Site) -> io::Result<End>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    for step in steps {
        match step {
            Step::Write(bytes) => {
                stream.write_all(&bytes).await?;
                site.sent(bytes.len());
            }
            Step::Drip(bytes, pause) => {
                for byte in bytes {
                    stream.write_all(&[byte]).await?;
                    stream.flush().await?;
                    sleep(pause).await;
                }
            }
            Step::Repeat(bytes, pause) => loop {
                stream.write_all(&bytes).await?;
                stream.flush().await?;
                site.sent(bytes.len());
                sleep(pause).await;
            },
            Step::Pause(pause) => {
                stream.flush().await?;
                sleep(pause).await;
            }
            Step::Hang => {
                stream.flush().await?;
                until_gone(stream).await?;
            }
            Step::HalfClose => stream.shutdown().await?,
            Step::Cut => return Ok(End::Cut),
            Step::Reset => return Ok(End::Reset),
        }
    }
    Ok(End::Close)
}

async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
        if head.len() > MAX_HEAD {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

async fn until_gone(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
    while stream.read(&mut [0; 1024]).await? > 0 {}
    Ok(())
}

/// Bytes of a request's head. rustls hands them on from its own buffer, so reading singly is no cost.
const MAX_HEAD: usize = 64 * 1024;

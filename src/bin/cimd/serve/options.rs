//! What can be asked on the command line.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;

use crate::explain::ServerOptions;

/// `cimd serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeOptions {
    /// The document.
    pub(crate) file: PathBuf,
    /// Where it is published; the document's own client_id, where this is left out.
    #[arg(long, value_name = "URL")]
    pub(crate) client_id: Option<String>,
    /// Where to listen: a socket on loopback. Port 0 takes one that is free.
    #[arg(long, value_name = "ADDR:PORT", default_value_t = ANY_PORT, value_parser = loopback)]
    pub(crate) listen: SocketAddr,
    /// Write the certificate of the authority that a server has to trust to this file. Its key is new
    /// each time, and is never written.
    #[arg(long, value_name = "CA.pem", default_value = "cimd-ca.pem")]
    pub(crate) certificate_out: PathBuf,
    #[command(flatten)]
    pub(crate) server: ServerOptions,
}

/// Whoever reached the socket from elsewhere would be served with a certificate that somebody trusts.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let socket: SocketAddr = text.parse().map_err(|error| format!("{error}"))?;
    match socket.ip().is_loopback() {
        true => Ok(socket),
        false => Err("not on loopback, and this is for development only".to_owned()),
    }
}

const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

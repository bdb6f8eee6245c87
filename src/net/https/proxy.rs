//! The way out of a closed network.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::percent_decode_str;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use url::{Host, Url};

use crate::net::https::guard::Destination;
use crate::resolve::fetch::FetchError;

/// An HTTP proxy that carries connections (`CONNECT`, RFC 9110 §9.3.6).
#[derive(Clone)]
pub(crate) struct Proxy {
    host: String,
    port: u16,
    /// The value of `Proxy-Authorization`.
    authorization: Option<String>,
}

impl Proxy {
    /// Reads `http://[user:password@]host[:port]`; `None` for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let host = match url.host()? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        (url.scheme() == "http" && bare).then(|| Proxy {
            host,
            port: url.port_or_known_default().unwrap_or(HTTP),
            authorization: authorization(&url),
        })
    }

    /// A connection through the proxy to the first of `destinations` that it reaches.
    pub(crate) async fn connect(
        &self,
        destinations: Vec<Destination>,
    ) -> Result<BufReader<TcpStream>, FetchError> {
        for destination in destinations {
            if let Ok(Some(connection)) = self.tunnel(&destination).await {
                return Ok(connection);
            }
        }
        Err(FetchError::Connect)
    }

    /// `None` where the proxy refuses.
    async fn tunnel(
        &self,
        destination: &Destination,
    ) -> std::io::Result<Option<BufReader<TcpStream>>> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
        let mut stream = BufReader::new(stream);
        stream
            .write_all(self.request(destination).as_bytes())
            .await?;
        let agrees = read_answer(&mut stream).await?;
        Ok(agrees.then_some(stream))
    }

    fn request(&self, destination: &Destination) -> String {
        let authorization = self.authorization.as_ref();
        let authorization = authorization.map_or(String::new(), |value| {
            format!("Proxy-Authorization: {value}\r\n")
        });
        format!("CONNECT {destination} HTTP/1.1\r\nHost: {destination}\r\n{authorization}\r\n")
    }
}

/// Reads the head of an answer to its end, and no further: what follows is the publisher's. Whether the
/// status is a 2xx (RFC 9110 §9.3.6).
async fn read_answer(stream: &mut BufReader<TcpStream>) -> std::io::Result<bool> {
    let mut head = Vec::new();
    let mut bounded = stream.take(MAX_HEAD);
    while !head.ends_with(b"\r\n\r\n") {
        if bounded.read_until(b'\n', &mut head).await? == 0 {
            return Ok(false);
        }
    }
    Ok(head.starts_with(b"HTTP/1.") && head.get(8..10) == Some(b" 2"))
}

fn authorization(url: &Url) -> Option<String> {
    let decoded = |text| percent_decode_str(text).collect::<Vec<u8>>();
    let password = url.password().unwrap_or_default();
    let credentials = [decoded(url.username()), decoded(password)].join(&b':');
    (credentials.len() > 1).then(|| format!("Basic {}", BASE64_STANDARD.encode(credentials)))
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("host", &self.host)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

const HTTP: u16 = 80;
/// Bytes of the head of a proxy's answer.
const MAX_HEAD: u64 = 16 * 1024;

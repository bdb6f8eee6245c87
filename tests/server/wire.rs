//! Bytes to a socket, and what comes back.

use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A request, written out when it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Sent {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Sent {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub(crate) fn get(path: &str, parameters: &[(&str, &str)]) -> Self {
        Sent::new("GET", &format!("{path}?{}", form(parameters)))
    }

    pub(crate) fn post(path: &str, parameters: &[(&str, &str)]) -> Self {
        Sent::new("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form(parameters))
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With these two in the `Authorization` field, just as they are.
    pub(crate) fn basic(self, id: &str, secret: &str) -> Self {
        let credentials = STANDARD.encode(format!("{id}:{secret}"));
        self.header("authorization", &format!("Basic {credentials}"))
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The head, and the body with a length, unless the head has another framing.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        head.push_str("host: as.example.com\r\nconnection: close\r\n");
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let framed = |(name, _): &(String, String)| {
            ["content-length", "transfer-encoding"].contains(&&*name.to_ascii_lowercase())
        };
        if !self.headers.iter().any(framed) && self.method == "POST" {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        [head.as_bytes(), &self.body].concat()
    }

    pub(crate) async fn to(&self, address: SocketAddr) -> Answer {
        send(address, &self.bytes()).await
    }
}

/// The body in chunks of at most so many octets.
pub(crate) fn chunked(body: &[u8], size: usize) -> Vec<u8> {
    let mut chunks = Vec::new();
    for chunk in body.chunks(size.max(1)) {
        chunks.extend(format!("{:x}\r\n", chunk.len()).bytes());
        chunks.extend(chunk);
        chunks.extend(b"\r\n");
    }
    chunks.extend(b"0\r\n\r\n");
    chunks
}

/// What comes back for these bytes, which need not be a whole request.
pub(crate) async fn send(address: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    read(stream).await
}

/// What comes on `stream` until its end.
pub(crate) async fn read(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match timeout(PATIENCE, stream.read(&mut buffer)).await {
            Ok(Ok(0)) => break,
            Ok(Ok(read)) => bytes.extend(&buffer[..read]),
            // A server that answers early may close what it has not read.
            Ok(Err(_)) if !bytes.is_empty() => break,
            Ok(Err(error)) => panic!("{error}"),
            Err(_) => panic!("no answer: {}", String::from_utf8_lossy(&bytes)),
        }
    }
    Answer::parse(&String::from_utf8_lossy(&bytes))
}

/// An answer of the server.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap_or_default();
        let headers = lines.filter_map(|line| line.split_once(": "));
        Answer {
            status: status.parse().unwrap_or_else(|_| panic!("{text}")),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| &**value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The OAuth error code, of the body or of a redirect.
    pub(crate) fn error(&self) -> Option<String> {
        match self.redirected("error") {
            Some(error) => Some(error),
            None => self.json()["error"].as_str().map(str::to_owned),
        }
    }

    /// A parameter of the redirect.
    pub(crate) fn redirected(&self, name: &str) -> Option<String> {
        let (_, query) = self.header("location")?.split_once('?')?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The rule in the answer's words.
    pub(crate) fn rule(&self) -> String {
        let words = self.json()["error_description"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let rule = words.rsplit_once('(').map(|(_, rule)| rule);
        rule.unwrap_or_default().trim_end_matches(')').to_owned()
    }
}

pub(crate) fn form(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

/// Nothing here waits for a clock but the fake one.
const PATIENCE: Duration = Duration::from_secs(20);

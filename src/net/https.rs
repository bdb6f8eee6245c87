//! stub; signatures final
use crate::resolve::fetch::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched};
use std::net::SocketAddr;
/// The guarded fetcher on reqwest.
#[derive(Clone, Debug)]
pub struct HttpsFetch {
    _private: (),
}
/// Builds.
#[derive(Debug, Default)]
#[must_use]
pub struct HttpsFetchBuilder {
    _private: (),
}
/// Why not.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HttpsFetchError {
    /// root certificate
    #[error("root certificate")]
    Root,
    /// client
    #[error("client")]
    Client(#[source] Box<dyn std::error::Error + Send + Sync>),
}
impl HttpsFetch {
    /// start
    pub fn builder() -> HttpsFetchBuilder {
        HttpsFetchBuilder::default()
    }
}
impl HttpsFetchBuilder {
    /// trusts one more root (PEM)
    pub fn danger_extra_root(self, pem: &[u8]) -> Self {
        let _ = pem;
        todo!()
    }
    /// dials loopback
    pub fn danger_loopback(self) -> Self {
        todo!()
    }
    /// maps a name to a loopback socket
    pub fn danger_map(self, host: impl Into<String>, to: SocketAddr) -> Self {
        let _ = (host.into(), to);
        todo!()
    }
    /// total deadline
    pub fn timeout(self, timeout: std::time::Duration) -> Self {
        let _ = timeout;
        todo!()
    }
    /// build
    pub fn build(self) -> Result<HttpsFetch, HttpsFetchError> {
        todo!()
    }
}
impl Fetch for HttpsFetch {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>> {
        let _ = request;
        todo!()
    }
}

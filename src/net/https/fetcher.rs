//! The guarded fetcher.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use http::header::{ACCEPT, ACCEPT_ENCODING, HOST, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use reqwest::{Client, RequestBuilder};

use crate::net::https::body;
use crate::net::https::failure::classify;
use crate::net::https::guard::{Guard, PREFERRED};
use crate::net::https::proxy::Proxy;
use crate::net::https::target::Target;
use crate::net::https::tunnel::Tunnel;
use crate::resolve::fetch::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched};

/// Fetches over `https` from strangers' servers, guarded against their making us talk to ourselves.
///
/// Built by [`HttpsFetch::builder`]; cheap to clone, one client for all fetches. What it promises:
///
/// 1. `https` with a verified certificate (or a TLS session resumed that began with one), HTTP/1.1, one
///    connection a fetch; no cookies, no `Referer`, no retry.
/// 2. No redirect is followed (draft-ietf-oauth-client-id-metadata-document-02 §5): a 3xx is the answer.
/// 3. No connection to a special-use address. A host that is an IP literal, in any spelling, is refused
///    before it is dialled; a name is refused if *any* of its addresses is special-use; the connected
///    peer is judged once more before its answer is read.
/// 4. Proxies named in the environment are not used: a proxy resolves names itself, past the guard. One
///    that the host names ([`egress_proxy`](crate::net::HttpsFetchBuilder::egress_proxy)) is asked for
///    judged addresses.
/// 5. No network is dialled more often than its [`Dials`](crate::resolve::Dials) let it, whatever names
///    lead there.
/// 6. One deadline over name lookup, connection, headers and body together.
/// 7. A body is read for status 200 only, has no content coding, and is dropped beyond
///    [`FetchRequest::max_bytes`]. The header section is bounded by hyper: 100 fields and about 400 KiB.
///
/// It does not choose hosts: what may be fetched at all is a question for
/// [`Policy`](crate::resolve::Policy).
#[derive(Clone, Debug)]
pub struct HttpsFetch {
    pub(crate) client: Client,
    pub(crate) guard: Arc<Guard>,
    pub(crate) proxy: Option<Proxy>,
}

impl Fetch for HttpsFetch {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>> {
        Box::pin(async move {
            let target = Target::parse(&request.url)?;
            self.guard.judge_port(target.port())?;
            let preferred = request.preferred;
            let fetching = async {
                match &self.proxy {
                    Some(proxy) => self.fetch_through(proxy, target, request).await,
                    None => self.fetch_from(target, request).await,
                }
            };
            PREFERRED.scope(preferred, fetching).await
        })
    }
}

impl HttpsFetch {
    async fn fetch_from(
        &self,
        target: Target,
        request: FetchRequest,
    ) -> Result<Fetched, FetchError> {
        let host = target.host().to_owned();
        let get = match self.guard.mapped(&host) {
            Some(socket) => self.get_at(target, socket),
            None => self.client.get(target.into_url()),
        };
        let judge = |peer| self.guard.judge_peer(&host, peer);
        exchange(conditional(get, &request), judge, request.max_bytes).await
    }

    async fn fetch_through(
        &self,
        proxy: &Proxy,
        target: Target,
        request: FetchRequest,
    ) -> Result<Fetched, FetchError> {
        let tunnel = Tunnel::open().await?;
        let entrance = tunnel.address();
        let (host, port) = (target.host().to_owned(), target.port());
        let destinations = self.guard.destinations(&host, port);
        let get = conditional(self.get_at(target, entrance), &request);
        let judge = |peer| match peer == Some(entrance) {
            true => Ok(()),
            false => Err(FetchError::AddressRefused),
        };
        let exchange = exchange(get, judge, request.max_bytes);
        tunnel.carry(proxy, destinations, exchange).await
    }

    /// The request for `target` on a connection to `socket`.
    fn get_at(&self, target: Target, socket: SocketAddr) -> RequestBuilder {
        let authority = target.authority().to_owned();
        self.client.get(target.at(socket)).header(HOST, authority)
    }
}

/// Sends `get` and reads the answer, if `judge` believes whom it came from.
async fn exchange(
    get: RequestBuilder,
    judge: impl FnOnce(Option<SocketAddr>) -> Result<(), FetchError>,
    max_bytes: usize,
) -> Result<Fetched, FetchError> {
    let mut response = get.send().await.map_err(|error| classify(&error))?;
    judge(response.remote_addr())?;
    let body = match response.status() {
        StatusCode::OK => body::read(&mut response, max_bytes).await?,
        _ => Bytes::new(),
    };
    Ok(Fetched {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
    })
}

fn conditional(mut get: RequestBuilder, request: &FetchRequest) -> RequestBuilder {
    get = get
        .header(ACCEPT, request.accept)
        .header(ACCEPT_ENCODING, "identity");
    if let Some(etag) = &request.validators.etag {
        get = get.header(IF_NONE_MATCH, etag);
    }
    if let Some(last_modified) = &request.validators.last_modified {
        get = get.header(IF_MODIFIED_SINCE, last_modified);
    }
    get
}

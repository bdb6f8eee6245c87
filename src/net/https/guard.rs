//! What stands between a name and a connection.
//!
//! reqwest connects only to addresses that its resolver hands out, so judging inside the resolver is
//! check and use in one step: there is no second lookup for a rebinding name to answer differently.
//! Two ways around a resolver exist, and neither is open here: IP literals are refused before they get
//! this far ([`Target`](crate::net::https::target::Target)), and proxies are off; an egress proxy is
//! asked for the addresses that were judged here ([`Tunnel`](crate::net::https::tunnel::Tunnel)).

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::net::https::lookup::Lookup;
use crate::resolve::budget::Dials;
use crate::resolve::fetch::FetchError;
use crate::rules::address::{AddressRules, SpecialUse};

/// Judges every address before it is dialled, and the connected peer once more.
#[derive(Debug)]
pub(crate) struct Guard {
    pub(crate) rules: AddressRules,
    pub(crate) lookup: Arc<dyn Lookup>,
    pub(crate) dials: Dials,
    /// Test switches: lower-case host names and the loopback sockets that stand in for them.
    pub(crate) mapped: HashMap<String, SocketAddr>,
    /// The only ports that may be dialled; `None` for all.
    pub(crate) ports: Option<Vec<u16>>,
    /// Whether names go to the egress proxy as they are.
    pub(crate) proxy_resolves: bool,
    /// Whether every connection enters a tunnel on loopback.
    pub(crate) is_tunnelled: bool,
}

/// What an egress proxy is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    Judged(SocketAddr),
    Named(String, u16),
}

impl Guard {
    /// The loopback socket that a test switch put in the place of `host`.
    pub(crate) fn mapped(&self, host: &str) -> Option<SocketAddr> {
        self.mapped.get(host).copied()
    }

    /// # Errors
    ///
    /// [`FetchError::AddressRefused`] for a port that this server does not dial.
    pub(crate) fn judge_port(&self, port: u16) -> Result<(), FetchError> {
        match &self.ports {
            Some(ports) if !ports.contains(&port) => Err(FetchError::AddressRefused),
            Some(_) | None => Ok(()),
        }
    }

    /// Where an egress proxy shall connect to for `host`.
    pub(crate) async fn destinations(
        &self,
        host: &str,
        port: u16,
    ) -> Result<Vec<Destination>, FetchError> {
        if self.proxy_resolves {
            return Ok(vec![Destination::Named(host.to_owned(), port)]);
        }
        if let Some(socket) = self.mapped(host) {
            return Ok(vec![Destination::Judged(socket)]);
        }
        let answer = self.lookup.lookup(host).await;
        let answer = answer.map_err(|_| FetchError::Dns)?;
        let addresses = admit(&self.rules, &self.dials, answer, is_preferred())?;
        let judged = |address| Destination::Judged(SocketAddr::new(address, port));
        Ok(addresses.into_iter().map(judged).collect())
    }

    /// Judges the peer of an open connection to `host`: whatever led there, an answer from the inside
    /// is not handed on. A connection without a known peer (a Unix socket) is no judged one.
    pub(crate) fn judge_peer(
        &self,
        host: &str,
        peer: Option<SocketAddr>,
    ) -> Result<(), FetchError> {
        let peer = peer.ok_or(FetchError::AddressRefused)?;
        if self.mapped(host) == Some(peer) {
            return Ok(());
        }
        self.rules
            .judge(peer.ip())
            .map_err(|_| FetchError::AddressRefused)
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        if self.is_tunnelled {
            return Box::pin(std::future::ready(Ok(dial([TUNNEL]))));
        }
        if let Some(address) = self.mapped(name.as_str()) {
            return Box::pin(std::future::ready(Ok(dial([address]))));
        }
        let (lookup, rules) = (self.lookup.clone(), self.rules.clone());
        let (dials, preferred) = (self.dials.clone(), is_preferred());
        Box::pin(async move {
            let answer = lookup.lookup(name.as_str()).await?;
            let addresses = admit(&rules, &dials, answer, preferred)?.into_iter();
            // Port 0 stands for the port of the URL.
            Ok(dial(addresses.map(|address| SocketAddr::new(address, 0))))
        })
    }
}

/// Judges what a name resolved to, and pays for dialling it.
fn admit(
    rules: &AddressRules,
    dials: &Dials,
    answer: Vec<IpAddr>,
    preferred: bool,
) -> Result<Vec<IpAddr>, Refusal> {
    let addresses = judge(rules, answer)?;
    dials
        .spend(addresses, preferred)
        .map_err(Refusal::Throttled)
}

/// One special-use address refuses the name: a client tries every address that it was given, so an
/// answer with 199 public ones and `127.0.0.1` is an answer of `127.0.0.1`. Of those that pass, a few are
/// handed on: a name with thousands would make us knock on as many doors (T12).
fn judge(rules: &AddressRules, mut answer: Vec<IpAddr>) -> Result<Vec<IpAddr>, Refusal> {
    if answer.is_empty() {
        return Err(Refusal::NoAddress);
    }
    answer
        .iter()
        .try_for_each(|address| rules.judge(*address))
        .map_err(Refusal::SpecialUse)?;
    let (mut v4, mut v6) = (0, 0);
    answer.retain(|address| {
        let seen = if address.is_ipv4() { &mut v4 } else { &mut v6 };
        *seen += 1;
        *seen <= MAX_DIALLED
    });
    Ok(answer)
}

fn dial<A>(addresses: A) -> Addrs
where
    A: IntoIterator<Item = SocketAddr>,
    A::IntoIter: Send + 'static,
{
    Box::new(addresses.into_iter())
}

/// Why the guard hands out no address. Found again by its type in the error of the client.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the name has no address")]
    NoAddress,
    #[error("the name has a special-use address")]
    SpecialUse(#[source] SpecialUse),
    #[error("the addresses have been dialled too often")]
    Throttled(Duration),
}

tokio::task_local! {
    /// Whether the fetch of this task is preferred. A resolver is told nothing but a name.
    pub(crate) static PREFERRED: bool;
}

fn is_preferred() -> bool {
    PREFERRED.try_with(|preferred| *preferred).unwrap_or(false)
}

impl From<Refusal> for FetchError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoAddress => FetchError::Dns,
            Refusal::SpecialUse(_) => FetchError::AddressRefused,
            Refusal::Throttled(retry_after) => FetchError::Throttled { retry_after },
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Destination::Judged(socket) => write!(f, "{socket}"),
            Destination::Named(host, port) => write!(f, "{host}:{port}"),
        }
    }
}

/// Addresses of each family that are dialled for one fetch.
const MAX_DIALLED: usize = 4;
/// Every tunnel's address; its port stands in the URL.
const TUNNEL: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

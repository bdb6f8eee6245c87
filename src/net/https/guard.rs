//! What stands between a name and a connection.
//!
//! reqwest connects only to addresses that its resolver hands out, so judging inside the resolver is
//! check and use in one step: there is no second lookup for a rebinding name to answer differently.
//! Two ways around a resolver exist, and neither is open here: IP literals are refused before they get
//! this far ([`Target`](crate::net::https::target::Target)), and proxies are off.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
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
}

impl Guard {
    /// The loopback socket that a test switch put in the place of `host`.
    pub(crate) fn mapped(&self, host: &str) -> Option<SocketAddr> {
        self.mapped.get(host).copied()
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
        if let Some(address) = self.mapped(name.as_str()) {
            return Box::pin(std::future::ready(Ok(dial([address]))));
        }
        let (lookup, rules) = (self.lookup.clone(), self.rules.clone());
        let (dials, preferred) = (self.dials.clone(), is_preferred());
        Box::pin(async move {
            let answer = lookup.lookup(name.as_str()).await?;
            judge(&rules, &answer)?;
            let answer = dials.spend(answer, preferred).map_err(Refusal::Throttled)?;
            // Port 0 stands for the port of the URL.
            Ok(dial(
                answer
                    .into_iter()
                    .map(|address| SocketAddr::new(address, 0)),
            ))
        })
    }
}

/// One special-use address refuses the name: a client tries every address that it was given, so an
/// answer with 199 public ones and `127.0.0.1` is an answer of `127.0.0.1`.
fn judge(rules: &AddressRules, answer: &[IpAddr]) -> Result<(), Refusal> {
    if answer.is_empty() {
        return Err(Refusal::NoAddress);
    }
    answer
        .iter()
        .try_for_each(|address| rules.judge(*address))
        .map_err(Refusal::SpecialUse)
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

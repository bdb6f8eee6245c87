//! The guarded fetcher.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::bounds::millis;
use crate::config::secret::Secret;
use crate::net::https::{self, HttpsFetch, HttpsFetchBuilder};
use crate::resolve::budget::Dials;
use crate::rules::address::Network;

/// The way out: the guarded fetcher. Switches that open the guard are set in code alone.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Egress {
    /// Milliseconds for one fetch, from the name lookup to the last byte: a person waits for it.
    #[schemars(range(min = 1, max = 60_000))]
    pub(crate) timeout_ms: u64,
    /// Milliseconds for name lookup, TCP and TLS handshake together, so that an unreachable host costs less than
    /// a slow one.
    #[schemars(range(min = 1, max = 60_000))]
    pub(crate) connect_timeout_ms: u64,
    /// How often one network, an IPv4 address or an IPv6 /56, is dialled a minute, whatever names lead there.
    #[schemars(range(min = 2, max = 100_000))]
    pub(crate) dials: u32,
    /// The only ports that are dialled. Without it, all but those that browsers block.
    #[schemars(example = ports_example())]
    pub(crate) ports: Option<Vec<u16>>,
    /// Networks that are not dialled, besides the special-use ones: such as the public addresses of this
    /// server's own network, as in `["203.0.113.0/24"]`.
    pub(crate) deny: Vec<String>,
    /// Whether `64:ff9b::/96` is judged by the IPv4 address within, for machines that reach the IPv4 internet
    /// through NAT64 alone.
    pub(crate) nat64: bool,
    /// The HTTP proxy through which alone publishers are reached, `http://[user:password@]host[:port]`. Names are
    /// resolved and addresses judged here all the same. Without it, none; proxies of the environment are never
    /// used.
    #[schemars(example = &"http://proxy.internal:3128")]
    pub(crate) proxy: Option<Secret>,
}

impl Default for Egress {
    fn default() -> Self {
        Egress {
            timeout_ms: millis(https::TIMEOUT),
            connect_timeout_ms: millis(https::CONNECT_TIMEOUT),
            dials: Dials::A_MINUTE,
            ports: None,
            deny: Vec::new(),
            nat64: false,
            proxy: None,
        }
    }
}

impl Egress {
    /// The fetcher, as it is about to be built. `deny` was read before.
    pub(crate) fn builder(&self) -> HttpsFetchBuilder {
        let mut fetch = HttpsFetch::builder()
            .timeout(Duration::from_millis(self.timeout_ms))
            .connect_timeout(Duration::from_millis(self.connect_timeout_ms))
            .dials(Dials::per_minute(self.dials))
            .nat64(self.nat64);
        for network in self
            .deny
            .iter()
            .filter_map(|text| text.parse::<Network>().ok())
        {
            fetch = fetch.deny(network);
        }
        if let Some(ports) = &self.ports {
            fetch = fetch.ports(ports.iter().copied());
        }
        match &self.proxy {
            Some(proxy) => fetch.egress_proxy(proxy.reveal()),
            None => fetch,
        }
    }
}

fn ports_example() -> [u16; 2] {
    [443, 8443]
}

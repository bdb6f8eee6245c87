//! How the guarded fetcher is put together.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, ClientBuilder, redirect, retry};
use rustls::crypto::{CryptoProvider, aws_lc_rs};

use crate::net::https::danger::Switches;
use crate::net::https::fetcher::HttpsFetch;
use crate::net::https::guard::Guard;
use crate::net::https::lookup::{Lookup, SystemLookup};
use crate::net::https::proxy::Proxy;
use crate::resolve::brought::Recipe;
use crate::resolve::budget::Dials;
use crate::rules::address::{AddressRules, Network};

/// Builds an [`HttpsFetch`].
#[derive(Debug)]
#[must_use]
pub struct HttpsFetchBuilder {
    client: ClientBuilder,
    timeout: Duration,
    connect_timeout: Duration,
    rules: AddressRules,
    lookup: Arc<dyn Lookup>,
    dials: Dials,
    ports: Option<Vec<u16>>,
    proxy: Option<String>,
    switches: Switches,
}

/// Why a fetcher cannot be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HttpsFetchError {
    /// A `danger_extra_root` is not PEM, or holds no certificate.
    #[error("an extra root is no certificate in PEM")]
    Root,
    /// A `danger_map` leads elsewhere than to loopback.
    #[error("danger_map leads elsewhere than to loopback")]
    MapTarget,
    /// The `egress_proxy` is not of the form `http://[user:password@]host[:port]`, or there is none for
    /// `danger_proxy_resolves`.
    #[error("the egress proxy is no http url, or is missing")]
    Proxy,
    /// The HTTP client cannot be set up. On a machine without a store of certificate authorities this
    /// is the error: install one (`ca-certificates`), or bring roots with
    /// [`HttpsFetch::from_client_builder`].
    #[error("the http client cannot be set up")]
    Client(#[source] Box<dyn Error + Send + Sync>),
}

impl HttpsFetchError {
    fn client(error: impl Error + Send + Sync + 'static) -> Self {
        HttpsFetchError::Client(Box::new(error))
    }
}

impl HttpsFetch {
    /// A fetcher with safe defaults, which trusts the machine's certificate authorities.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use tower_cimd::net::HttpsFetch;
    ///
    /// # fn main() -> Result<(), tower_cimd::net::HttpsFetchError> {
    /// let fetch = HttpsFetch::builder().timeout(Duration::from_secs(3)).build()?;
    /// # let _ = fetch;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> HttpsFetchBuilder {
        // Another crate of the build may have turned on reqwest's other TLS backend, which would then
        // be its default.
        Self::from_client_builder(
            Client::builder()
                .user_agent(USER_AGENT)
                .tls_backend_rustls(),
        )
    }

    /// A fetcher on a client of the host's own making: other roots (`tls_certs_only`), an outgoing
    /// interface, a `User-Agent`.
    ///
    /// Every setting on which the guard stands is made again after the host's: the resolver, no proxy,
    /// no redirect, `https` only, HTTP/1.1, certificates verified, no decoding, no pool, no retry, the
    /// time-outs.
    ///
    /// # Security
    ///
    /// reqwest cannot take back some settings, and they stay as the host made them: `resolve` and
    /// `resolve_to_addrs`, `connector_layer`, `unix_socket` and a preconfigured TLS backend lead past the
    /// resolver or the verifier, and a cookie store keeps what publishers set. An answer from a
    /// special-use address is refused even then, but only after the connection was made.
    pub fn from_client_builder(client: ClientBuilder) -> HttpsFetchBuilder {
        HttpsFetchBuilder {
            client,
            timeout: TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            rules: AddressRules::default(),
            lookup: Arc::new(SystemLookup::default()),
            dials: Dials::default(),
            ports: None,
            proxy: None,
            switches: Switches::default(),
        }
    }
}

impl HttpsFetch {
    /// How a resolver makes the fetcher where the host brings none. `words` say what `builder` is told.
    pub(crate) fn recipe(
        words: impl Into<String>,
        builder: impl FnOnce() -> HttpsFetchBuilder + Send + 'static,
    ) -> Recipe {
        Recipe {
            words: words.into(),
            make: Box::new(|| {
                let builder = builder();
                let dials = builder.dials.clone();
                Ok((Arc::new(builder.build()?), dials))
            }),
        }
    }
}

impl HttpsFetchBuilder {
    /// The deadline over one whole fetch: name lookup, connection, headers and body. Default 5 s: a
    /// person waits for it, with a browser at the authorization endpoint.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The deadline over name lookup, TCP and TLS handshake together. Default 2 s, so that an
    /// unreachable host costs less than a slow one.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Whether `64:ff9b::/96` (RFC 6052) is judged by the IPv4 address within, instead of refused.
    /// Default no. For hosts that reach the IPv4 internet through NAT64 alone.
    pub fn nat64(mut self, on: bool) -> Self {
        self.rules = self.rules.nat64(on);
        self
    }

    /// Refuses a network more, such as the public addresses of this server's own network. Accumulates.
    pub fn deny(mut self, network: Network) -> Self {
        self.rules = self.rules.deny(network);
        self
    }

    /// Who resolves names. Default the system. Its answers are judged like any other.
    pub fn lookup(mut self, lookup: impl Lookup) -> Self {
        self.lookup = Arc::new(lookup);
        self
    }

    /// How often one network is dialled. Default [`Dials::default`], of this fetcher alone; hand a clone
    /// of one to several fetchers to have them share it. A `danger_map` dials without asking.
    pub fn dials(mut self, dials: Dials) -> Self {
        self.dials = dials;
        self
    }

    /// The only ports that may be dialled, such as `[443, 8443]`. Default all: client_ids with a port that
    /// browsers block never get here
    /// ([`bad_ports`](crate::rules::client_id::ClientIdRules::bad_ports)). A URL with another port is
    /// refused before its name is looked up, and told like any refused address.
    pub fn ports(mut self, ports: impl IntoIterator<Item = u16>) -> Self {
        self.ports = Some(ports.into_iter().collect());
        self
    }

    /// Reaches publishers through the HTTP proxy `http://[user:password@]host[:port]` alone, for servers
    /// whose network has no other way out. Default none. Proxies of the environment are never used.
    ///
    /// # Security
    ///
    /// Addresses are judged here, as without a proxy: this server resolves the name, judges every
    /// address, and asks the proxy to `CONNECT` to one of those that passed, by its number. TLS is with
    /// the publisher, under its name, from end to end. What the proxy may still do is refuse, or
    /// connect elsewhere; a publisher's certificate it does not have. So this server needs a name
    /// server that knows the names of the internet, or a [`lookup`](Self::lookup) that asks one.
    ///
    /// The way into the proxy begins at a socket on loopback, new for each fetch, that takes one
    /// connection. A program on this machine that is quicker than this one reaches through it the same
    /// publisher, and fails the fetch.
    ///
    /// The connection to the proxy itself is not encrypted, and its own address is not judged: the
    /// operator names it.
    pub fn egress_proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Gives names to the [`egress_proxy`](Self::egress_proxy), and leaves it to the proxy to resolve
    /// and to judge them.
    ///
    /// # Security
    ///
    /// Nothing here sees an address any longer: neither special-use addresses nor
    /// [`deny`](Self::deny) are refused. It is as safe as the proxy's own rules for addresses, and a
    /// proxy without any opens this server's network to whoever can send a client_id.
    pub fn danger_proxy_resolves(mut self) -> Self {
        self.switches.proxy_resolves = true;
        self
    }

    /// Trusts the certificate authorities in `pem` besides the machine's own. For tests.
    ///
    /// # Security
    ///
    /// Whoever holds their keys can publish documents in the name of every client.
    pub fn danger_extra_root(mut self, pem: &[u8]) -> Self {
        self.switches.extra_roots.push(pem.to_owned());
        self
    }

    /// Lets names that resolve to loopback through. For tests.
    ///
    /// # Security
    ///
    /// Opens every TLS port of this machine to whoever can send a client_id. IP literals stay refused.
    pub fn danger_loopback(mut self) -> Self {
        self.switches.loopback = true;
        self.rules = self.rules.danger_loopback(true);
        self
    }

    /// Connects to the loopback socket `to` for every URL on `host`, whatever its port, without a name
    /// lookup. `Host`, server name indication and certificate stay those of the URL. For tests.
    ///
    /// # Security
    ///
    /// Whoever listens on that port speaks for `host`, if it also has a certificate that is trusted.
    pub fn danger_map(mut self, host: impl Into<String>, to: SocketAddr) -> Self {
        self.switches
            .mapped
            .insert(host.into().to_ascii_lowercase(), to);
        self
    }

    /// Builds the fetcher; reads the machine's certificate authorities and seeds the random numbers of
    /// TLS, so that no fetch has to. Emits one warning for each kind of `danger_…` switch that is on.
    ///
    /// # Errors
    ///
    /// [`HttpsFetchError`] for a bad switch or where the HTTP client cannot be set up.
    pub fn build(self) -> Result<HttpsFetch, HttpsFetchError> {
        let roots = self.switches.certificates().ok_or(HttpsFetchError::Root)?;
        if !self.switches.lead_to_loopback() {
            return Err(HttpsFetchError::MapTarget);
        }
        let proxy = self.proxy.as_deref().map(Proxy::parse);
        if proxy
            .as_ref()
            .map_or(self.switches.proxy_resolves, Option::is_none)
        {
            return Err(HttpsFetchError::Proxy);
        }
        let proxy = proxy.flatten();
        self.switches.announce();
        let guard = Arc::new(Guard {
            rules: self.rules,
            lookup: self.lookup,
            dials: self.dials,
            mapped: self.switches.mapped,
            ports: self.ports,
            proxy_resolves: self.switches.proxy_resolves,
            is_tunnelled: proxy.is_some(),
        });
        seed()?;
        let client = guarded(self.client, guard.clone())
            .tls_certs_merge(roots)
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .build()
            .map_err(HttpsFetchError::client)?;
        Ok(HttpsFetch {
            client,
            guard,
            proxy,
        })
    }
}

/// Draws once from the provider that reqwest will choose. The first draw of a process gathers entropy
/// for some 30 ms (aws-lc), for which the first user would wait otherwise.
fn seed() -> Result<(), HttpsFetchError> {
    let provider = match CryptoProvider::get_default() {
        Some(provider) => provider.clone(),
        None => Arc::new(aws_lc_rs::default_provider()),
    };
    let drawn = provider.secure_random.fill(&mut [0; 32]);
    drawn.map_err(|_| HttpsFetchError::client(rustls::Error::FailedToGetRandomBytes))
}

/// Every setting on which the guard stands, last, so that none made before survives.
fn guarded(client: ClientBuilder, guard: Arc<Guard>) -> ClientBuilder {
    client
        .dns_resolver(guard)
        // reqwest reads the proxy variables of the environment even without its feature for them.
        .no_proxy()
        .redirect(redirect::Policy::none())
        .https_only(true)
        .tls_sni(true)
        .tls_danger_accept_invalid_certs(false)
        .tls_danger_accept_invalid_hostnames(false)
        .http1_only()
        .http1_allow_obsolete_multiline_headers_in_responses(false)
        .http1_allow_spaces_after_header_name_in_responses(false)
        .http1_ignore_invalid_headers_in_responses(false)
        // Any crate of the build can turn the decoders on.
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .referer(false)
        .retry(retry::never())
        // Documents are fetched rarely; so every connection is one whose address was just judged.
        .pool_max_idle_per_host(0)
}

/// Names the software and no operator: a publisher learns nothing of who asks.
const USER_AGENT: &str = concat!("tower-cimd/", env!("CARGO_PKG_VERSION"));
pub(crate) const TIMEOUT: Duration = Duration::from_secs(5);
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

//! How much may be fetched.

/// How much may be fetched, and how much is remembered about it.
///
/// Rates are fetches a minute, all of which may come at once; each may be from 4 to 100,000. Of a
/// rate a quarter is for strangers, half for strangers and signed-in users together, and all of it
/// for clients that are [proven](crate::Resolver::proven) (T10): set a rate to four times of what
/// strangers may have.
///
/// ```
/// use tower_cimd::resolve::Limits;
///
/// let limits = Limits::default().host(1_200).requester(10);
/// # let _ = limits;
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Limits {
    pub(crate) discovery: u32,
    pub(crate) refresh: u32,
    pub(crate) host: u32,
    pub(crate) trusted_host: u32,
    pub(crate) site: u32,
    pub(crate) requester: u32,
    pub(crate) accounts: usize,
}

impl Limits {
    /// Fetches of documents that are not at hand, in all. Default: 12,000, so that strangers have 50
    /// a second, and that what they leave behind fits into the default of
    /// [`accounts`](Limits::accounts).
    pub fn discovery(mut self, a_minute: u32) -> Self {
        self.discovery = a_minute;
        self
    }

    /// Fetches of documents of which an old copy is at hand, or whose client calls with a token of this
    /// server ([`require_document`](crate::ProtectLayer::require_document)), in all. Default: 12,000, with
    /// which strangers keep 15,000 clients fresh whose publishers say nothing about freshness, more than
    /// the cache holds by default.
    pub fn refresh(mut self, a_minute: u32) -> Self {
        self.refresh = a_minute;
        self
    }

    /// Fetches from one host, for discovery and for refresh each. Default: 600, so that strangers have
    /// 2.5 a second: nothing to a web server, and enough to keep 750 clients fresh that live on one host.
    pub fn host(mut self, a_minute: u32) -> Self {
        self.host = a_minute;
        self
    }

    /// The same for a host that the policy [trusts](crate::resolve::Admission::Trusted). Default:
    /// 2,400. It is finite, because whoever signs up there can have client_ids there too (T10); ids
    /// that the policy names pay nothing.
    pub fn trusted_host(mut self, a_minute: u32) -> Self {
        self.trusted_host = a_minute;
        self
    }

    /// Fetches from all hosts of one registrable domain together, for discovery and for refresh each,
    /// beside the rate of each host; those of trusted hosts are not counted. Default: 1,200, so that
    /// strangers have 5 a second, as many as from one [address](crate::resolve::Dials): whoever owns a
    /// domain can make up hosts below it (T12), and a company has its clients on a few. To be raised for a
    /// domain whose tenants have a host each without its being in the private section of the Public Suffix
    /// List. Never less than [`host`](Limits::host), as one of them may be all that there is.
    ///
    /// Has no effect without the feature `public-suffix`, which brings that list.
    pub fn site(mut self, a_minute: u32) -> Self {
        self.site = a_minute;
        self
    }

    /// Fetches of unknown documents on behalf of one user or, where the host names no user, of one
    /// IPv4 address or IPv6 /64; proven and named clients not counted. Default: 60, because a person
    /// connects a handful of clients, and behind one address there may be an office.
    pub fn requester(mut self, a_minute: u32) -> Self {
        self.requester = a_minute;
        self
    }

    /// The most client_ids, hosts, registrable domains, requesters and proven clients that are remembered, all together,
    /// from 1,024 to 1,048,576. Default: 65,536, some 10 MiB if they were all in use.
    pub fn accounts(mut self, accounts: usize) -> Self {
        self.accounts = accounts;
        self
    }

    pub(crate) fn are_in_range(&self) -> bool {
        let rates = [
            self.discovery,
            self.refresh,
            self.host,
            self.trusted_host,
            self.site,
            self.requester,
        ];
        let rates_are = rates.iter().all(|rate| (4..=100_000).contains(rate));
        rates_are && (1_024..=1_048_576).contains(&self.accounts)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            discovery: 12_000,
            refresh: 12_000,
            host: 600,
            trusted_host: 2_400,
            site: 1_200,
            requester: 60,
            accounts: 65_536,
        }
    }
}

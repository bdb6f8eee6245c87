//! The judge of addresses.

use std::net::{IpAddr, Ipv6Addr};

use crate::rules::address::embedded::{embedded, is_nat64};
use crate::rules::address::network::Network;
use crate::rules::address::special_use::SpecialUse;

/// Which addresses may be dialled; by default those that are nobody's special use.
///
/// ```
/// use tower_cimd::rules::address::AddressRules;
///
/// let rules = AddressRules::default();
/// assert!(rules.judge("8.8.8.8".parse()?).is_ok());
/// assert!(rules.judge("::ffff:169.254.169.254".parse()?).is_err());
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AddressRules {
    denied: Vec<Network>,
    nat64: bool,
    danger_loopback: bool,
}

impl AddressRules {
    /// Judges a NAT64 address by the IPv4 address in its last 32 bits instead of refusing it.
    ///
    /// For servers on IPv6-only networks, where DNS64 answers so for every site that has IPv4
    /// alone. Holds for `64:ff9b::/96` (RFC 6052) and, of the local-use space (RFC 8215), for
    /// `64:ff9b:1::/96`. Off by default: elsewhere nothing but an attacker answers so.
    #[must_use]
    pub fn nat64(mut self, on: bool) -> Self {
        self.nat64 = on;
        self
    }

    /// Refuses a network more, such as the operator's own public addresses. Accumulates.
    ///
    /// Goes before everything that is allowed, and holds for embedded IPv4 addresses too.
    #[must_use]
    pub fn deny(mut self, network: Network) -> Self {
        self.denied.push(network);
        self
    }

    /// Lets exactly `127.0.0.0/8` and `::1` through, for tests and development.
    ///
    /// Opens every service of this machine that listens on loopback to anybody who can name a
    /// client_id. The draft allows it in development alone and says MUST NOT for production
    /// (`draft-ietf-oauth-client-id-metadata-document-02 §8.6`).
    #[must_use]
    pub fn danger_loopback(mut self, on: bool) -> Self {
        self.danger_loopback = on;
        self
    }

    /// Judges an address that is about to be dialled, or that a connection turned out to have.
    ///
    /// # Errors
    ///
    /// [`SpecialUse`] names the block for the operator. It never travels to strangers: a refused
    /// address is answered like an unreachable one (T18).
    pub fn judge(&self, address: IpAddr) -> Result<(), SpecialUse> {
        self.judge_denied(address)?;
        if self.danger_loopback && address.is_loopback() {
            return Ok(());
        }
        match address {
            IpAddr::V4(address) => refuse(SpecialUse::of_ipv4(address)),
            IpAddr::V6(address) => self.judge_ipv6(address),
        }
    }

    fn judge_denied(&self, address: IpAddr) -> Result<(), SpecialUse> {
        let denied = self.denied.iter().any(|network| network.contains(address));
        refuse(denied.then_some(SpecialUse::DENIED))
    }

    fn judge_ipv6(&self, address: Ipv6Addr) -> Result<(), SpecialUse> {
        for carried in embedded(address) {
            self.judge_denied(carried.into())?;
            refuse(SpecialUse::of_ipv4(carried))?;
        }
        if self.nat64 && is_nat64(address) {
            return Ok(());
        }
        refuse(SpecialUse::of_ipv6(address))
    }
}

fn refuse(reason: Option<SpecialUse>) -> Result<(), SpecialUse> {
    reason.map_or(Ok(()), Err)
}

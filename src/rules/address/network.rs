//! A block of addresses.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A block of addresses in CIDR notation: `10.0.0.0/8`, `2001:db8::/32`, or one address alone.
///
/// ```
/// use tower_cimd::rules::address::Network;
///
/// let network: Network = "203.0.113.0/24".parse()?;
/// assert!(network.contains("203.0.113.9".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network {
    first: IpAddr,
    prefix: u8,
}

impl Network {
    /// The addresses that share their first `prefix` bits with `first`.
    ///
    /// # Errors
    ///
    /// [`NetworkError::Prefix`] where an address of the family has fewer bits,
    /// [`NetworkError::HostBits`] where `first` is not the first address of the block.
    pub fn new(first: IpAddr, prefix: u8) -> Result<Self, NetworkError> {
        let network = Network { first, prefix };
        if prefix > network.width() {
            return Err(NetworkError::Prefix);
        }
        if network.host_bits() != 0 {
            return Err(NetworkError::HostBits);
        }
        Ok(network)
    }

    /// Whether the block holds the address. An IPv4 block holds no IPv6 address, not even a mapped one.
    pub fn contains(&self, address: IpAddr) -> bool {
        let shared = match (self.first, address) {
            (IpAddr::V4(first), IpAddr::V4(other)) => {
                (first.to_bits() ^ other.to_bits()).leading_zeros()
            }
            (IpAddr::V6(first), IpAddr::V6(other)) => {
                (first.to_bits() ^ other.to_bits()).leading_zeros()
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return false,
        };
        shared >= u32::from(self.prefix)
    }

    pub(super) const fn v4(first: [u8; 4], prefix: u8) -> Self {
        let [a, b, c, d] = first;
        let first = IpAddr::V4(Ipv4Addr::new(a, b, c, d));
        Network { first, prefix }
    }

    pub(super) const fn v6(first: u128, prefix: u8) -> Self {
        let first = IpAddr::V6(Ipv6Addr::from_bits(first));
        Network { first, prefix }
    }

    fn width(&self) -> u8 {
        match self.first {
            IpAddr::V4(_) => 32,
            IpAddr::V6(_) => 128,
        }
    }

    fn host_bits(&self) -> u128 {
        let prefix = u32::from(self.prefix);
        match self.first {
            IpAddr::V4(first) => first.to_bits().checked_shl(prefix).unwrap_or(0).into(),
            IpAddr::V6(first) => first.to_bits().checked_shl(prefix).unwrap_or(0),
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.prefix)
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Network({self})")
    }
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        let prefix = if address.is_ipv4() { 32 } else { 128 };
        Network {
            first: address,
            prefix,
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let Some((first, prefix)) = text.split_once('/') else {
            return text
                .parse()
                .map(IpAddr::into)
                .map_err(|_| NetworkError::Address);
        };
        let first = first.parse().map_err(|_| NetworkError::Address)?;
        // `u8` would also read a sign.
        if !prefix.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(NetworkError::Prefix);
        }
        Network::new(first, prefix.parse().map_err(|_| NetworkError::Prefix)?)
    }
}

/// Why a text is no [`Network`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// What stands before the slash is no IPv4 or IPv6 address.
    #[error("the network does not begin with an IP address")]
    Address,
    /// The prefix is no number, or longer than an address of the family.
    #[error("the prefix length of the network is out of range")]
    Prefix,
    /// The address has bits set beyond the prefix, as `10.0.0.1/8` has: one of the two is a slip.
    #[error("the network has bits set beyond its prefix")]
    HostBits,
}

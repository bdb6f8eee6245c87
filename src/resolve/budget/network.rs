//! Addresses that one hand holds.

use std::net::{IpAddr, Ipv6Addr};

/// The first address of the network that counts as one with `address`: an IPv4 address alone, an
/// IPv6 address by its first `bits`. An IPv4 address inside of an IPv6 one is what it is.
pub(crate) fn network_of(address: IpAddr, bits: u32) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let host_bits = 128_u32.saturating_sub(bits);
            let mask = u128::MAX.checked_shl(host_bits).unwrap_or(0);
            Ipv6Addr::from_bits(address.to_bits() & mask).into()
        }
    }
}

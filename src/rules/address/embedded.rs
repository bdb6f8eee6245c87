//! The IPv4 addresses that an IPv6 address carries.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::rules::address::network::Network;

/// The IPv4 addresses to which a packet for `address` could be carried on, by any of the transition
/// mechanisms. `::` and `::1` carry none: they are the unspecified address and loopback.
pub(super) fn embedded(address: Ipv6Addr) -> impl Iterator<Item = Ipv4Addr> {
    let bits = address.to_bits();
    FORMS
        .iter()
        .filter(move |form| bits > 1 && form.network.contains(address.into()))
        .map(move |form| form.read(bits))
        .chain(isatap(bits))
}

/// Whether `address` is translated by NAT64, with the IPv4 address in its last 32 bits.
pub(super) fn is_nat64(address: Ipv6Addr) -> bool {
    NAT64_WELL_KNOWN.contains(address.into()) || NAT64_LOCAL_USE.contains(address.into())
}

struct Form {
    network: Network,
    /// How many bits stand below the IPv4 address.
    below: u32,
    /// Teredo stores the client's address with every bit flipped, to hide it from translators.
    flipped: bool,
}

impl Form {
    fn read(&self, bits: u128) -> Ipv4Addr {
        let stored = (bits >> self.below) as u32;
        Ipv4Addr::from_bits(if self.flipped { !stored } else { stored })
    }
}

/// RFC 5214 §6.1: `00-00-5E-FE` or, where the IPv4 address is globally unique, `02-00-5E-FE` before
/// the address, under any prefix.
fn isatap(bits: u128) -> Option<Ipv4Addr> {
    const UNIVERSAL: u32 = 0x0200_0000;
    let identifier = (bits >> 32) as u32;
    (identifier & !UNIVERSAL == 0x5efe).then(|| Ipv4Addr::from_bits(bits as u32))
}

const fn form(network: Network, below: u32) -> Form {
    Form {
        network,
        below,
        flipped: false,
    }
}

const NAT64_WELL_KNOWN: Network = Network::v6(0x0064_ff9b << 96, 96);

/// Of the local-use space `64:ff9b:1::/48` only the /96 that its networks start with. In the rest
/// the place of the IPv4 address depends on a prefix length that the operator alone knows
/// (RFC 6052 §2.2), and a wrong guess lets a stranger hide a private address from us.
const NAT64_LOCAL_USE: Network = Network::v6(0x0064_ff9b_0001 << 80, 96);

const TEREDO: Network = Network::v6(0x2001 << 112, 32);

const FORMS: &[Form] = &[
    // IPv4-compatible, RFC 4291 §2.5.5.1.
    form(Network::v6(0, 96), 0),
    // IPv4-mapped, RFC 4291 §2.5.5.2.
    form(Network::v6(0xffff << 32, 96), 0),
    // IPv4-translated (SIIT), RFC 2765 §2.1.
    form(Network::v6(0xffff << 48, 96), 0),
    form(NAT64_WELL_KNOWN, 0),
    form(NAT64_LOCAL_USE, 0),
    // 6to4, RFC 3056 §2.
    form(Network::v6(0x2002 << 112, 16), 80),
    // Teredo, RFC 4380 §4: the server, and the client.
    form(TEREDO, 64),
    Form {
        network: TEREDO,
        below: 0,
        flipped: true,
    },
];

//! The blocks in which nobody publishes a document, and what each is for.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::rules::address::network::Network;

/// Why an address is not dialled. For the operator alone.
///
/// Never hand this to a stranger, and give a refused address the same answer as an unreachable
/// one: it would tell what a name resolves to inside the operator's network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{block} ({name}) is not for fetching")]
#[non_exhaustive]
pub struct SpecialUse {
    /// The block in CIDR notation; that of the IPv4 address where one embedded in IPv6 decided.
    pub block: &'static str,
    /// What the block is for, in the words of the IANA registry where it has the block.
    pub name: &'static str,
    /// The text that gives the block its use.
    pub reference: &'static str,
    rule: &'static str,
}

impl SpecialUse {
    /// The stable name of the rule: `address.special_use`, or `address.denied` for the operator's
    /// own deny-list.
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    pub(super) const DENIED: SpecialUse = SpecialUse {
        block: "deny-list",
        name: "denied by the operator",
        reference: "the operator's configuration",
        rule: "address.denied",
    };

    pub(super) fn of_ipv4(address: Ipv4Addr) -> Option<Self> {
        find(IPV4, address.into())
    }

    pub(super) fn of_ipv6(address: Ipv6Addr) -> Option<Self> {
        let address = address.into();
        find(IPV6, address).or_else(|| (!GLOBAL_UNICAST.contains(address)).then_some(OUTSIDE))
    }
}

struct Block {
    network: Network,
    reason: SpecialUse,
}

fn find(blocks: &[Block], address: IpAddr) -> Option<SpecialUse> {
    blocks
        .iter()
        .find(|block| block.network.contains(address))
        .map(|block| block.reason)
}

const fn reason(block: &'static str, name: &'static str, reference: &'static str) -> SpecialUse {
    SpecialUse {
        block,
        name,
        reference,
        rule: "address.special_use",
    }
}

const fn v4(
    first: [u8; 4],
    prefix: u8,
    block: &'static str,
    name: &'static str,
    reference: &'static str,
) -> Block {
    Block {
        network: Network::v4(first, prefix),
        reason: reason(block, name, reference),
    }
}

const fn v6(
    first: u128,
    prefix: u8,
    block: &'static str,
    name: &'static str,
    reference: &'static str,
) -> Block {
    Block {
        network: Network::v6(first, prefix),
        reason: reason(block, name, reference),
    }
}

/// The only IPv6 space that is given out to hosts (RFC 4291 §2.4).
const GLOBAL_UNICAST: Network = Network::v6(0x2000 << 112, 3);

const OUTSIDE: SpecialUse = reason(
    "::/0",
    "outside 2000::/3, the global unicast space",
    "RFC 4291 §2.4",
);

/// The first that holds an address names it, so the smaller of two blocks stands first.
#[rustfmt::skip]
const IPV4: &[Block] = &[
    v4([0, 0, 0, 0], 32, "0.0.0.0/32", "This host on this network", "RFC 1122 §3.2.1.3"),
    v4([0, 0, 0, 0], 8, "0.0.0.0/8", "This network", "RFC 791 §3.2"),
    v4([10, 0, 0, 0], 8, "10.0.0.0/8", "Private-Use", "RFC 1918"),
    v4([100, 64, 0, 0], 10, "100.64.0.0/10", "Shared Address Space", "RFC 6598"),
    v4([127, 0, 0, 0], 8, "127.0.0.0/8", "Loopback", "RFC 1122 §3.2.1.3"),
    // Ordinary space in the registry; every Azure host answers its own virtual machines here.
    v4([168, 63, 129, 16], 32, "168.63.129.16/32", "Azure platform", "Microsoft Azure, What is IP address 168.63.129.16"),
    v4([169, 254, 0, 0], 16, "169.254.0.0/16", "Link Local", "RFC 3927"),
    v4([172, 16, 0, 0], 12, "172.16.0.0/12", "Private-Use", "RFC 1918"),
    v4([192, 0, 0, 0], 29, "192.0.0.0/29", "IPv4 Service Continuity Prefix", "RFC 7335"),
    v4([192, 0, 0, 8], 32, "192.0.0.8/32", "IPv4 dummy address", "RFC 7600"),
    v4([192, 0, 0, 9], 32, "192.0.0.9/32", "Port Control Protocol Anycast", "RFC 7723"),
    v4([192, 0, 0, 10], 32, "192.0.0.10/32", "Traversal Using Relays around NAT Anycast", "RFC 8155"),
    v4([192, 0, 0, 170], 32, "192.0.0.170/32", "NAT64/DNS64 Discovery", "RFC 7050 §2.2, RFC 8880"),
    v4([192, 0, 0, 171], 32, "192.0.0.171/32", "NAT64/DNS64 Discovery", "RFC 7050 §2.2, RFC 8880"),
    v4([192, 0, 0, 0], 24, "192.0.0.0/24", "IETF Protocol Assignments", "RFC 6890 §2.1"),
    v4([192, 0, 2, 0], 24, "192.0.2.0/24", "Documentation (TEST-NET-1)", "RFC 5737"),
    v4([192, 31, 196, 0], 24, "192.31.196.0/24", "AS112-v4", "RFC 7535"),
    v4([192, 52, 193, 0], 24, "192.52.193.0/24", "AMT", "RFC 7450"),
    v4([192, 88, 99, 2], 32, "192.88.99.2/32", "6a44-relay anycast address", "RFC 6751"),
    v4([192, 88, 99, 0], 24, "192.88.99.0/24", "Deprecated (6to4 Relay Anycast)", "RFC 7526"),
    v4([192, 168, 0, 0], 16, "192.168.0.0/16", "Private-Use", "RFC 1918"),
    v4([192, 175, 48, 0], 24, "192.175.48.0/24", "Direct Delegation AS112 Service", "RFC 7534"),
    v4([198, 18, 0, 0], 15, "198.18.0.0/15", "Benchmarking", "RFC 2544"),
    v4([198, 51, 100, 0], 24, "198.51.100.0/24", "Documentation (TEST-NET-2)", "RFC 5737"),
    v4([203, 0, 113, 0], 24, "203.0.113.0/24", "Documentation (TEST-NET-3)", "RFC 5737"),
    v4([224, 0, 0, 0], 4, "224.0.0.0/4", "Multicast", "RFC 5771"),
    v4([255, 255, 255, 255], 32, "255.255.255.255/32", "Limited Broadcast", "RFC 8190, RFC 919 §7"),
    v4([240, 0, 0, 0], 4, "240.0.0.0/4", "Reserved", "RFC 1112 §4"),
];

/// The first that holds an address names it, so the smaller of two blocks stands first.
#[rustfmt::skip]
const IPV6: &[Block] = &[
    v6(0, 128, "::/128", "Unspecified Address", "RFC 4291 §2.5.2"),
    v6(1, 128, "::1/128", "Loopback Address", "RFC 4291 §2.5.3"),
    v6(0, 96, "::/96", "IPv4-compatible Address (deprecated)", "RFC 4291 §2.5.5.1"),
    v6(0xffff << 32, 96, "::ffff:0:0/96", "IPv4-mapped Address", "RFC 4291 §2.5.5.2"),
    v6(0xffff << 48, 96, "::ffff:0:0:0/96", "IPv4-translated Address", "RFC 2765 §2.1"),
    v6(0x0064_ff9b << 96, 96, "64:ff9b::/96", "IPv4-IPv6 Translat.", "RFC 6052"),
    v6(0x0064_ff9b_0001 << 80, 48, "64:ff9b:1::/48", "IPv4-IPv6 Translat.", "RFC 8215"),
    v6(0x0100 << 112, 64, "100::/64", "Discard-Only Address Block", "RFC 6666"),
    v6(0x0100_0000_0000_0001 << 64, 64, "100:0:0:1::/64", "Dummy IPv6 Prefix", "RFC 9780"),
    v6(0x2001 << 112, 32, "2001::/32", "TEREDO", "RFC 4380, RFC 8190"),
    v6((0x2001_0001 << 96) + 1, 128, "2001:1::1/128", "Port Control Protocol Anycast", "RFC 7723"),
    v6((0x2001_0001 << 96) + 2, 128, "2001:1::2/128", "Traversal Using Relays around NAT Anycast", "RFC 8155"),
    v6((0x2001_0001 << 96) + 3, 128, "2001:1::3/128", "DNS-SD Service Registration Protocol Anycast", "RFC 9665"),
    v6(0x2001_0002 << 96, 48, "2001:2::/48", "Benchmarking", "RFC 5180"),
    v6(0x2001_0003 << 96, 32, "2001:3::/32", "AMT", "RFC 7450"),
    v6(0x2001_0004_0112 << 80, 48, "2001:4:112::/48", "AS112-v6", "RFC 7535"),
    v6(0x2001_0010 << 96, 28, "2001:10::/28", "Deprecated (previously ORCHID)", "RFC 4843"),
    v6(0x2001_0020 << 96, 28, "2001:20::/28", "ORCHIDv2", "RFC 7343"),
    v6(0x2001_0030 << 96, 28, "2001:30::/28", "Drone Remote ID Protocol Entity Tags (DETs) Prefix", "RFC 9374"),
    v6(0x2001 << 112, 23, "2001::/23", "IETF Protocol Assignments", "RFC 2928"),
    v6(0x2001_0db8 << 96, 32, "2001:db8::/32", "Documentation", "RFC 3849"),
    v6(0x2002 << 112, 16, "2002::/16", "6to4", "RFC 3056"),
    v6(0x2620_004f_8000 << 80, 48, "2620:4f:8000::/48", "Direct Delegation AS112 Service", "RFC 7534"),
    v6(0x3fff << 112, 20, "3fff::/20", "Documentation", "RFC 9637"),
    v6(0x5f00 << 112, 16, "5f00::/16", "Segment Routing (SRv6) SIDs", "RFC 9602"),
    v6(0xfc00 << 112, 7, "fc00::/7", "Unique-Local", "RFC 4193, RFC 8190"),
    v6(0xfe80 << 112, 10, "fe80::/10", "Link-Local Unicast", "RFC 4291 §2.5.6"),
    v6(0xfec0 << 112, 10, "fec0::/10", "Site-Local (deprecated)", "RFC 3879"),
    v6(0xff00 << 112, 8, "ff00::/8", "Multicast", "RFC 4291 §2.7"),
];

//! Which addresses may be dialled.

mod properties;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use tower_cimd::rules::address::{AddressRules, Network, NetworkError, SpecialUse};

/// One block of an IANA registry.
struct Row {
    block: String,
    name: String,
}

const IPV4_REGISTRY: &str = include_str!("../../vectors/iana-ipv4-special-registry-1.csv");
const IPV6_REGISTRY: &str = include_str!("../../vectors/iana-ipv6-special-registry-1.csv");

fn registry() -> Vec<Row> {
    let lines = IPV4_REGISTRY.lines().chain(IPV6_REGISTRY.lines());
    // A field with a line break goes on in a line that is indented.
    let rows = lines.filter(|line| !line.starts_with("Address Block") && !line.starts_with(' '));
    rows.flat_map(blocks).collect()
}

/// The blocks of a row: one has two, and some have a footnote.
fn blocks(line: &str) -> Vec<Row> {
    let (blocks, rest) = field(line);
    let (name, _) = field(rest);
    let row = |block: &str| Row {
        block: block.split(' ').next().unwrap().to_owned(),
        name: name.replace('"', ""),
    };
    blocks.split(", ").map(row).collect()
}

fn field(text: &str) -> (&str, &str) {
    match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once("\",").unwrap(),
        None => text.split_once(',').unwrap(),
    }
}

fn ends(block: &str) -> (IpAddr, IpAddr) {
    let (first, prefix) = block.split_once('/').unwrap();
    let prefix: u32 = prefix.parse().unwrap();
    match first.parse().unwrap() {
        IpAddr::V4(v4) => {
            let host = u32::MAX.checked_shr(prefix).unwrap_or(0);
            (v4.into(), Ipv4Addr::from_bits(v4.to_bits() | host).into())
        }
        IpAddr::V6(v6) => {
            let host = u128::MAX.checked_shr(prefix).unwrap_or(0);
            (v6.into(), Ipv6Addr::from_bits(v6.to_bits() | host).into())
        }
    }
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn network(text: &str) -> Network {
    text.parse().unwrap()
}

fn judge(address: IpAddr) -> Result<(), SpecialUse> {
    AddressRules::default().judge(address)
}

fn passes(address: &str) {
    assert_eq!(judge(ip(address)), Ok(()), "{address}");
}

fn refused_as(address: &str, block: &str) {
    refused_by(&AddressRules::default(), address, block);
}

fn refused_by(rules: &AddressRules, address: &str, block: &str) {
    let refused = rules.judge(ip(address)).expect_err(address);
    assert_eq!(refused.block, block, "{address}");
}

#[test]
fn the_registries_have_the_blocks_that_were_counted() {
    assert_eq!(registry().len(), 26 + 25);
}

#[test]
fn the_first_and_the_last_address_of_every_registered_block_are_refused() {
    for row in registry() {
        let (first, last) = ends(&row.block);
        assert!(judge(first).is_err(), "{}: {first}", row.block);
        assert!(judge(last).is_err(), "{}: {last}", row.block);
    }
}

#[test]
fn a_registered_block_is_refused_by_its_own_name() {
    // The first address of these is that of a smaller block in them.
    let shadowed = ["0.0.0.0/8", "192.0.0.0/24", "2001::/23"];
    // These are named by the IPv4 address that they embed.
    let embedding = [
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
    ];
    for row in registry() {
        if shadowed.contains(&&*row.block) || embedding.contains(&&*row.block) {
            continue;
        }
        let (first, _) = ends(&row.block);
        let refused = judge(first).unwrap_err();
        assert_eq!((refused.block, refused.name), (&*row.block, &*row.name));
    }
}

#[test]
fn blocks_that_no_special_purpose_registry_has_are_refused() {
    refused_as("224.0.0.1", "224.0.0.0/4");
    refused_as("239.255.255.255", "224.0.0.0/4");
    refused_as("168.63.129.16", "168.63.129.16/32");
    refused_as("ff02::1", "ff00::/8");
    refused_as("fec0::1", "fec0::/10");
    refused_as("feff:ffff::1", "fec0::/10");
    refused_as("1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0");
    refused_as("4000::", "::/0");
    refused_as("200::1", "::/0");
    refused_as("fe00::1", "::/0");
}

#[test]
fn neighbours_of_the_blocks_pass() {
    passes("9.255.255.255");
    passes("11.0.0.0");
    passes("100.63.255.255");
    passes("100.128.0.0");
    passes("168.63.129.15");
    passes("168.63.129.17");
    passes("172.32.0.0");
    passes("192.0.1.0");
    passes("223.255.255.255");
    passes("2000::");
    passes("2001:200::");
    passes("2001:db9::");
    passes("2003::");
    passes("3fff:1000::");
    passes("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
}

#[test]
fn the_unspecified_address_and_loopback_are_refused_by_their_own_names() {
    refused_as("::", "::/128");
    refused_as("::1", "::1/128");
    refused_as("0.0.0.0", "0.0.0.0/32");
    refused_as("0.0.0.1", "0.0.0.0/8");
    refused_as("127.0.0.1", "127.0.0.0/8");
}

#[test]
fn an_embedded_private_address_gives_the_refusal_its_name() {
    let private = "10.0.0.0/8";
    refused_as("::ffff:10.0.0.1", private);
    refused_as("::ffff:a00:1", private);
    refused_as("::10.0.0.1", private);
    refused_as("::ffff:0:10.0.0.1", private);
    refused_as("64:ff9b::10.0.0.1", private);
    refused_as("64:ff9b:1::10.0.0.1", private);
    refused_as("2002:a00:1::1", private);
    refused_as("2001:0:a00:1::a247:27dd", private);
    refused_as("2001:0:4136:e378::f5ff:fffe", private);
    refused_as("fe80::5efe:10.0.0.1", private);
    refused_as("2a00:1450::5efe:10.0.0.1", private);
    refused_as("2a00:1450::200:5efe:10.0.0.1", private);
}

#[test]
fn an_embedded_public_address_opens_no_refused_space() {
    refused_as("::ffff:8.8.8.8", "::ffff:0:0/96");
    refused_as("::8.8.8.8", "::/96");
    refused_as("::ffff:0:8.8.8.8", "::ffff:0:0:0/96");
    refused_as("64:ff9b::8.8.8.8", "64:ff9b::/96");
    refused_as("64:ff9b:1::8.8.8.8", "64:ff9b:1::/48");
    refused_as("2002:808:808::1", "2002::/16");
    refused_as("2001:0:4136:e378::f7f7:f7f7", "2001::/32");
    refused_as("::5efe:8.8.8.8", "::/0");
    refused_as("fe80::5efe:8.8.8.8", "fe80::/10");
}

#[test]
fn isatap_of_a_public_address_under_a_public_prefix_passes() {
    passes("2a00:1450::5efe:8.8.8.8");
    passes("2a00:1450::200:5efe:8.8.8.8");
    passes("2a00:1450::100:5efe:10.0.0.1");
}

#[test]
fn nat64_is_judged_by_its_embedded_address_where_the_operator_has_it() {
    let rules = AddressRules::default().nat64(true);
    assert!(rules.judge(ip("64:ff9b::8.8.8.8")).is_ok());
    assert!(rules.judge(ip("64:ff9b:1::8.8.8.8")).is_ok());
    refused_by(&rules, "64:ff9b::10.0.0.1", "10.0.0.0/8");
    refused_by(&rules, "64:ff9b::127.0.0.1", "127.0.0.0/8");
    refused_by(&rules, "64:ff9b:1::169.254.169.254", "169.254.0.0/16");
    refused_by(&rules, "::ffff:8.8.8.8", "::ffff:0:0/96");
}

#[test]
fn nat64_is_refused_where_the_place_of_its_ipv4_address_is_unknown() {
    let rules = AddressRules::default().nat64(true);
    // Under a /64 this is 10.0.0.1, whatever its last 32 bits say (RFC 6052 section 2.2).
    refused_by(&rules, "64:ff9b:1:0:a:0:108:808", "64:ff9b:1::/48");
    refused_by(&rules, "64:ff9b:1:1::8.8.8.8", "64:ff9b:1::/48");
    refused_by(&rules, "64:ff9b::1:808:808", "::/0");
}

#[test]
fn danger_loopback_opens_exactly_loopback() {
    let rules = AddressRules::default().danger_loopback(true);
    for open in ["127.0.0.1", "127.0.0.0", "127.255.255.255", "::1"] {
        assert_eq!(rules.judge(ip(open)), Ok(()), "{open}");
    }
    refused_by(&rules, "::ffff:127.0.0.1", "127.0.0.0/8");
    refused_by(&rules, "64:ff9b::127.0.0.1", "127.0.0.0/8");
    refused_by(
        &rules.clone().nat64(true),
        "64:ff9b::127.0.0.1",
        "127.0.0.0/8",
    );
    refused_by(&rules, "0.0.0.0", "0.0.0.0/32");
    refused_by(&rules, "::", "::/128");
    refused_by(&rules, "::2", "0.0.0.0/8");
    refused_by(&rules, "10.0.0.1", "10.0.0.0/8");
    refused_by(&rules, "fe80::1", "fe80::/10");
    assert!(rules.danger_loopback(false).judge(ip("127.0.0.1")).is_err());
}

#[test]
fn a_denied_network_is_refused_before_anything_is_allowed() {
    let rules = AddressRules::default()
        .deny(network("8.8.8.0/24"))
        .deny(network("127.0.0.9"))
        .deny(network("2001:4860::/32"))
        .nat64(true)
        .danger_loopback(true);
    for denied in [
        "8.8.8.8",
        "2001:4860:4860::8888",
        "64:ff9b::8.8.8.8",
        "127.0.0.9",
    ] {
        assert_eq!(
            rules.judge(ip(denied)).unwrap_err().rule(),
            "address.denied",
            "{denied}"
        );
    }
    for allowed in ["8.8.4.4", "127.0.0.1", "64:ff9b::8.8.4.4"] {
        assert!(rules.judge(ip(allowed)).is_ok(), "{allowed}");
    }
}

#[test]
fn a_refusal_has_a_stable_rule_and_no_address_in_its_text() {
    let refused = judge(ip("10.1.2.3")).unwrap_err();
    assert_eq!(refused.rule(), "address.special_use");
    assert_eq!(refused.reference, "RFC 1918");
    assert_eq!(
        refused.to_string(),
        "10.0.0.0/8 (Private-Use) is not for fetching"
    );
}

#[test]
fn a_network_is_read_as_it_is_written() {
    for text in [
        "10.0.0.0/8",
        "0.0.0.0/0",
        "192.0.2.1/32",
        "2001:db8::/32",
        "::/0",
        "::1/128",
    ] {
        assert_eq!(network(text).to_string(), text);
    }
    assert_eq!(network("192.0.2.1").to_string(), "192.0.2.1/32");
    assert_eq!(network("::1").to_string(), "::1/128");
    assert_eq!(
        network("10.0.0.0/8"),
        Network::new(ip("10.0.0.0"), 8).unwrap()
    );
}

#[test]
fn a_text_that_is_no_network_is_refused() {
    let not = |text: &str, why| assert_eq!(text.parse::<Network>(), Err(why), "{text}");
    not("", NetworkError::Address);
    not("10.0.0/8", NetworkError::Address);
    not("example.com", NetworkError::Address);
    not("[::1]/128", NetworkError::Address);
    not("10.0.0.0/", NetworkError::Prefix);
    not("10.0.0.0/33", NetworkError::Prefix);
    not("10.0.0.0/+8", NetworkError::Prefix);
    not("10.0.0.0/256", NetworkError::Prefix);
    not("::/129", NetworkError::Prefix);
    not("10.0.0.1/8", NetworkError::HostBits);
    not("0.0.0.1/0", NetworkError::HostBits);
    not("2001:db8::1/32", NetworkError::HostBits);
}

#[test]
fn a_network_holds_its_family_alone() {
    assert!(network("0.0.0.0/0").contains(ip("255.255.255.255")));
    assert!(!network("0.0.0.0/0").contains(ip("::ffff:1.2.3.4")));
    assert!(!network("::/0").contains(ip("1.2.3.4")));
    assert!(network("192.0.2.1").contains(ip("192.0.2.1")));
    assert!(!network("192.0.2.1").contains(ip("192.0.2.0")));
}

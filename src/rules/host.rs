//! Hosts of client identifier URLs: what a name looks like, what is an address in disguise, and
//! which names mean something else in every network.

/// Whether a parser would take the host for an IP address, in whatever spelling.
///
/// Brackets mean IPv6. A last label that is a number means IPv4 to the WHATWG parser (URL
/// standard, "ends in a number"): `127.1`, `0x7f.0.0.1`, `2130706433` and, with a dot after it,
/// `017700000001.` are all 127.0.0.1. An address never reaches a guarding resolver of names.
pub(crate) fn is_ip_literal(host: &str) -> bool {
    let last = last_label(host);
    host.starts_with('[') || (!last.is_empty() && is_number(last))
}

/// Whether the host is a name of the DNS: at most 253 bytes; labels of 1 to 63 letters, digits and
/// hyphens (RFC 1123 §2.1) that neither start nor end with a hyphen; ASCII.
///
/// An underscore is let through except in the last label: names with one resolve, and no top-level
/// domain has one.
pub(crate) fn is_dns_name(host: &str) -> bool {
    host.len() <= MAX_NAME && host.split('.').all(is_label) && !last_label(host).contains('_')
}

/// Whether the host lies under a top-level label that no publisher on the Internet can own, so that
/// its meaning differs from network to network. `example.com` is not among them.
pub(crate) fn is_special_use(host: &str) -> bool {
    let last = last_label(host);
    SPECIAL_USE
        .iter()
        .any(|(label, _source)| label.eq_ignore_ascii_case(last))
}

/// Whether the host has no dot inside: a resolver would try its search list.
pub(crate) fn is_single_label(host: &str) -> bool {
    !without_root(host).contains('.')
}

/// The host without the dot that stands for the root of the DNS.
pub(crate) fn without_root(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

fn last_label(host: &str) -> &str {
    let name = without_root(host);
    name.rsplit_once('.').map_or(name, |(_, last)| last)
}

fn is_number(label: &str) -> bool {
    let hex = label.strip_prefix("0x").or(label.strip_prefix("0X"));
    match hex {
        Some(digits) => digits.bytes().all(|digit| digit.is_ascii_hexdigit()),
        None => label.bytes().all(|digit| digit.is_ascii_digit()),
    }
}

fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// RFC 1035 §2.3.4 allows 255 octets on the wire, which are 253 in text.
const MAX_NAME: usize = 253;

/// RFC 1035 §2.3.4.
const MAX_LABEL: usize = 63;

/// Top-level labels and what sets them apart.
const SPECIAL_USE: &[(&str, &str)] = &[
    ("alt", "RFC 9476"),
    // With `home.arpa` (RFC 8375) and the reverse trees: infrastructure, no publisher.
    ("arpa", "RFC 3172"),
    ("corp", "RFC 6762 appendix G"),
    ("example", "RFC 6761 §6.5"),
    ("home", "RFC 6762 appendix G"),
    ("internal", "ICANN board resolution 2024.07.29.06"),
    ("intranet", "RFC 6762 appendix G"),
    ("invalid", "RFC 6761 §6.4"),
    ("lan", "RFC 6762 appendix G"),
    ("local", "RFC 6762 §3"),
    ("localhost", "RFC 6761 §6.3"),
    ("onion", "RFC 7686"),
    ("private", "RFC 6762 appendix G"),
    ("test", "RFC 6761 §6.2"),
];

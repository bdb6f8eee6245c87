//! Settings and rules that do not hold together.

use crate::rules::reason::entry::{Reason, host, operator};

/// Settings and rules that do not hold together.
pub(super) const REASONS: &[Reason] = &[
    host(
        "issuer.not_a_url",
        "Give the issuer as an absolute URL with a host.",
    ),
    host("issuer.scheme", "Give the issuer with https."),
    host(
        "issuer.plain_http",
        "Give the issuer with https; http is for a loopback host in development.",
    ),
    host(
        "issuer.userinfo",
        "Leave user name and password out of the issuer.",
    ),
    host(
        "issuer.query",
        "Leave the ? and what follows out of the issuer.",
    ),
    host(
        "issuer.fragment",
        "Leave the # and what follows out of the issuer.",
    ),
    host(
        "resource_identifier.not_a_url",
        "Give the resource identifier as an absolute URL with a host.",
    ),
    host(
        "resource_identifier.scheme",
        "Give the resource identifier with https, in lower case.",
    ),
    host(
        "resource_identifier.plain_http",
        "Give the resource identifier with https; http is for a loopback host in development.",
    ),
    host(
        "resource_identifier.userinfo",
        "Leave user name and password out of the resource identifier.",
    ),
    host(
        "resource_identifier.query",
        "Leave the ? and what follows out of the resource identifier.",
    ),
    host(
        "resource_identifier.fragment",
        "Leave the # and what follows out of the resource identifier.",
    ),
    host(
        "resource_identifier.dot_segment",
        "Leave . and .. out of the path of the resource identifier.",
    ),
    host(
        "scopes.token",
        "Give each scope by itself, in ASCII without space, quote or backslash.",
    ),
    operator(
        "address.special_use",
        "Nothing: a special-use address is never dialled. See what the name resolves to.",
    ),
    operator(
        "address.denied",
        "Take the block out of the addresses that are denied, if it is to be dialled.",
    ),
    operator(
        "pattern.host",
        "Begin the pattern with a dotted host name in ASCII, without a scheme.",
    ),
    operator(
        "pattern.wildcard",
        "Write a wildcard as the whole first label, before at least two others: *.example.com.",
    ),
    operator(
        "pattern.port",
        "Write the port of the pattern as a number from 1 to 65535.",
    ),
    operator(
        "pattern.path",
        "Write the path of the pattern in whole segments, without a query or a wildcard.",
    ),
    operator(
        "pattern.public_suffix",
        "Write one label more behind site:, as in site:example.co.uk: anybody may register below a public suffix.",
    ),
    operator(
        "pattern.site_below",
        "Write the registrable domain behind site:, or the host without it.",
    ),
    operator(
        "pattern.site_unsupported",
        "Build with the feature public-suffix, or write the host and *. before it, as two patterns.",
    ),
    operator("rulebook.name", "Give the rule a name of 1 to 64 bytes."),
    operator(
        "rulebook.name_taken",
        "Give each rule a name of its own: events tell of it by that.",
    ),
    operator("rulebook.clients", "List the clients that the rule is for."),
    operator(
        "rulebook.deny_and_more",
        "Leave everything but name, effect and clients out of a rule that denies.",
    ),
    operator(
        "rulebook.trusted_wildcard",
        "Write out the hosts that the rule trusts: below a name there are as many as somebody likes.",
    ),
    operator(
        "rulebook.trusted_quarantine",
        "Allow the clients whose host the rule trusts, or do not trust it.",
    ),
    operator(
        "rulebook.auth_methods",
        "List methods by which a client authenticates, none not among them.",
    ),
    operator(
        "rulebook.grant_types",
        "List at least one grant type, or deny the clients.",
    ),
    operator(
        "rulebook.lifetime",
        "Give bounds from 1 to 86,400 seconds, the shortest not beyond the longest.",
    ),
    operator(
        "rulebook.display_name",
        "Give a display name of which something is seen.",
    ),
];

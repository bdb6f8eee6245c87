//! Redirection URIs, registered and presented.

use crate::rules::reason::entry::{Reason, author};

/// Redirection URIs, registered and presented.
pub(super) const REASONS: &[Reason] = &[
    author(
        "redirect_uri.not_absolute",
        "Register an absolute URI, with its scheme.",
    ),
    author(
        "redirect_uri.character",
        "Percent-encode the character: only those of RFC 3986 may stand in a URI.",
    ),
    author(
        "redirect_uri.fragment",
        "Leave the # and what follows out of the redirect_uri.",
    ),
    author(
        "redirect_uri.wildcard",
        "Register each redirect_uri as it is presented: there are no patterns, and the port on loopback does not count anyway.",
    ),
    author(
        "redirect_uri.userinfo",
        "Leave user name, password and the @ out of the redirect_uri.",
    ),
    author(
        "redirect_uri.host",
        "Give the redirect_uri a host that is a name or an IP address.",
    ),
    author(
        "redirect_uri.port",
        "Write the port as a plain number from 1 to 65535.",
    ),
    author(
        "redirect_uri.plain_http",
        "Use https, or http on 127.0.0.1, [::1] or localhost.",
    ),
    author(
        "redirect_uri.dangerous_scheme",
        "Use another scheme: this one runs code or opens files.",
    ),
    author(
        "redirect_uri.undotted_scheme",
        "Use a reversed domain name as scheme, such as com.example.app; an operator can accept others.",
    ),
    author(
        "redirect_uri.dotted_scheme",
        "Use https or http on loopback: this server accepts no private-use scheme.",
    ),
    author(
        "redirect_uri.private_use",
        "Write the scheme as a reversed domain name with a path, such as com.example.app:/callback.",
    ),
    author(
        "redirect_uri.miss.trailing_slash",
        "Present the redirect_uri as it is registered: the slash at the end counts.",
    ),
    author(
        "redirect_uri.miss.letter_case",
        "Present the redirect_uri in the letter case in which it is registered.",
    ),
    author(
        "redirect_uri.miss.port",
        "Present the registered port, or register http on loopback, where any port will do.",
    ),
    author(
        "redirect_uri.miss.scheme",
        "Present the scheme that is registered.",
    ),
    author(
        "redirect_uri.miss.loopback_host",
        "Register the loopback host that is presented too: 127.0.0.1, [::1] and localhost do not stand for each other.",
    ),
    author(
        "redirect_uri.miss.query",
        "Present the query that is registered; put what changes into state.",
    ),
    author(
        "redirect_uri.miss.path",
        "Present the path that is registered, or register this one too.",
    ),
    author(
        "redirect_uri.miss.nothing",
        "Register the redirect_uri in the document.",
    ),
];

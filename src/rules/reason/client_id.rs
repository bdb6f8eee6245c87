//! The text of a client_id.

use crate::rules::reason::entry::{Reason, author, operator};

/// The text of a client_id.
pub(super) const REASONS: &[Reason] = &[
    author(
        "client_id.length",
        "Use a shorter client_id: at most 2,048 bytes unless this server says otherwise.",
    ),
    author(
        "client_id.scheme",
        "Start the client_id with https://, in lower case.",
    ),
    author(
        "client_id.non_ascii",
        "Write the host with xn-- labels and percent-encode everything else outside ASCII.",
    ),
    author(
        "client_id.whitespace",
        "Leave out spaces, tabs and line ends; percent-encode a space that belongs to the path as %20.",
    ),
    author(
        "client_id.backslash",
        "Write / where the client_id has a backslash.",
    ),
    author(
        "client_id.character",
        "Percent-encode the character: only those of RFC 3986 may stand in a URL as they are.",
    ),
    author(
        "client_id.percent_encoding",
        "Follow every % with two hexadecimal digits; a percent sign itself is %25.",
    ),
    author(
        "client_id.fragment",
        "Leave the # and what follows out of the client_id.",
    ),
    author(
        "client_id.userinfo",
        "Leave user name, password and the @ out of the client_id.",
    ),
    author(
        "client_id.host_missing",
        "Write the host right after https://.",
    ),
    author(
        "client_id.ip_literal",
        "Publish the document under a DNS name: an IP address is no client_id here.",
    ),
    author(
        "client_id.trailing_dot",
        "Leave out the dot at the end of the host.",
    ),
    author(
        "client_id.host_syntax",
        "Use a host of labels of 1 to 63 letters, digits and hyphens, 253 characters at most.",
    ),
    author(
        "client_id.special_use_name",
        "Publish the document under a public name; for development on one machine, see cimd serve.",
    ),
    author(
        "client_id.single_label",
        "Write the whole domain name: a name without a dot means another host on each network.",
    ),
    author(
        "client_id.port",
        "Write the port as a plain number from 1 to 65535, or leave it out together with its colon.",
    ),
    author(
        "client_id.bad_port",
        "Publish the document on another port: this one belongs to a protocol other than HTTP.",
    ),
    author(
        "client_id.path_missing",
        "Add a path, such as /client.json: a client_id without one is not a client identifier URL.",
    ),
    author(
        "client_id.root_path",
        "Use a path other than /: this server refuses a whole host as a client.",
    ),
    author(
        "client_id.dot_segment",
        "Write the path without . and .. segments, percent-encoded ones included.",
    ),
    author(
        "client_id.query",
        "Use a client_id without a query at this server.",
    ),
    author(
        "client_id.host_idna",
        "Mend the xn-- label of the host: it stands for no name.",
    ),
    author(
        "client_id.disagreement",
        "Percent-encode apostrophes in the query as %27: URL parsers change them, and the client_id is compared byte for byte.",
    ),
    operator(
        "client_id.own_host",
        "Name the client with own_host_client, if it is your own; otherwise nobody may speak in this server's name.",
    ),
];

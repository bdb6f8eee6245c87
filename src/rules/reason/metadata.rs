//! The server's own metadata, which the layer adds to or leaves alone.

use crate::rules::reason::entry::{Reason, host, operator};

/// The server's own metadata.
pub(super) const REASONS: &[Reason] = &[
    host(
        "advertise.method",
        "Nothing, unless it is the metadata that is asked for: only a GET is added to.",
    ),
    host(
        "advertise.status",
        "Nothing, unless it is the metadata: only an answer 200 is added to.",
    ),
    host(
        "advertise.content_range",
        "Nothing, unless clients read the metadata in parts: a part is left alone.",
    ),
    host(
        "advertise.media_type",
        "Serve the metadata as application/json, in UTF-8.",
    ),
    host(
        "advertise.content_encoding",
        "Put the layer inside of what compresses answers.",
    ),
    host(
        "advertise.size",
        "Make the metadata smaller than 64 KiB, or add the members to it by hand.",
    ),
    host(
        "advertise.broken",
        "See why the handler's body breaks off before its end.",
    ),
    host(
        "advertise.json",
        "Serve one JSON object, and put the layer on the routes of metadata alone.",
    ),
    host(
        "advertise.duplicate_member",
        "Give each member of the metadata once: nobody can tell which of two counts.",
    ),
    host(
        "advertise.issuer",
        "Build the resolver for the issuer that the metadata names, or put the layer on the routes of that issuer alone.",
    ),
    host(
        "advertise.signed_metadata",
        "Add the members where the metadata is signed: what is signed takes precedence over anything beside it.",
    ),
    host(
        "advertise.malformed",
        "Make each list of the metadata an array of strings.",
    ),
    host(
        "advertise.no_method",
        "Say how clients authenticate, or accept the method none: there is nothing to advertise that would be true.",
    ),
    operator(
        "advertise.off",
        "Switch Client Identifier URLs on again, if they are to be advertised.",
    ),
];

//! This server, its policy and the network.

use crate::rules::reason::entry::{Reason, author, operator, time};

/// This server, its policy and the network.
pub(super) const REASONS: &[Reason] = &[
    operator(
        "policy",
        "Allow the client in the policy, if it is to be allowed.",
    ),
    operator(
        "policy.admits",
        "Allow the host or path of the client_id in the policy, if it is to be allowed.",
    ),
    operator(
        "policy.blocked",
        "Take the block back, if the client is to be allowed: the operator's orders say who gave it and why.",
    ),
    operator(
        "policy.may_fetch",
        "See what the policy wants before it lets a document be fetched, such as a user who has signed in.",
    ),
    operator(
        "policy.may_use",
        "See what of the document the policy does not accept.",
    ),
    operator(
        "policy.may_ask",
        "See which ceiling of the policy the request is beyond; the event cimd.ruled names the rule.",
    ),
    author(
        "policy.redirect_origin",
        "List redirection URIs on the origin of the client_id alone, or ask the operator to lift the restriction.",
    ),
    author(
        "policy.redirect_scheme",
        "List redirection URIs on https alone, or ask the operator to lift the restriction.",
    ),
    author(
        "policy.redirect_loopback",
        "List no redirection URI on loopback, or ask the operator to lift the restriction.",
    ),
    author(
        "policy.auth_method",
        "List no token endpoint authentication method but one that the server's operator demands.",
    ),
    operator(
        "policy.unavailable",
        "Look at what the policy asks: it did not answer in time.",
    ),
    operator(
        "pin.digest",
        "Pin the document whose digest is given, or correct the digest.",
    ),
    operator("pin.repeated", "Pin each client_id once."),
    operator(
        "pin.expired",
        "Replace the pinned document, or take the pin away.",
    ),
    operator(
        "order.pattern",
        "Write a whole client_id, a host such as example.com, or *.example.com for the hosts below it.",
    ),
    operator(
        "order.text",
        "Say who gives the order in 1 to 128 bytes, why in 512 at most, and for which clients in 2,048.",
    ),
    operator("order.full", "Take orders back that are no longer needed."),
    operator(
        "order.not_held",
        "Have the document fetched first, or give one of at most 64 KiB.",
    ),
    operator("order.expired", "Let the pin expire later than now."),
    operator(
        "order.unknown",
        "Look at the orders: what is to be taken back is not among them.",
    ),
    time(
        "order.contended",
        "Wait for the other change, and try again.",
    ),
    operator(
        "order.store",
        "Look at the shared store, and at the orders a second later: the store did not take the change, or did not say so.",
    ),
    operator(
        "registered.unavailable",
        "Look at the table of registered clients: it did not answer, and no unknown client is served without it.",
    ),
    time(
        "weather",
        "Wait, and see whether the publisher can be reached at all. To strangers all network trouble looks like this.",
    ),
    operator(
        "fetch.address_refused",
        "See what the host resolves to: a special-use address is never dialled.",
    ),
    operator(
        "fetch.dns",
        "See whether the host resolves from this machine.",
    ),
    operator(
        "fetch.connect",
        "See whether the host can be reached from this machine, through its firewall.",
    ),
    author(
        "fetch.tls",
        "Serve a certificate for the host that public authorities have signed, with its intermediates.",
    ),
    author("fetch.timed_out", "Answer within 5 s, connection and all."),
    author("fetch.protocol", "Answer in valid HTTP/1.1."),
    operator("fetch.too_large", "See document.size."),
    operator("fetch.encoded", "See document.content_coding."),
    time(
        "fetch.throttled",
        "Wait: so many connections were made to that network that this one has to wait.",
    ),
    operator(
        "fetch.other",
        "See the detail beside this reason in the events.",
    ),
    time(
        "busy",
        "Wait: all places for fetches are taken. An operator can raise in_flight.",
    ),
    time("server.busy", "Wait: this server is fetching all it can."),
    operator("server.crashed", "Report it, with the event cimd.crashed."),
    operator(
        "server.unavailable",
        "Look at the hooks of this server: its client table, its policy or its stores did not answer.",
    ),
    time(
        "budget.spent",
        "Wait: so many documents were fetched that this one has to. An operator can raise the limits, or name the client.",
    ),
    time(
        "budget.spaced",
        "Wait: the last attempts brought no valid document.",
    ),
    time(
        "budget.held_back",
        "Wait: the publisher was out of reach at the last attempt.",
    ),
    operator(
        "crashed",
        "Report it, with the event cimd.crashed: the fetcher panicked, or the runtime shut down.",
    ),
];

//! Requests, and what a client presents in them.

use crate::rules::reason::entry::{Reason, author, host, operator, time};

/// Requests, and what a client presents in them.
pub(super) const REASONS: &[Reason] = &[
    author(
        "request",
        "Mend the request: a parameter is repeated, badly encoded or contradicted.",
    ),
    author("request.repeated", "Send the parameter once."),
    author(
        "request.disagreement",
        "Send one client_id: the header, the form and the assertion name different ones.",
    ),
    author(
        "request.conflict",
        "Send the parameter in the query or in the form, with one value.",
    ),
    author(
        "request.encoding",
        "Encode the parameter as application/x-www-form-urlencoded, in UTF-8.",
    ),
    author("request.too_many", "Send fewer than 256 parameters."),
    author(
        "request.assertion_size",
        "Shorten the client_assertion: 16,384 bytes are read.",
    ),
    author(
        "request.assertion_type",
        "Set client_assertion_type to urn:ietf:params:oauth:client-assertion-type:jwt-bearer.",
    ),
    author(
        "request.several_credentials",
        "Authenticate in one way: a secret or an assertion, in one place.",
    ),
    author(
        "request.authorization",
        "Send Authorization: Bearer, one space and one token.",
    ),
    author("request.several_tokens", "Send one Authorization header."),
    author(
        "request.token_in_query",
        "Send the access token in the Authorization header, and not in the URL.",
    ),
    author(
        "request.not_judged",
        "Send authorization requests by GET, and everything else as application/x-www-form-urlencoded by POST.",
    ),
    author(
        "client_id",
        "Use an https URL as the client_id, as the draft describes it.",
    ),
    author("client_id.missing", "Send the client_id."),
    author(
        "client.authentication_failed",
        "Look at the reason beside this one: what the client presents proves nothing.",
    ),
    author(
        "client.credential_unexpected",
        "Leave the credential out: the document declares no authentication.",
    ),
    author(
        "client.not_authenticated",
        "Authenticate: this endpoint serves authenticated clients.",
    ),
    host(
        "client.not_cimd",
        "Ask for Option<CimdClient>, if registered clients may come here too.",
    ),
    host(
        "client.not_pending",
        "Ask for Option<PendingClient>, if clients whose document is known may come here too.",
    ),
    time(
        "client.authentication_unavailable",
        "Wait: the client's keys or document cannot be had at the moment. The same assertion may be sent again.",
    ),
    operator(
        "client.authentication_unsupported",
        "Give the layer an authenticator or a proof, or say that the host authenticates clients.",
    ),
    host(
        "client.pending",
        "Resolve the client before this endpoint is reached, or ask for PendingClient.",
    ),
    operator(
        "client.quarantined",
        "Let the client out of quarantine, or have the handlers handle it and say so with handles_quarantine.",
    ),
    time(
        "form.broken",
        "Send the form again: the connection broke off.",
    ),
    author(
        "form.late",
        "Send the form faster: it has to arrive within 10 s.",
    ),
    author("form.size", "Send a smaller form: 65,536 bytes are read."),
    operator(
        "form.busy",
        "Raise buffered_forms, or look for senders that are slow.",
    ),
    host(
        "layer.missing",
        "Put the CimdLayer, or the ProtectLayer, on this route.",
    ),
    author(
        "basic.base64",
        "Encode the Basic credentials in padded base64.",
    ),
    author(
        "basic.separator",
        "Put a colon between client_id and secret in the Basic credentials.",
    ),
    author(
        "basic.encoding",
        "Encode the client_id in the Basic credentials as application/x-www-form-urlencoded, in UTF-8.",
    ),
    author(
        "basic.url",
        "Encode the client_id in the Basic credentials: the colons of a URL end it otherwise.",
    ),
];

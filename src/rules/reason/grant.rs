//! What holds between the legs: grants, and requests that wait for a user.

use crate::rules::reason::entry::{Reason, author, host, operator, time};

/// What holds between the legs: grants, and requests that wait for a user.
pub(super) const REASONS: &[Reason] = &[
    author(
        "grant",
        "Start a new authorization request: the code or token is of no use to this client.",
    ),
    author(
        "grant.missing",
        "Send the code, refresh_token or device_code that the grant_type demands.",
    ),
    author(
        "grant.unknown",
        "Send the code or token that this server issued to this client_id, or start a new authorization request.",
    ),
    author(
        "grant.changed",
        "Start a new authorization request: authentication, the key or the redirection URI that carried the grant is gone from the document. Rotate keys with an overlap.",
    ),
    operator(
        "grant.unavailable",
        "Look at what answers for the grants of this server: it did not answer in time.",
    ),
    host(
        "binding.damaged",
        "Store bindings whole, in a column of 200 bytes that does not fold case, and with the grant that they are of.",
    ),
    host(
        "binding.unknown_version",
        "Update this node: another one runs a newer version of this crate.",
    ),
    author(
        "transaction",
        "Start a new authorization request: this one does not hold any longer.",
    ),
    author(
        "transaction.size",
        "Send a smaller authorization request: 16,384 bytes are kept.",
    ),
    host(
        "transaction.damaged",
        "Hand the sealed text back as it was sealed, from the form of the consent page.",
    ),
    operator(
        "transaction.key",
        "Give all nodes the same keys, and keep the old one as the other key for the lifetime of a transaction.",
    ),
    time(
        "transaction.expired",
        "Start again: the user took longer than a transaction lives.",
    ),
    host(
        "transaction.session",
        "Open a transaction in the session in which it was sealed: start again where the session changed, as at a login.",
    ),
    operator(
        "transaction.registered",
        "Start again: the client_id has been registered at this server in the meantime.",
    ),
    host(
        "transaction.pending",
        "Open the transaction with the request's own context, which the policy wants to see before it fetches.",
    ),
    author(
        "transaction.redirect_uri",
        "List the redirection URI in the document, for as long as it is in use.",
    ),
    host(
        "transaction.ask_again",
        "Show the consent page again, with the client as it is now.",
    ),
    author(
        "transaction.changed",
        "Start a new authorization request: the document has changed in a way that this server does not accept.",
    ),
];

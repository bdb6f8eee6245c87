//! Client assertions, and the keys that verify them.

use crate::rules::reason::entry::{Reason, author, operator, time};

/// Client assertions, and the keys that verify them.
pub(super) const REASONS: &[Reason] = &[
    author(
        "assertion.missing",
        "Authenticate with a client_assertion (private_key_jwt), as the document says.",
    ),
    author(
        "assertion.size",
        "Shorten the assertion: 16,384 bytes are read.",
    ),
    author(
        "assertion.parts",
        "Send a compact JWS: three parts with a dot between them.",
    ),
    author(
        "assertion.base64",
        "Encode each part as base64url without padding.",
    ),
    author(
        "assertion.header",
        "Make the header a JSON object with alg.",
    ),
    author(
        "assertion.alg",
        "Sign with RS256, PS256, ES256, ES384 or EdDSA.",
    ),
    author(
        "assertion.crit",
        "Leave crit out of the header: no extension is understood here.",
    ),
    author("assertion.payload_encoding", "Leave b64 out of the header."),
    author(
        "assertion.key_unknown",
        "Sign with a key that is published, and name it by kid.",
    ),
    author(
        "assertion.key_unfit",
        "Sign with an algorithm that fits the key and what its alg, use and key_ops say.",
    ),
    author(
        "assertion.signature",
        "Sign with the private half of the published key.",
    ),
    author(
        "assertion.signing_alg",
        "Sign with the algorithm that the document declares in token_endpoint_auth_signing_alg.",
    ),
    author(
        "assertion.typ",
        "Set typ to client-authentication+jwt, or leave it out where this server allows that.",
    ),
    author("assertion.claims", "Make the claims a JSON object."),
    author("assertion.iss", "Set iss to the client_id."),
    author("assertion.sub", "Set sub to the client_id."),
    author(
        "assertion.aud",
        "Set aud to the issuer of this server, alone.",
    ),
    author("assertion.exp", "Set exp to a number of seconds."),
    author(
        "assertion.expired",
        "Send an assertion that has not expired; look at the clock of the client.",
    ),
    author(
        "assertion.lifetime",
        "Let the assertion expire within five minutes.",
    ),
    author(
        "assertion.nbf",
        "Send the assertion when it is valid; look at the clock of the client.",
    ),
    author(
        "assertion.iat",
        "Set iat to when the assertion was made; look at the clock of the client.",
    ),
    author("assertion.jti", "Give each assertion a jti of its own."),
    author(
        "assertion.replayed",
        "Make a new assertion for each request.",
    ),
    author(
        "assertion.method",
        "Use an authentication method that the document allows and this server offers.",
    ),
    author(
        "keys",
        "Publish a valid key set at jwks_uri: JSON, public keys alone, at most 16 of them.",
    ),
    author(
        "keys.media_type",
        "Serve the key set as application/json or application/jwk-set+json.",
    ),
    author("keys.too_many", "Publish at most 16 keys."),
    time(
        "keys.held_back",
        "Wait: the keys were fetched a moment ago. Publish a new key some minutes before it is used.",
    ),
    time(
        "keys.not_at_hand",
        "Wait, and use the token endpoint first: this endpoint fetches no keys.",
    ),
    time("keys.busy", "Wait: too many key sets are being fetched."),
    operator(
        "replay.full",
        "Raise the limits of the store of used assertions, or look for a client that sends too many.",
    ),
    operator(
        "replay.unavailable",
        "Look at the store of used assertions: without it no assertion can be accepted.",
    ),
];

//! Access tokens, and the clients that call with them.

use crate::rules::reason::entry::{Reason, author, operator, time};

/// Access tokens, and the clients that call with them.
pub(super) const REASONS: &[Reason] = &[
    author(
        "token.missing",
        "Get an access token as the metadata in WWW-Authenticate says, and send it as Authorization: Bearer.",
    ),
    author(
        "token.invalid",
        "Get another access token: this one is unknown, revoked or forged.",
    ),
    author("token.expired", "Get another access token."),
    author(
        "token.proof",
        "Send a proof for this request, with the key that the token is bound to.",
    ),
    author(
        "token.issuer",
        "Get a token from an authorization server that the metadata of the resource names.",
    ),
    author(
        "token.audience",
        "Ask for the token with the resource parameter that the metadata of the resource names, byte for byte.",
    ),
    author(
        "token.scope",
        "Ask for the scope that WWW-Authenticate names.",
    ),
    author(
        "access_token.jws",
        "Send the access token as it was issued: a signed JWT of at most 16 KiB.",
    ),
    operator(
        "access_token.typ",
        "See that the authorization server issues tokens of the type at+jwt, and that clients send these and no ID tokens.",
    ),
    operator(
        "access_token.claims",
        "See that the authorization server writes each claim once.",
    ),
    author(
        "access_token.iss",
        "Get a token from the authorization server of this resource.",
    ),
    author("access_token.aud", "See token.audience."),
    operator(
        "access_token.exp",
        "See that the authorization server puts exp into its tokens, as a number.",
    ),
    author("access_token.expired", "Get another access token."),
    operator(
        "access_token.nbf",
        "Set the clocks of this server and of the authorization server.",
    ),
    operator(
        "access_token.iat",
        "See that the authorization server puts iat into its tokens, and set the clocks of both servers.",
    ),
    operator(
        "access_token.sub",
        "See that the authorization server puts sub into its tokens.",
    ),
    operator(
        "access_token.client_id",
        "See that the authorization server puts client_id into its tokens.",
    ),
    operator(
        "access_token.jti",
        "See that the authorization server puts jti into its tokens.",
    ),
    operator(
        "access_token.scope",
        "See that the authorization server writes scope as one text with spaces.",
    ),
    author(
        "access_token.key_unknown",
        "Get another access token: the authorization server no longer publishes the key of this one.",
    ),
    author("access_token.signature", "Get another access token."),
    operator(
        "verifier.unavailable",
        "Look at what verifies access tokens: it, or the key set that it needs, did not answer in time.",
    ),
    operator(
        "client.denied",
        "Name the client in the rules of the route, if it is to be allowed.",
    ),
    operator(
        "client.assurance",
        "Have the authorization server put client_assurance into its tokens, and the client authenticate or use an https redirection URI.",
    ),
    operator(
        "client.undocumented",
        "Require no document on this route, if such clients are to be allowed.",
    ),
    time(
        "client.cold",
        "Wait: the client metadata document is being fetched.",
    ),
];

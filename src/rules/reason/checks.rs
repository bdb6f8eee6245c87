//! What a client asks for.

use crate::rules::reason::entry::{Reason, author, host, operator};

/// What a client asks for.
pub(super) const REASONS: &[Reason] = &[
    author(
        "redirect_uri.missing",
        "Send redirect_uri: several are registered, or one on loopback, whose port only the request knows.",
    ),
    author(
        "redirect_uri.unregistered",
        "Send a redirect_uri of the document, character by character; the port on loopback is free.",
    ),
    author(
        "redirect_uri.no_grant",
        "Send the redirect_uri of the authorization request, or none.",
    ),
    author("response_type.missing", "Send response_type=code."),
    operator(
        "response_type.unsupported",
        "Add the response_type to those of the server, if its handlers know it; clients send code.",
    ),
    author(
        "response_type.unlisted",
        "List the response_type in response_types of the document.",
    ),
    author("grant_type.missing", "Send grant_type."),
    operator(
        "grant_type.unsupported",
        "Add the grant_type to grant_types of the resolver, if the server's handlers know it.",
    ),
    author(
        "grant_type.unlisted",
        "List the grant_type in grant_types of the document; without it only authorization_code is.",
    ),
    author(
        "grant_type.client_credentials",
        "Authenticate: client_credentials has no user who could vouch for the client.",
    ),
    author(
        "code_challenge.missing",
        "Send code_challenge and code_challenge_method=S256 (PKCE).",
    ),
    author(
        "code_challenge.method",
        "Send code_challenge_method=S256; without it the method is plain, which proves nothing.",
    ),
    author(
        "code_challenge.syntax",
        "Send the SHA-256 of the verifier in base64url without padding: 43 characters.",
    ),
    author(
        "code_verifier.missing",
        "Send the code_verifier whose challenge went with the authorization request.",
    ),
    author(
        "code_verifier.syntax",
        "Send a code_verifier of 43 to 128 letters, digits, hyphens, periods, underscores and tildes.",
    ),
    author(
        "scope.syntax",
        "Send scopes of visible ASCII, with spaces between.",
    ),
    author(
        "scope.beyond_document",
        "List the scope in the document, or leave scope out of it, or ask for less.",
    ),
    operator(
        "scope.beyond_server",
        "Add the scope to the scope_ceiling, if clients with a document may have it.",
    ),
    operator(
        "scope.beyond_ceiling",
        "Add the scope to the rule's ceiling, if this client may have it; the event cimd.ruled names the rule.",
    ),
    author(
        "scope.unnamed",
        "Send scope: the server grants this client less than others.",
    ),
    operator(
        "grant_type.beyond_ceiling",
        "Add the grant type to the rule's ceiling, if this client may have it; the event cimd.ruled names the rule.",
    ),
    author(
        "resource.syntax",
        "Send an absolute URI without fragment as resource.",
    ),
    operator(
        "resource.unknown",
        "Add the resource to resources of the checks, if this server issues tokens for it.",
    ),
    author(
        "request_uri.required",
        "Push the request first: the document demands it.",
    ),
    author(
        "request.required",
        "Send a signed request object: the document demands it.",
    ),
    host(
        "request_uri.unsupported",
        "Give the layer a PushedRequests, if the server takes pushed requests.",
    ),
    host(
        "request.unsupported",
        "Give the layer a RequestObjects, if the server verifies request objects.",
    ),
    author("request_uri.pushed", "Push the parameters themselves."),
    author(
        "request.not_alone",
        "Send client_id and request_uri, or client_id and request, and nothing else.",
    ),
    author(
        "request_uri.unknown",
        "Push the request again: it has expired, or is another client's.",
    ),
    author(
        "request.invalid",
        "Sign the request object with a key of the document, for this client and this server.",
    ),
    author(
        "prompt.consent_required",
        "Leave prompt=none out until the user has consented.",
    ),
    author(
        "prompt.contradiction",
        "Send prompt=none alone, or leave none out of it.",
    ),
    author(
        "prompt.interaction_required",
        "Leave prompt=none out: on loopback and private-use schemes a person has to look.",
    ),
    author(
        "dpop.missing",
        "Send a DPoP proof: the document demands bound tokens.",
    ),
    author("token.missing", "Send the token that this is about."),
];

//! What a publisher answers, and the document in it.

use crate::rules::reason::entry::{Reason, author, time};

/// What a publisher answers, and the document in it.
pub(super) const REASONS: &[Reason] = &[
    author(
        "document",
        "Serve the client metadata document at exactly the client_id: status 200, application/json, and in it the same client_id.",
    ),
    author(
        "document.status.gone",
        "Publish the document again: 404 and 410 mean that the client is gone, and it is refused at once.",
    ),
    author(
        "document.status.redirect",
        "Use the URL that the redirection leads to as the client_id, in the document too: redirections are never followed.",
    ),
    author(
        "document.status.not_ok",
        "Answer a plain GET with status 200.",
    ),
    author(
        "document.status.unavailable",
        "Let this server's requests through: 403, 429 and 5xx often come from a bot filter or a rate limit before the publisher.",
    ),
    author(
        "document.content_coding",
        "Serve the document without a Content-Encoding: identity is what is asked for.",
    ),
    author(
        "document.size",
        "Shorten the document to at most 5,120 bytes, as the draft recommends servers to read.",
    ),
    author(
        "document.media_type",
        "Serve the document as application/json, or as application/ with a +json ending.",
    ),
    author("document.charset", "Serve the document as UTF-8."),
    author(
        "document.json.encoding",
        "Encode the document as UTF-8 without a byte order mark.",
    ),
    author(
        "document.json.syntax",
        "Mend the JSON: trailing commas, comments and single quotes are not JSON.",
    ),
    author(
        "document.json.not_an_object",
        "Make the document one JSON object.",
    ),
    author(
        "document.json.duplicate_member",
        "Name each member once: parsers differ about which of two counts.",
    ),
    author("document.json.depth", "Nest the document less deeply."),
    author(
        "document.client_id",
        "Set client_id in the document to the URL under which it is published, byte for byte: case, port, slash at the end and all.",
    ),
    author(
        "document.own_host",
        "Leave the authorization server's own host out of jwks_uri and redirect_uris.",
    ),
    author(
        "document.forbidden",
        "Leave client_secret and client_secret_expires_at out: a published document can hold no secret.",
    ),
    author(
        "document.required",
        "Add the member: this server's profile requires it, with a value.",
    ),
    author(
        "document.wrong_type",
        "Give the member a value of the type that RFC 7591 gives it.",
    ),
    author(
        "document.repeated_language",
        "Give the member one value for each language tag; tags are compared without case.",
    ),
    author(
        "document.auth_method.symmetric",
        "Use none or private_key_jwt: a published document can share no secret.",
    ),
    author(
        "document.auth_method.empty_list",
        "List at least one method in token_endpoint_auth_methods_supported, or leave the member out.",
    ),
    author(
        "document.auth_method.not_listed",
        "Name token_endpoint_auth_method in token_endpoint_auth_methods_supported too.",
    ),
    author(
        "document.auth_method.undeclared",
        "Declare token_endpoint_auth_method: this server takes no default for it.",
    ),
    author(
        "document.auth_method.not_mutual",
        "Support one of the methods in this server's token_endpoint_auth_methods_supported.",
    ),
    author(
        "document.grant_types",
        "List a grant type that this server supports and that obtains a token, such as authorization_code.",
    ),
    author(
        "document.response_types",
        "List a response type that this server supports, such as code.",
    ),
    author(
        "document.redirect_uris.none",
        "Register at least one redirect_uri.",
    ),
    author(
        "document.redirect_uris.too_many",
        "Register fewer redirect_uris; one for each loopback port is never needed, because the port does not count.",
    ),
    author(
        "document.keys.none",
        "Publish jwks or jwks_uri: the authentication method is verified with them.",
    ),
    author(
        "document.keys.none_usable",
        "Publish a public signing key, RSA of 2,048 bits or more, or EC, or Ed25519, whose use and key_ops do not say otherwise.",
    ),
    author(
        "document.keys.two_sets",
        "Publish jwks or jwks_uri, and not both.",
    ),
    author(
        "document.signing_alg",
        "Use an asymmetric algorithm, such as ES256 or RS256.",
    ),
    author(
        "document.uri",
        "Make the member an https URL on a public host.",
    ),
    author(
        "document.scope",
        "Write scope as tokens with one space between them, without quotation marks and backslashes.",
    ),
    author(
        "document.application_type",
        "Set application_type to web or native, or leave it out.",
    ),
    author(
        "document.jwks.not_an_object",
        "Make jwks an object with an array keys.",
    ),
    author(
        "document.jwks.no_keys",
        "Put the keys into an array named keys.",
    ),
    author(
        "document.jwks.not_a_key",
        "Make each entry of keys a JWK object.",
    ),
    author(
        "document.jwks.secret",
        "Take the private or symmetric key out of the document, and replace it: it has been published.",
    ),
    time(
        "document.spaced",
        "Wait: the document was fetched several times without being valid. The reason beside this one says what to mend.",
    ),
];

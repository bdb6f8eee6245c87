//! Why a request is not in order.

use crate::rules::refusal::refusals;

refusals! {
    /// Why a request of a client that is in order is not in order itself.
    CheckError {
        /// No `redirect_uri`, and which of the registered ones is meant cannot be told: several are
        /// registered, or the only one is a loopback one, whose port is missing (RFC 6749 §3.1.2.3).
        RedirectUriMissing => "redirect_uri.missing",
            "redirect_uri is missing, and the client has not exactly one that needs no port";
        /// The `redirect_uri` is none of the client's (RFC 6749 §3.1.2.4).
        RedirectUriUnregistered => "redirect_uri.unregistered",
            "redirect_uri is not one of the client's";
        /// The `redirect_uri` of a token request is none of the client's (RFC 6749 §4.1.3).
        RedirectUriOfNoGrant => "redirect_uri.no_grant",
            "redirect_uri is not one of the client's, so that no code was issued for it";
        /// No `response_type` (RFC 6749 §3.1.1).
        ResponseTypeMissing => "response_type.missing", "response_type is missing";
        /// A `response_type` that this server does not support.
        ResponseTypeUnsupported => "response_type.unsupported",
            "this server does not support the response_type";
        /// A `response_type` that the client's document does not list.
        ResponseTypeUnlisted => "response_type.unlisted",
            "the client metadata document does not list the response_type";
        /// No `grant_type` (RFC 6749 §4.1.3).
        GrantTypeMissing => "grant_type.missing", "grant_type is missing";
        /// A `grant_type` that this server does not support.
        GrantTypeUnsupported => "grant_type.unsupported",
            "this server does not support the grant_type";
        /// A `grant_type` that the client's document does not list.
        GrantTypeUnlisted => "grant_type.unlisted",
            "the client metadata document does not list the grant_type";
        /// `client_credentials` from a client that does not authenticate (RFC 6749 §4.4).
        ClientCredentials => "grant_type.client_credentials",
            "client_credentials is for clients that authenticate";
        /// No `code_challenge` (OAuth 2.1 §4.1.1, RFC 9700 §2.1.1).
        CodeChallengeMissing => "code_challenge.missing",
            "code_challenge is missing; this server asks for PKCE with S256";
        /// A `code_challenge_method` other than `S256`; `plain` is what a missing one means
        /// (RFC 7636 §4.3).
        CodeChallengeMethod => "code_challenge.method", "code_challenge_method is not S256";
        /// A `code_challenge` that no SHA-256 has made (RFC 7636 §4.2).
        CodeChallengeSyntax => "code_challenge.syntax",
            "code_challenge is not 43 characters of base64url";
        /// No `code_verifier`, although every code was issued for a challenge (RFC 7636 §4.6).
        CodeVerifierMissing => "code_verifier.missing", "code_verifier is missing";
        /// A `code_verifier` that is none (RFC 7636 §4.1).
        CodeVerifierSyntax => "code_verifier.syntax",
            "code_verifier is not 43 to 128 unreserved characters";
        /// A character in `scope` that no scope holds (RFC 6749 §3.3).
        ScopeSyntax => "scope.syntax", "scope holds a character that no scope holds";
        /// More than the scope of the client's document.
        ScopeBeyondDocument => "scope.beyond_document",
            "the client metadata document does not list the scope";
        /// More than this server grants to such clients.
        ScopeBeyondServer => "scope.beyond_server", "this server does not grant the scope";
        /// More than this server grants to this client (see [`Ceilings`](crate::rules::checks::Ceilings)).
        ScopeBeyondCeiling => "scope.beyond_ceiling",
            "this server does not grant the scope to this client";
        /// No `scope`, from a client that is granted less than others, so that it has to say which.
        ScopeUnnamed => "scope.unnamed", "scope is missing, and this client has to name it";
        /// A grant type that this server does not grant to this client.
        GrantTypeBeyondCeiling => "grant_type.beyond_ceiling",
            "this server does not grant the grant_type to this client";
        /// A `resource` that is no absolute URI, or has a fragment (RFC 8707 §2).
        ResourceSyntax => "resource.syntax", "resource is not an absolute URI without fragment";
        /// A `resource` that this server issues no tokens for.
        ResourceUnknown => "resource.unknown", "this server issues no tokens for the resource";
        /// The client's document demands pushed authorization requests (RFC 9126 §6), and this is none.
        PushedRequestRequired => "request_uri.required",
            "the client metadata document demands a pushed authorization request";
        /// The client's document demands signed request objects (RFC 9101 §10.5), and this has none.
        SignedRequestRequired => "request.required",
            "the client metadata document demands a signed request object";
        /// A `request_uri`, which this server does not support (T1).
        RequestUriUnsupported => "request_uri.unsupported", "this server does not support request_uri";
        /// A `request`, which this server does not support (T1).
        RequestUnsupported => "request.unsupported", "this server does not support request objects";
        /// A `request_uri` where a request is pushed (RFC 9126 §2.1).
        RequestUriPushed => "request_uri.pushed", "request_uri cannot be pushed";
        /// Other parameters beside `client_id` and the one that stands for all of them (T1).
        RequestNotAlone => "request.not_alone",
            "beside request_uri or request only client_id may stand";
        /// A `request_uri` that nobody has got, that is used up or is another client's (RFC 9126 §2.2, §4).
        RequestUriUnknown => "request_uri.unknown",
            "request_uri is not known, is used up or is not this client's";
        /// A `request` that is not the client's, or not valid (RFC 9101 §6).
        RequestInvalid => "request.invalid", "the request object is not valid, or not this client's";
        /// `prompt=none` where any program may receive the answer, so that a person has to look (T16).
        InteractionRequired => "prompt.interaction_required",
            "this client is never allowed without interaction, and prompt is none";
        /// No `DPoP` proof from a client whose document demands tokens that are bound to one
        /// (RFC 9449 §5.2).
        DpopMissing => "dpop.missing", "the client metadata document demands a DPoP proof";
        /// No `token` to revoke or to introspect (RFC 7009 §2.1, RFC 7662 §2.1).
        TokenMissing => "token.missing", "token is missing";
    }
}

impl CheckError {
    /// The OAuth error code.
    pub const fn error(self) -> &'static str {
        match self {
            Self::RedirectUriMissing
            | Self::RedirectUriUnregistered
            | Self::ResponseTypeMissing
            | Self::GrantTypeMissing
            | Self::CodeChallengeMissing
            | Self::CodeChallengeMethod
            | Self::CodeChallengeSyntax
            | Self::PushedRequestRequired
            | Self::SignedRequestRequired
            | Self::RequestUriPushed
            | Self::RequestNotAlone
            | Self::TokenMissing => "invalid_request",
            Self::RedirectUriOfNoGrant | Self::CodeVerifierMissing | Self::CodeVerifierSyntax => {
                "invalid_grant"
            }
            Self::ResponseTypeUnsupported => "unsupported_response_type",
            Self::GrantTypeUnsupported => "unsupported_grant_type",
            Self::ResponseTypeUnlisted
            | Self::GrantTypeUnlisted
            | Self::GrantTypeBeyondCeiling
            | Self::ClientCredentials => "unauthorized_client",
            Self::ScopeSyntax
            | Self::ScopeBeyondDocument
            | Self::ScopeBeyondServer
            | Self::ScopeBeyondCeiling
            | Self::ScopeUnnamed => "invalid_scope",
            Self::ResourceSyntax | Self::ResourceUnknown => "invalid_target",
            Self::RequestUriUnsupported => "request_uri_not_supported",
            Self::RequestUnsupported => "request_not_supported",
            Self::RequestUriUnknown => "invalid_request_uri",
            Self::RequestInvalid => "invalid_request_object",
            Self::InteractionRequired => "interaction_required",
            Self::DpopMissing => "invalid_dpop_proof",
        }
    }

    /// The parameter, or the header field in lower case, that is to blame.
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::RedirectUriMissing
            | Self::RedirectUriUnregistered
            | Self::RedirectUriOfNoGrant => "redirect_uri",
            Self::ResponseTypeMissing
            | Self::ResponseTypeUnsupported
            | Self::ResponseTypeUnlisted => "response_type",
            Self::GrantTypeMissing
            | Self::GrantTypeUnsupported
            | Self::GrantTypeUnlisted
            | Self::GrantTypeBeyondCeiling
            | Self::ClientCredentials => "grant_type",
            Self::CodeChallengeMissing | Self::CodeChallengeSyntax => "code_challenge",
            Self::CodeChallengeMethod => "code_challenge_method",
            Self::CodeVerifierMissing | Self::CodeVerifierSyntax => "code_verifier",
            Self::ScopeSyntax
            | Self::ScopeBeyondDocument
            | Self::ScopeBeyondServer
            | Self::ScopeBeyondCeiling
            | Self::ScopeUnnamed => "scope",
            Self::ResourceSyntax | Self::ResourceUnknown => "resource",
            Self::PushedRequestRequired
            | Self::RequestUriUnsupported
            | Self::RequestUriPushed
            | Self::RequestUriUnknown => "request_uri",
            Self::SignedRequestRequired
            | Self::RequestUnsupported
            | Self::RequestNotAlone
            | Self::RequestInvalid => "request",
            Self::InteractionRequired => "prompt",
            Self::DpopMissing => "dpop",
            Self::TokenMissing => "token",
        }
    }

    /// Whether the client may be told by a redirect, once its redirection URI has been checked and
    /// the user is present (RFC 6749 §4.1.2.1). What is wrong with the redirection URI itself, with
    /// where the parameters stand, or with asking nobody, is only ever shown.
    pub const fn is_redirectable(self) -> bool {
        match self {
            Self::ResponseTypeMissing
            | Self::ResponseTypeUnsupported
            | Self::ResponseTypeUnlisted
            | Self::CodeChallengeMissing
            | Self::CodeChallengeMethod
            | Self::CodeChallengeSyntax
            | Self::ScopeSyntax
            | Self::ScopeBeyondDocument
            | Self::ScopeBeyondServer
            | Self::ScopeBeyondCeiling
            | Self::ScopeUnnamed
            | Self::GrantTypeBeyondCeiling
            | Self::ResourceSyntax
            | Self::ResourceUnknown
            | Self::PushedRequestRequired
            | Self::SignedRequestRequired => true,
            Self::RedirectUriMissing
            | Self::RedirectUriUnregistered
            | Self::RedirectUriOfNoGrant
            | Self::GrantTypeMissing
            | Self::GrantTypeUnsupported
            | Self::GrantTypeUnlisted
            | Self::ClientCredentials
            | Self::CodeVerifierMissing
            | Self::CodeVerifierSyntax
            | Self::RequestUriUnsupported
            | Self::RequestUnsupported
            | Self::RequestUriPushed
            | Self::RequestNotAlone
            | Self::RequestUriUnknown
            | Self::RequestInvalid
            | Self::InteractionRequired
            | Self::DpopMissing
            | Self::TokenMissing => false,
        }
    }
}

//! All that a client says of itself, for comparison.

use tower_cimd::CimdClient;
use tower_cimd::rules::jwks::JwkSet;

/// What each accessor that tells of the document answers, in these languages too.
pub fn facets(client: &CimdClient, languages: &[&str]) -> Vec<(&'static str, String)> {
    let mut facets = vec![
        ("client_id", client.client_id().to_string()),
        ("application_type", debug(client.application_type())),
        ("contacts", debug(client.contacts().collect::<Vec<_>>())),
        ("software_id", debug(client.software_id())),
        ("software_version", debug(client.software_version())),
    ];
    facets.extend(binding(client));
    facets.extend(display(client));
    facets.extend(languages.iter().flat_map(|tag| display_in(client, tag)));
    facets
}

fn binding(client: &CimdClient) -> [(&'static str, String); 13] {
    [
        ("redirect_uris", debug(client.redirect_uris())),
        ("loopback_only", debug(client.is_loopback_only())),
        ("auth_method", debug(client.token_endpoint_auth_method())),
        ("auth_methods", debug(client.token_endpoint_auth_methods())),
        (
            "signing_alg",
            debug(client.token_endpoint_auth_signing_alg()),
        ),
        // A set without a usable key is none.
        (
            "jwks",
            debug(client.jwks().map(JwkSet::keys).unwrap_or_default()),
        ),
        ("jwks_uri", debug(client.jwks_uri())),
        ("grant_types", debug(client.grant_types())),
        ("response_types", debug(client.response_types())),
        ("scope", debug(client.scope())),
        ("dpop", debug(client.dpop_bound_access_tokens())),
        ("par", debug(client.require_pushed_authorization_requests())),
        (
            "jar_and_mtls",
            debug((
                client.require_signed_request_object(),
                client.tls_client_certificate_bound_access_tokens(),
            )),
        ),
    ]
}

fn display(client: &CimdClient) -> [(&'static str, String); 5] {
    [
        ("client_name", debug(client.client_name())),
        ("client_uri", debug(client.client_uri())),
        ("logo_uri", debug(client.logo_uri())),
        ("tos_uri", debug(client.tos_uri())),
        ("policy_uri", debug(client.policy_uri())),
    ]
}

fn display_in(client: &CimdClient, tag: &str) -> [(&'static str, String); 5] {
    [
        ("client_name#", debug(client.client_name_in(tag))),
        ("client_uri#", debug(client.client_uri_in(tag))),
        ("logo_uri#", debug(client.logo_uri_in(tag))),
        ("tos_uri#", debug(client.tos_uri_in(tag))),
        ("policy_uri#", debug(client.policy_uri_in(tag))),
    ]
}

fn debug(value: impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

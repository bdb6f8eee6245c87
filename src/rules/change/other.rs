//! The rest of the members that a rule reads.

use crate::rules::change::difference::Change;
use crate::rules::client::Client;
use crate::rules::document::ApplicationType;

pub(super) fn compare(old: &Client, new: &Client, changes: &mut Vec<Change>) {
    let pairs = others(old).into_iter().zip(others(new));
    changes.extend(pairs.filter_map(|((member, before), (_, now))| {
        (before != now).then_some(Change::Other { member })
    }));
}

/// Each member with its values; an absent one has none.
pub(crate) fn others(client: &Client) -> [(&'static str, Vec<&str>); 9] {
    let text = |text: Option<_>| Vec::from_iter(text);
    let flag = |set: bool| text(set.then_some("true"));
    [
        (
            "application_type",
            text(client.application_type().map(name)),
        ),
        ("contacts", client.contacts().collect()),
        ("software_id", text(client.software_id())),
        ("software_version", text(client.software_version())),
        (
            "token_endpoint_auth_signing_alg",
            text(client.token_endpoint_auth_signing_alg()),
        ),
        (
            "dpop_bound_access_tokens",
            flag(client.dpop_bound_access_tokens()),
        ),
        (
            "require_pushed_authorization_requests",
            flag(client.require_pushed_authorization_requests()),
        ),
        (
            "require_signed_request_object",
            flag(client.require_signed_request_object()),
        ),
        (
            "tls_client_certificate_bound_access_tokens",
            flag(client.tls_client_certificate_bound_access_tokens()),
        ),
    ]
}

const fn name(application_type: ApplicationType) -> &'static str {
    match application_type {
        ApplicationType::Native => "native",
        ApplicationType::Web => "web",
    }
}

//! `https` URIs inside a document.

use crate::rules::client_id::ClientIdRules;
use crate::rules::host;
use crate::rules::uri::Parts;

/// The host of an `https` URI with the name of a host that may be public; `None` for anything else.
///
/// One rule for what a server may fetch and for what a user may click: neither should lead into
/// the network where it stands (draft-ietf-oauth-client-id-metadata-document-02 §8.6). Special-use
/// names follow the rule for client identifiers, so that development works.
pub(super) fn host<'u>(uri: &'u str, rules: &ClientIdRules) -> Option<&'u str> {
    let parts = Parts::after_scheme(uri.strip_prefix("https://")?);
    let (host, port) = parts.host_and_port();
    let written_well = parts.check_characters().is_ok() && !parts.has_userinfo();
    (written_well && port.is_none_or(is_port) && is_public(host, rules)).then_some(host)
}

fn is_public(name: &str, rules: &ClientIdRules) -> bool {
    let special = host::is_special_use(name) || host::is_single_label(name);
    host::is_dns_name(name)
        && !host::is_ip_literal(name)
        && (!special || rules.danger_special_use_names)
}

fn is_port(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.parse::<u16>().is_ok_and(|port| port != 0)
}

//! The client identifier URL judged as it is written.

use crate::rules::client_id::error::ClientIdError;
use crate::rules::client_id::port;
use crate::rules::client_id::rules::ClientIdRules;
use crate::rules::host;
use crate::rules::uri::Parts;

/// Judges the text alone and returns its parts.
pub(super) fn judge<'a>(text: &'a str, rules: &ClientIdRules) -> Result<Parts<'a>, ClientIdError> {
    // Before anything that would walk a text of a stranger's length.
    refuse(text.len() > rules.max_bytes, ClientIdError::Length)?;
    let parts = parts(text).ok_or(ClientIdError::Scheme)?;
    parts.check_characters()?;
    refuse(parts.fragment.is_some(), ClientIdError::Fragment)?;
    refuse(parts.has_userinfo(), ClientIdError::Userinfo)?;
    let (host, port) = parts.host_and_port();
    judge_host(host, rules)?;
    judge_port(port, rules)?;
    judge_path(&parts, rules)?;
    refuse(parts.query.is_some() && !rules.query, ClientIdError::Query)?;
    Ok(parts)
}

/// The parts of a text that starts with `https://`.
pub(super) fn parts(text: &str) -> Option<Parts<'_>> {
    text.strip_prefix(SCHEME).map(Parts::after_scheme)
}

/// The authority alone of a text that starts with `https://`.
pub(super) fn authority(text: &str) -> Option<Parts<'_>> {
    text.strip_prefix(SCHEME).map(Parts::authority)
}

/// Draft §8.6 and T11: a name that reaches our own network is refused before it is looked up.
fn judge_host(host: &str, rules: &ClientIdRules) -> Result<(), ClientIdError> {
    refuse(host.is_empty(), ClientIdError::HostMissing)?;
    refuse(host::is_ip_literal(host), ClientIdError::IpLiteral)?;
    refuse(host.ends_with('.'), ClientIdError::TrailingDot)?;
    refuse(!host::is_dns_name(host), ClientIdError::HostSyntax)?;
    if rules.danger_special_use_names {
        return Ok(());
    }
    refuse(host::is_special_use(host), ClientIdError::SpecialUseName)?;
    refuse(host::is_single_label(host), ClientIdError::SingleLabel)
}

fn judge_port(port: Option<&str>, rules: &ClientIdRules) -> Result<(), ClientIdError> {
    let Some(port) = port else { return Ok(()) };
    let port = port::read(port).ok_or(ClientIdError::Port)?;
    refuse(
        port::is_bad(port) && !rules.bad_ports,
        ClientIdError::BadPort,
    )
}

fn judge_path(parts: &Parts<'_>, rules: &ClientIdRules) -> Result<(), ClientIdError> {
    refuse(parts.path.is_empty(), ClientIdError::PathMissing)?;
    refuse(
        parts.path == "/" && !rules.root_path,
        ClientIdError::RootPath,
    )?;
    refuse(parts.has_dot_segment(), ClientIdError::DotSegment)
}

fn refuse(broken: bool, rule: ClientIdError) -> Result<(), ClientIdError> {
    if broken { Err(rule) } else { Ok(()) }
}

const SCHEME: &str = "https://";

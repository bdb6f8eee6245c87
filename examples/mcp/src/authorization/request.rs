//! What an authorization request asks for. The same for one that comes by browser and one that is pushed.

use tower_cimd::CimdClient;
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::parameters::Parameters;

use crate::authorization::refusal::Refusal;
use crate::mount::Mount;
use crate::store::grant::Asked;

/// Reads a request of `client` that has passed the layer's checks: redirection URI, response type, PKCE,
/// scope and resource are in order by now.
pub(crate) fn read(
    issuer: &str,
    client: &CimdClient,
    request: &Parameters,
) -> Result<Asked, Refusal> {
    let redirect_uri = redirect_uri(client, request)?;
    let mount = mount(issuer, request)?;
    let state = request.get("state");
    if state.is_some_and(|state| state.len() > STATE) {
        return Err(Refusal("invalid_request", "state is too long"));
    }
    Ok(Asked {
        client_id: client.client_id().to_string(),
        redirect_uri: redirect_uri.to_owned(),
        state: state.map(str::to_owned),
        scope: scope(client, request, mount)?.to_owned(),
        mount,
        code_challenge: request.get("code_challenge").unwrap_or_default().to_owned(),
        binding: client.binding_with(&InUse::default().redirect_uri(redirect_uri)),
    })
}

/// As it was presented, or the only one that the client has.
fn redirect_uri<'a>(client: &'a CimdClient, request: &'a Parameters) -> Result<&'a str, Refusal> {
    let presented = request.get("redirect_uri");
    let registered = client.check_redirect_uri(presented)?;
    Ok(presented.unwrap_or(registered.as_str()))
}

/// What was asked for, or what the mount takes, if the client's document goes so far.
fn scope<'a>(
    client: &CimdClient,
    request: &'a Parameters,
    mount: Mount,
) -> Result<&'a str, Refusal> {
    let scope = request.get("scope").unwrap_or(mount.scope());
    client.check_scope(Some(scope), None)?;
    Ok(scope)
}

/// The one mount that the request is about; the open one where it does not say. Some clients repeat the
/// parameter, with the same value.
pub(crate) fn mount(issuer: &str, request: &Parameters) -> Result<Mount, Refusal> {
    let mut named = request
        .get_all("resource")
        .map(|resource| Mount::named(issuer, resource));
    let Some(first) = named.next() else {
        return Ok(Mount::Open);
    };
    match (first, named.all(|other| other == first)) {
        (Some(mount), true) => Ok(mount),
        _ => Err(Refusal("invalid_target", "resource is one of the mounts")),
    }
}

/// The largest `state`, in bytes, since it is kept (T13). Clients send a few dozen, some a whole URL.
const STATE: usize = 4096;

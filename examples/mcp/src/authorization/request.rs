//! An authorization request, checked. The same for one that comes by browser and one that is pushed.

use tower_cimd::CimdClient;
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::parameters::Parameters;

use crate::authorization::refusal::Refusal;
use crate::mount::Mount;
use crate::store::grant::Asked;

/// Reads a request of `client`. Nothing is sent to a redirection URI before it has proven to be the
/// client's, and nothing after: an error is shown to the person who is there (T16).
pub(crate) fn read(
    issuer: &str,
    client: &CimdClient,
    request: &Parameters,
) -> Result<Asked, Refusal> {
    let redirect_uri = request.get("redirect_uri").unwrap_or_default();
    if client.match_redirect_uri(redirect_uri).is_none() {
        return Err(Refusal(
            "invalid_request",
            "redirect_uri is not the client's",
        ));
    }
    if request.get("request").is_some() {
        return Err(Refusal("request_not_supported", "request is not supported"));
    }
    if request.get("response_type") != Some("code") {
        return Err(Refusal(
            "unsupported_response_type",
            "response_type is code",
        ));
    }
    let mount = mount(issuer, request)?;
    Ok(Asked {
        client_id: client.client_id().to_string(),
        redirect_uri: redirect_uri.to_owned(),
        state: kept(request, "state")?,
        scope: scope(request.get("scope"), mount)?,
        prompt: kept(request, "prompt")?,
        mount,
        code_challenge: challenge(request)?.to_owned(),
        binding: client.binding_with(&InUse::default().redirect_uri(redirect_uri)),
    })
}

/// PKCE is required of every client, by S256 (RFC 9700 §2.1.1).
fn challenge(request: &Parameters) -> Result<&str, Refusal> {
    let method = request.get("code_challenge_method");
    match request.get("code_challenge") {
        Some(challenge) if method == Some("S256") && challenge.len() == DIGEST => Ok(challenge),
        _ => Err(Refusal("invalid_request", "PKCE with S256 is required")),
    }
}

/// A parameter that is kept as it came, so that it may not be of any size (T13).
fn kept(request: &Parameters, name: &str) -> Result<Option<String>, Refusal> {
    match request.get(name) {
        Some(value) if value.len() > KEPT => {
            Err(Refusal("invalid_request", "state or prompt is too long"))
        }
        value => Ok(value.map(str::to_owned)),
    }
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

/// What is known of the scopes that were asked for. Without any, the one that the mount takes.
fn scope(asked: Option<&str>, mount: Mount) -> Result<String, Refusal> {
    let Some(asked) = asked else {
        return Ok(mount.scope().to_owned());
    };
    let asked: Vec<&str> = asked.split(' ').collect();
    let known = Mount::ALL.map(Mount::scope).into_iter();
    let granted: Vec<&str> = known.filter(|scope| asked.contains(scope)).collect();
    match granted.is_empty() {
        true => Err(Refusal("invalid_scope", "no scope of this server")),
        false => Ok(granted.join(" ")),
    }
}

/// A SHA-256 digest in base64url (RFC 7636 §4.2).
const DIGEST: usize = 43;

/// The largest `state`, in bytes. Clients send a few dozen, some a whole URL.
const KEPT: usize = 4096;

//! Who sends a request.

use std::borrow::Cow;

use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tower_cimd::rules::consent::ConsentView; // CIMD

use crate::app::App;
use crate::client::Client;
use crate::incoming::Incoming;
use crate::refusal::Refusal;

/// The client of a client_id: our own, or a registered one.
pub(crate) async fn find(app: &App, request: &Incoming, id: &str) -> Result<Client, Refusal> {
    let client = match Client::first_party(id) {
        None => app.clients.find(id).await?,
        own => own,
    };
    let client = published(request).or(client); // CIMD
    client.ok_or_else(|| {
        tracing::info!(
            path = request.parts.uri.path(),
            ?id,
            "nobody knows this client"
        );
        Refusal("invalid_client", "no such client")
    })
}

// CIMD {
/// The client of a document that the layer has resolved. What is proven of it is its host; what it says of
/// itself is for the person who is asked.
fn published(request: &Incoming) -> Option<Client> {
    let (cimd, uri) = (request.cimd.as_ref()?, request.redirect_uri());
    let (view, id) = (ConsentView::presented(cimd, uri), cimd.client_id());
    let mut client = Client::public(id.as_str(), id.host(), view.redirect().map(|_| uri));
    client.notices = view.sentences();
    Some(client)
}
// }

/// The client that has authenticated: by `client_secret_basic`, `client_secret_post` or `none`
/// (RFC 6749 §2.3.1).
pub(crate) async fn authenticate(app: &App, request: &Incoming) -> Result<Client, Refusal> {
    if request.params.is_ambiguous() {
        return Err(Refusal("invalid_request", "a parameter is repeated"));
    }
    let (id, secret) = credentials(request)?;
    let client = find(app, request, &id).await?;
    match client.is_proven_by(secret.as_deref()) {
        true => Ok(client),
        false => Err(Refusal("invalid_client", "that is not its secret")),
    }
}

type Credentials<'r> = (Cow<'r, str>, Option<Cow<'r, str>>);

/// The client_id and, where one is presented, the secret. An empty one is none: some clients always send
/// the parameter.
fn credentials(request: &Incoming) -> Result<Credentials<'_>, Refusal> {
    let get = |name| request.params.get(name).map(Cow::Borrowed);
    let Some(header) = request.parts.headers.get(AUTHORIZATION) else {
        let id = get("client_id").ok_or(Refusal("invalid_client", "client_id is missing"))?;
        return Ok((id, get("client_secret")));
    };
    if get("client_secret").is_some() {
        return Err(Refusal(
            "invalid_request",
            "one way to authenticate is enough",
        ));
    }
    let (id, secret) = header.to_str().ok().and_then(basic).ok_or(Refusal(
        "invalid_client",
        "the Authorization header is not understood",
    ))?;
    match get("client_id") {
        Some(other) if other != id => Err(Refusal("invalid_request", "two client_ids")),
        _ => Ok((
            id.into(),
            Some(secret.into()).filter(|secret: &Cow<'_, str>| !secret.is_empty()),
        )),
    }
}

/// Both parts are form-encoded before they are joined.
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, token) = header.split_once(' ')?;
    let joined = STANDARD.decode(token.trim()).ok()?;
    let joined = String::from_utf8(joined).ok()?;
    let (id, secret) = joined.split_once(':')?;
    let decode = |part: &str| {
        let mut pairs = form_urlencoded::parse(part.as_bytes());
        pairs
            .next()
            .map_or(String::new(), |(name, _)| name.into_owned())
    };
    scheme
        .eq_ignore_ascii_case("basic")
        .then(|| (decode(id), decode(secret)))
}

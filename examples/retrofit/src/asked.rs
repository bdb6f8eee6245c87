//! An authorization request that has passed every check.

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::client::Client;
use crate::incoming::Incoming;
use crate::refusal::Refusal;
use crate::scope;

/// What a client asks a person for, and what its code is bound to. It is stored as JSON, and may lack what
/// was not there yet when it was: so a new member takes no new column.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) scope: String,
    pub(crate) code_challenge: Option<String>,
    /// Where the tokens are for (RFC 8707).
    pub(crate) resource: String,
    // CIMD {
    /// What the client was like when it was allowed.
    pub(crate) binding: String,
    // }
}

impl Asked {
    /// Reads a request whose redirection URI, `uri`, has proven to be the client's.
    pub(crate) fn read(
        app: &App,
        client: &Client,
        uri: &str,
        request: &Incoming,
    ) -> Result<Self, Refusal> {
        let get = |name| request.params.get(name);
        if get("response_type") != Some("code") {
            return Err(Refusal("unsupported_response_type", "code is the only one"));
        }
        let scope = get("scope").unwrap_or(scope::READ);
        if !scope::is_within(scope, &client.scope) {
            return Err(Refusal("invalid_scope", "more than this client may have"));
        }
        Ok(Asked {
            client_id: client.id.clone(),
            redirect_uri: uri.to_owned(),
            state: get("state").map(str::to_owned),
            scope: scope.to_owned(),
            code_challenge: challenge(client, request)?.map(str::to_owned),
            resource: resource(app, get("resource"))?,
            binding: request.cimd.iter().map(|it| it.bind_to(uri)).collect(), // CIMD
        })
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(crate) fn from_json(text: &str) -> Result<Self, sqlx::Error> {
        serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))
    }
}

/// PKCE by S256: a public client has to, any other may (RFC 7636 §4.3, RFC 9700 §2.1.1).
fn challenge<'r>(client: &Client, request: &'r Incoming) -> Result<Option<&'r str>, Refusal> {
    let method = request.params.get("code_challenge_method");
    match (request.params.get("code_challenge"), method) {
        (None, None) if client.secret.is_some() => Ok(None),
        (Some(challenge), Some("S256")) => Ok(Some(challenge)),
        _ => Err(Refusal(
            "invalid_request",
            "code_challenge by S256 is missing",
        )),
    }
}

/// The one resource that there is; whoever names none means it.
fn resource(app: &App, named: Option<&str>) -> Result<String, Refusal> {
    let own = format!("{}/notes", app.issuer);
    match named {
        Some(named) if named != own => Err(Refusal("invalid_target", "no such resource here")),
        _ => Ok(own),
    }
}

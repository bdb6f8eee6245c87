//! The authorization endpoint (RFC 6749 §3.1).

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::asked::Asked;
use crate::client::Client;
use crate::endpoint::{answer, browser, consent};
use crate::identify;
use crate::incoming::Incoming;
use crate::page::{self, Shown};
use crate::refusal::Refusal;
use crate::store::sessions::Session;

pub(crate) async fn authorize(
    State(app): State<App>,
    request: Incoming,
) -> Result<Response, Shown> {
    let (client, redirect_uri) = client(&app, &request).await?;
    let session = browser::session(&app, &request).await?;
    if session.is_none() && !app.auto_consent {
        return Ok(sign_in(&request));
    }
    let asked = match Asked::read(&app, &client, redirect_uri, &request) {
        Ok(asked) => asked,
        // Only now: a redirect of whoever is not signed in could be had by anybody (RFC 9700 §4.11.2).
        Err(Refusal(error, _)) => {
            let state = request.params.get("state");
            return Ok(answer::redirect(
                &app,
                redirect_uri,
                state,
                ("error", error),
            ));
        }
    };
    match session.filter(|_| !app.auto_consent) {
        Some(session) => ask(&app, &client, &asked, &session).await,
        None => Ok(consent::allow(&app, DEVELOPER, asked).await?),
    }
}

/// The client and its redirection URI. What is wrong so far is shown here: nothing is sent to a URL
/// that has not proven to be the client's.
async fn client<'r>(app: &App, request: &'r Incoming) -> Result<(Client, &'r str), Refusal> {
    if request.params.is_ambiguous() {
        return Err(Refusal("invalid_request", "a parameter is repeated"));
    }
    let id = request.params.get("client_id").unwrap_or_default();
    let client = identify::find(app, request, id).await?;
    let redirect_uri = request.redirect_uri();
    match client.has_redirect_uri(redirect_uri) {
        true => Ok((client, redirect_uri)),
        false => Err(Refusal(
            "invalid_request",
            "redirect_uri is not the client's",
        )),
    }
}

/// To the login page, and then here again.
fn sign_in(request: &Incoming) -> Response {
    let here = format!("/authorize?{}", request.params.encode());
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("return_to", &here)
        .finish();
    answer::to(&format!("/login?{query}"))
}

async fn ask(
    app: &App,
    client: &Client,
    asked: &Asked,
    session: &Session,
) -> Result<Response, Shown> {
    let name = app.users.name(session.user).await?;
    let id = app.requests.keep(asked, session).await?;
    Ok(page::consent::page(
        client,
        asked,
        &name,
        (&id, &session.csrf),
    ))
}

/// In whose name a developer's server grants without asking.
const DEVELOPER: i64 = 1;

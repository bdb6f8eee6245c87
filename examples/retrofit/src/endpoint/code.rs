//! A code becomes tokens (RFC 6749 §4.1.3).

use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::asked::Asked;
use crate::client::Client;
use crate::endpoint::issue;
use crate::incoming::Incoming;
use crate::refusal::Refusal;
use crate::store::tokens::Kind;

/// A request that is refused leaves the code as it was, so that nobody can burn another's.
pub(crate) async fn redeem(
    app: &App,
    client: &Client,
    request: &Incoming,
) -> Result<Response, Refusal> {
    let (code, grant) = issue::presented(app, client, request, ("code", Kind::Code)).await?;
    if request.redirect_uri() != grant.asked.redirect_uri {
        return Err(Refusal(
            "invalid_grant",
            "redirect_uri is not the request's",
        ));
    }
    if !is_proven_by(&grant.asked, request.params.get("code_verifier")) {
        return Err(Refusal("invalid_grant", "code_verifier does not fit"));
    }
    issue::spend(app, &code).await?;
    issue::issue(app, &grant, &grant.asked.scope).await
}

/// PKCE (RFC 7636 §4.6). A verifier without a challenge is a request whose challenge somebody has taken
/// away (RFC 9700 §4.8.2).
fn is_proven_by(asked: &Asked, verifier: Option<&str>) -> bool {
    let challenge = verifier.map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
    challenge == asked.code_challenge
}

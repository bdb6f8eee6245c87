//! A refresh token becomes the next one (RFC 6749 §6).

use axum::response::Response;

use crate::app::App;
use crate::client::Client;
use crate::endpoint::issue;
use crate::incoming::Incoming;
use crate::refusal::Refusal;
use crate::scope;
use crate::store::tokens::Kind;

pub(crate) async fn rotate(
    app: &App,
    client: &Client,
    request: &Incoming,
) -> Result<Response, Refusal> {
    let named = ("refresh_token", Kind::Refresh);
    let (token, grant) = issue::presented(app, client, request, named).await?;
    let scope = request.params.get("scope").unwrap_or(&grant.asked.scope);
    if !scope::is_within(scope, &grant.asked.scope) {
        return Err(Refusal("invalid_scope", "more than was granted"));
    }
    issue::spend(app, &token).await?;
    issue::issue(app, &grant, scope).await
}

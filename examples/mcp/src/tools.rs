//! The MCP server's own part: two tools that say who calls.

use http::request::Parts;
use rmcp::handler::server::tool::Extension;
use rmcp::{tool, tool_router};
use tower_cimd::{AccessToken, ClientId};

/// What everybody may call.
#[derive(Clone)]
pub(crate) struct Open;

#[tool_router(server_handler)]
impl Open {
    #[tool(description = "Says which client calls, and what it may do")]
    async fn whoami(&self, Extension(parts): Extension<Parts>) -> String {
        caller(&parts)
    }
}

/// What clients of named hosts may call.
#[derive(Clone)]
pub(crate) struct Admin;

#[tool_router(server_handler)]
impl Admin {
    #[tool(description = "Says which client calls, and what it may do")]
    async fn whoami(&self, Extension(parts): Extension<Parts>) -> String {
        caller(&parts)
    }

    #[tool(description = "Does what only clients of named hosts may have done")]
    async fn restart(&self, Extension(parts): Extension<Parts>) -> String {
        format!("restarted for {}", caller(&parts))
    }
}

/// What [`ProtectLayer`](tower_cimd::ProtectLayer) left in the request, which rmcp hands on to its tools.
fn caller(parts: &Parts) -> String {
    let token = parts.extensions.get::<AccessToken>();
    let client_id = token.and_then(AccessToken::client_id).map(ClientId::parse);
    match (token, client_id) {
        (Some(token), Some(Ok(id))) => format!("{} with {}", id.host(), token.scope()),
        _ => "nobody".to_owned(),
    }
}

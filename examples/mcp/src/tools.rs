//! The MCP server's own part: two tools that say who calls.

use http::request::Parts;
use rmcp::handler::server::tool::Extension;
use rmcp::{tool, tool_router};

use crate::store::ticket::Access;

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

fn caller(parts: &Parts) -> String {
    match parts.extensions.get::<Access>() {
        Some(access) => format!("{} with {}", access.grant.asked.client_id, access.scope),
        None => "nobody".to_owned(),
    }
}

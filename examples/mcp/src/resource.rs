//! One mount: the MCP server behind its layer, and what it publishes about itself.

use std::sync::Arc;

use axum::Router;
use axum::routing::{MethodRouter, any_service};
use rmcp::ServerHandler;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use tower_cimd::layer::protect::{ClientRules, McpCors, MetadataService};
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::{ProtectLayer, Resolver};

use crate::Failure;
use crate::mount::Mount;
use crate::tokens::Tokens;

/// The routes of `mount`, for the clients of `rules`.
pub(crate) fn routes<S: ServerHandler>(
    mount: Mount,
    rules: ClientRules,
    tokens: Tokens,
    resolver: &Resolver,
    make: fn() -> S,
) -> Result<Router, Failure> {
    let issuer = resolver.issuer();
    let metadata = mount.metadata(issuer)?;
    let protect = ProtectLayer::new(&metadata, tokens)
        .resolver(resolver.clone())
        .required_scopes(mount.scope().parse()?)
        .clients(rules);
    let mcp: MethodRouter = any_service(mcp(issuer, make)).layer(protect);
    Ok(Router::new()
        .route(mount.path(), mcp.layer(McpCors::new()))
        .route_service(
            &metadata.resource().metadata_path(),
            MetadataService::of(&metadata),
        ))
}

/// Requests that come under another name than ours or loopback's are refused: a page may have had its own
/// name lead here.
fn mcp<S: ServerHandler>(
    issuer: &Issuer,
    make: fn() -> S,
) -> StreamableHttpService<S, LocalSessionManager> {
    let mut config = StreamableHttpServerConfig::default();
    config.allowed_hosts.push(issuer.host().to_owned());
    StreamableHttpService::new(move || Ok(make()), Arc::default(), config)
}

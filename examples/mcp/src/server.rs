//! All of it behind one listener.

use std::sync::Arc;

use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, any_service, get};
use axum::{Json, Router};
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, WWW_AUTHENTICATE};
use rmcp::ServerHandler;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_cimd::net::HttpsFetch;
use tower_cimd::resolve::{Authenticator, Fetch, KeyLimits, KeySets, MemoryReplayStore};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::{CimdLayer, Resolver};
use tower_http::cors::{Any, CorsLayer};

use crate::Failure;
use crate::authorization;
use crate::authorization::state::Server;
use crate::bearer;
use crate::documents::Documents;
use crate::mount::Mount;
use crate::options::Options;
use crate::tools::{Admin, Open};

/// A server that listens. It ends when it is dropped.
pub struct Running {
    issuer: String,
    documents: Documents,
    resolver: Resolver,
    task: JoinHandle<std::io::Result<()>>,
}

/// Starts the server and returns at once.
pub async fn start(options: &Options) -> Result<Running, Failure> {
    let listener = TcpListener::bind(options.listen).await?;
    let issuer = match &options.issuer {
        Some(issuer) => issuer.clone(),
        None => format!("http://{}", listener.local_addr()?),
    };
    let documents = Documents::new(&options.documents, HttpsFetch::builder().build()?);
    // A real server leaves `.fetch(…)` out.
    let resolver = Resolver::builder(issuer.as_str())
        .fetch(documents.clone())
        .auth_methods([AuthMethod::None, AuthMethod::PrivateKeyJwt])
        .build()?;
    let cimd = CimdLayer::new(resolver.clone()).authenticator(authenticator(&resolver, &documents));
    let server = Arc::new(Server::new(&issuer, options.auto_consent));
    let app = app(&server, &cimd, resolver.rules().issuer.host());
    Ok(Running {
        issuer,
        documents,
        resolver,
        task: tokio::spawn(async move { axum::serve(listener, app).await }),
    })
}

fn app(server: &Arc<Server>, cimd: &CimdLayer, host: &str) -> Router {
    let issuer = &server.issuer;
    let metadata = |mount: Mount| get(Json(mount.metadata(issuer)));
    Router::new()
        .route(
            Mount::Open.path(),
            guarded(server, Mount::Open, mcp(host, || Open)),
        )
        .route(
            Mount::Admin.path(),
            guarded(server, Mount::Admin, mcp(host, || Admin)),
        )
        .route(
            "/.well-known/oauth-protected-resource/mcp",
            metadata(Mount::Open),
        )
        .route(
            "/.well-known/oauth-protected-resource/mcp/admin",
            metadata(Mount::Admin),
        )
        .merge(authorization::endpoints(server, cimd))
        .layer(cors())
        .merge(authorization::pages(server, cimd))
}

fn guarded<S: ServerHandler>(
    server: &Arc<Server>,
    mount: Mount,
    mcp: StreamableHttpService<S, LocalSessionManager>,
) -> MethodRouter {
    let state = (Arc::clone(server), mount);
    any_service(mcp).layer(from_fn_with_state(state, bearer::guard))
}

/// Requests that come under another name than ours or loopback's are refused: a page may have had its own
/// name lead here.
fn mcp<S: ServerHandler>(
    host: &str,
    make: fn() -> S,
) -> StreamableHttpService<S, LocalSessionManager> {
    let mut config = StreamableHttpServerConfig::default();
    config.allowed_hosts.push(host.to_owned());
    StreamableHttpService::new(move || Ok(make()), Arc::default(), config)
}

fn authenticator(resolver: &Resolver, documents: &Documents) -> Authenticator {
    let clock = Arc::clone(resolver.clock());
    let fetch: Arc<dyn Fetch> = Arc::new(documents.clone());
    Authenticator::new(
        resolver.rules().issuer.clone(),
        KeySets::new(fetch, Arc::clone(&clock), &KeyLimits::default()),
        Arc::new(MemoryReplayStore::new(Arc::clone(&clock))),
        clock,
    )
}

/// Clients in browsers call from any origin; what they may do is in the token, and no cookie counts here.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods(Any)
        .allow_headers([
            AUTHORIZATION,
            CONTENT_TYPE,
            PROTOCOL_VERSION,
            SESSION,
            LAST_EVENT,
        ])
        .expose_headers([WWW_AUTHENTICATE, SESSION])
}

impl Running {
    /// Where it listens, which is also its issuer identifier.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The documents that it has in hand.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// Has the document of a client fetched anew when it is needed next.
    pub fn forget(&self, client_id: &str) {
        self.resolver.forget(client_id);
    }

    /// Waits until the server ends, which it does not by itself.
    pub async fn wait(mut self) -> Result<(), Failure> {
        Ok((&mut self.task).await??)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

const PROTOCOL_VERSION: HeaderName = HeaderName::from_static("mcp-protocol-version");
const SESSION: HeaderName = HeaderName::from_static("mcp-session-id");
const LAST_EVENT: HeaderName = HeaderName::from_static("last-event-id");

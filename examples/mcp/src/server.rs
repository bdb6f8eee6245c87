//! All of it behind one listener.

use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_cimd::layer::protect::ClientRules;
use tower_cimd::net::HttpsFetch;
use tower_cimd::resolve::{Authenticator, Fetch, KeyLimits, KeySets, MemoryReplayStore};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::checks::Checks;
use tower_cimd::{CimdLayer, Resolver};

use crate::Failure;
use crate::authorization;
use crate::authorization::grants::Issued;
use crate::authorization::state::Server;
use crate::documents::Documents;
use crate::mount::Mount;
use crate::options::Options;
use crate::resource;
use crate::tokens::Tokens;
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
    let server = Arc::new(Server::new(&resolver, options.auto_consent)?);
    let cimd = CimdLayer::new(resolver.clone())
        .authenticator(authenticator(&resolver, &documents))
        .checks(checks(&issuer))
        .pushed_requests(server.pushes.clone())
        .grants(Issued(Arc::clone(&server)));
    let app = app(&server, &cimd, &resolver, options)?;
    Ok(Running {
        issuer,
        documents,
        resolver,
        task: tokio::spawn(async move { axum::serve(listener, app).await }),
    })
}

/// A rule on hosts keeps honest clients apart; it is no authentication (T5). Where it must keep others out,
/// it demands an [`assurance`](ClientRules::assurance) as well.
fn app(
    server: &Arc<Server>,
    cimd: &CimdLayer,
    resolver: &Resolver,
    options: &Options,
) -> Result<Router, Failure> {
    let tokens = Tokens(Arc::clone(server));
    let named = ClientRules::matching(&options.admin_hosts)?;
    Ok(Router::new()
        .merge(resource::routes(
            Mount::Open,
            ClientRules::any(),
            tokens.clone(),
            resolver,
            || Open,
        )?)
        .merge(resource::routes(
            Mount::Admin,
            named,
            tokens,
            resolver,
            || Admin,
        )?)
        .merge(authorization::endpoints(server, cimd))
        .merge(authorization::pages(server, cimd)))
}

/// What this server has to give, beside what the layer checks by itself.
fn checks(issuer: &str) -> Checks {
    Checks::default()
        .scope_ceiling(Mount::ALL.map(Mount::scope))
        .resources(Mount::ALL.map(|mount| mount.url(issuer)))
}

fn authenticator(resolver: &Resolver, documents: &Documents) -> Authenticator {
    let clock = Arc::clone(resolver.clock());
    let fetch: Arc<dyn Fetch> = Arc::new(documents.clone());
    Authenticator::new(
        resolver.issuer().clone(),
        KeySets::new(fetch, Arc::clone(&clock), &KeyLimits::default()),
        Arc::new(MemoryReplayStore::new(Arc::clone(&clock))),
        clock,
    )
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

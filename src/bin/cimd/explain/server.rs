//! The server in whose place the command judges.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tower_cimd::Resolver;
use tower_cimd::net::HttpsFetch;
use tower_cimd::resolve::{ResolverBuilder, StaticFetch};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::rule_set::RuleSet;

use super::options::{NetworkOptions, ServerOptions};
use super::stated::Stated;

/// It fetches from the network.
pub(crate) fn over_network(
    server: &ServerOptions,
    policy: Option<&Path>,
    network: &NetworkOptions,
) -> Result<Resolver, Box<dyn Error>> {
    let builder = by_policy(server, policy)?;
    if network.danger_root.is_none() && network.danger_map.is_empty() {
        // The settings have a way out of their own.
        return Ok(builder.build()?);
    }
    let mut fetch = HttpsFetch::builder();
    if let Some(path) = &network.danger_root {
        let pem = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        fetch = fetch.danger_extra_root(&pem);
    }
    for (host, socket) in &network.danger_map {
        fetch = fetch.danger_map(host.clone(), *socket);
    }
    Ok(builder.fetch(fetch.build()?).build()?)
}

/// It is given this document, as `application/json`, whatever it asks for.
pub(crate) fn over_file(
    server: &ServerOptions,
    policy: Option<&Path>,
    client_id: &str,
    document: Vec<u8>,
) -> Result<Resolver, Box<dyn Error>> {
    let network = StaticFetch::new().publish(client_id, document);
    Ok(by_policy(server, policy)?.fetch(network).build()?)
}

/// What it holds documents against.
pub(crate) fn rules(server: &ServerOptions) -> Result<RuleSet, Box<dyn Error>> {
    let resolver = builder(server).fetch(StaticFetch::new()).build()?;
    Ok(RuleSet::clone(&resolver.rules()))
}

/// By the settings or rules of a file, where there is one.
fn by_policy(
    server: &ServerOptions,
    policy: Option<&Path>,
) -> Result<ResolverBuilder, Box<dyn Error>> {
    Ok(match policy.map(Stated::read).transpose()? {
        None => builder(server),
        Some(Stated::Rules(rules)) => builder(server).policy(rules),
        Some(Stated::Settings(settings)) => settings.builder()?,
    })
}

fn builder(server: &ServerOptions) -> ResolverBuilder {
    let profile = server.profile;
    let builder = Resolver::builder(&server.issuer)
        .auth_methods(AuthMethod::ALL.iter().copied())
        .rules(move |rules| profile.apply(rules));
    match server.grant_types.as_slice() {
        [] => builder,
        grants => builder.grant_types(grants.iter().cloned()),
    }
}

/// The client_id that a document claims; empty where it claims none, which no rule lets pass.
pub(crate) fn claimed(document: &[u8]) -> String {
    let document: Value = serde_json::from_slice(document).unwrap_or_default();
    document["client_id"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// Runs one question to its end.
pub(crate) fn run<T>(question: impl Future<Output = T>) -> Result<T, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let answer = runtime.block_on(question);
    // A name server that is still silent holds a thread, which nobody waits for any more.
    runtime.shutdown_background();
    Ok(answer)
}

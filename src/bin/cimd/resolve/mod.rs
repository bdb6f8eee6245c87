//! One real resolution, through the guarded fetcher.

mod report;

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use tower_cimd::Resolver;
use tower_cimd::net::HttpsFetch;
use tower_cimd::resolve::FetchContext;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::profile::Profile;

use crate::status;
use report::Report;

/// Resolves `url` and prints the client, or the rule that refused it, and the time that it took.
///
/// Says what it found with the exit status too: 0 a client, 1 refused, 2 not to be had at the moment.
pub(crate) fn run(
    url: &str,
    json: bool,
    profile: Profile,
    danger_root: Option<&Path>,
    danger_map: Vec<(String, SocketAddr)>,
) -> ExitCode {
    match resolve(url, profile, danger_root, danger_map) {
        Ok(report) => tell(&report, json),
        Err(error) => {
            eprintln!("cimd: {error}");
            status::USAGE.into()
        }
    }
}

fn resolve(
    url: &str,
    profile: Profile,
    danger_root: Option<&Path>,
    danger_map: Vec<(String, SocketAddr)>,
) -> Result<Report, Box<dyn Error>> {
    let resolver = resolver(profile, danger_root, danger_map)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let begun = Instant::now();
    let outcome = runtime.block_on(resolver.resolve(url, &FetchContext::detached(None)));
    let elapsed = begun.elapsed();
    // A name server that is still silent holds a thread, which nobody waits for any more.
    runtime.shutdown_background();
    Ok(Report::new(url, outcome, elapsed))
}

/// A server at its defaults that can authenticate clients by every method without a shared secret.
fn resolver(
    profile: Profile,
    danger_root: Option<&Path>,
    danger_map: Vec<(String, SocketAddr)>,
) -> Result<Resolver, Box<dyn Error>> {
    let mut fetch = HttpsFetch::builder();
    if let Some(path) = danger_root {
        let pem = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        fetch = fetch.danger_extra_root(&pem);
    }
    for (host, socket) in danger_map {
        fetch = fetch.danger_map(host, socket);
    }
    let resolver = Resolver::builder(ISSUER)
        .auth_methods(AuthMethod::ALL.iter().copied())
        .rules(move |rules| profile.apply(rules))
        .fetch(fetch.build()?)
        .build()?;
    Ok(resolver)
}

fn tell(report: &Report, json: bool) -> ExitCode {
    let mut output = io::stdout().lock();
    let told = match json {
        true => writeln!(output, "{}", report.json()),
        false => write!(output, "{report}"),
    };
    match told {
        Ok(()) => report.status().into(),
        Err(error) => {
            eprintln!("cimd: {error}");
            status::WRITE.into()
        }
    }
}

/// Nobody's issuer (RFC 2606), so that no client_id is on its host.
const ISSUER: &str = "https://cimd.invalid";

//! `cimd`: the command line of tower-cimd.
//!
//! Exit statuses: 0 done, 1 the client was refused, or new rules would change something, 2 the weather
//! (the publisher could not be reached), 64 wrong usage, 74 the answer could not be written.

mod config;
mod explain;
mod judge;
mod kind;
mod policy;
mod replay;
mod resolve;
mod serve;
mod status;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tower_cimd::rules::profile::Profile;

use config::ConfigCommand;
use explain::{ExplainOptions, LintOptions};
use kind::Kind;
use policy::PolicyCommand;
use serve::ServeOptions;

#[derive(Debug, Parser)]
#[command(
    name = "cimd",
    version,
    about = "Judges, explains and resolves Client ID Metadata Documents"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Explain step by step what a server would do with a client_id, and what to mend.
    ///
    /// Exit statuses: 0 it would accept the client, 1 it would refuse it, 2 that cannot be told at the
    /// moment.
    Explain(ExplainOptions),
    /// Judge the file of a client metadata document, for its author.
    ///
    /// The same as `explain`, with the document's own client_id and no network.
    Lint(LintOptions),
    /// Publish the file of a client metadata document on this machine, over TLS, for development.
    ///
    /// Says what `lint` has to say about the file, and what to pass to a server that is to fetch it. The
    /// file is read anew for each request. Listens on loopback only.
    Serve(ServeOptions),
    /// Look at the file of settings of a server.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Look at rules before they count.
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Judge records: JSON Lines in, one JSON object a line out.
    ///
    /// Each answer carries the record's `id` (or else the member that it is known by), the `verdict`,
    /// the `rule` that decided against it and `why`.
    Judge {
        /// What the records hold.
        kind: Kind,
        /// The specification to hold documents against.
        #[arg(long, value_name = "NAME", default_value = "cimd-02", value_parser = explain::profile)]
        profile: Profile,
    },
    /// Resolve one client_id over the network, through the guarded fetcher.
    Resolve {
        /// The Client Identifier URL.
        url: String,
        /// Print one JSON object instead of text.
        #[arg(long)]
        json: bool,
        /// The specification to hold the document against.
        #[arg(long, value_name = "NAME", default_value = "cimd-02", value_parser = explain::profile)]
        profile: Profile,
        /// Trust the certificate authorities in this PEM file too. For tests.
        #[arg(long, value_name = "CA.pem")]
        danger_root: Option<PathBuf>,
        /// Dial this loopback socket instead of the host's own addresses. For tests.
        #[arg(long, value_name = "HOST=ADDR:PORT", value_parser = mapping)]
        danger_map: Vec<(String, SocketAddr)>,
    },
}

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => run(cli.command),
        Err(error) => told(&error),
    }
}

fn run(command: Command) -> ExitCode {
    match command {
        Command::Explain(options) => explain::explain(&options),
        Command::Lint(options) => explain::lint(&options),
        Command::Serve(options) => serve::serve(&options),
        Command::Config(command) => config::run(&command),
        Command::Policy(command) => policy::run(&command),
        Command::Judge { kind, profile } => {
            replay::run(kind, profile, io::stdin().lock(), io::stdout().lock())
        }
        Command::Resolve {
            url,
            json,
            profile,
            danger_root,
            danger_map,
        } => resolve::run(&url, json, profile, danger_root.as_deref(), danger_map),
    }
}

/// Prints clap's answer; its own status for wrong usage, 2, is the weather's here.
fn told(error: &clap::Error) -> ExitCode {
    // Where even this cannot be written, nobody is left to tell.
    let _ = error.print();
    if error.use_stderr() {
        status::USAGE.into()
    } else {
        ExitCode::SUCCESS
    }
}

fn mapping(text: &str) -> Result<(String, SocketAddr), String> {
    let (host, socket) = text
        .split_once('=')
        .ok_or("no `=` between host and socket")?;
    let socket = socket
        .parse()
        .map_err(|error| format!("{socket}: {error}"))?;
    Ok((host.to_owned(), socket))
}

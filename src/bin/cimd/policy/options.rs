//! What can be asked on the command line.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::explain::ServerOptions;

/// `cimd policy`.
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Say what new rules would change for the clients whose documents are stored.
    ///
    /// Exit statuses: 0 nothing would change, 1 something would.
    Try(TryOptions),
}

/// `cimd policy try`.
#[derive(Debug, Args)]
pub(crate) struct TryOptions {
    /// The new rules: a TOML file with `mode`, `default` and `rules`, or one that has them in its table
    /// `policy`, as a settings file has.
    #[arg(value_name = "NEW.toml")]
    pub(crate) new: PathBuf,
    /// The present rules; none, which allow everybody, where this is left out.
    #[arg(long, value_name = "OLD.toml")]
    pub(crate) old: Option<PathBuf>,
    /// The documents: JSON Lines, each an object with `client_id` and, as a string, `document`; or a
    /// folder of `*.json` files, each of which is known by its own client_id.
    #[arg(long, value_name = "FILE.jsonl|FOLDER")]
    pub(crate) documents: PathBuf,
    /// Have the new rules count, whatever mode is written in their file.
    #[arg(long)]
    pub(crate) enforce: bool,
    #[command(flatten)]
    pub(crate) server: ServerOptions,
    /// Print one JSON object instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

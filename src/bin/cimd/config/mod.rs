//! The file of settings: what may stand in it, what stands in it by default, and whether one is right.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use tower_cimd::config::Settings;

use crate::status;

/// `cimd config`.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print the JSON Schema of the file.
    Schema,
    /// Print a file with every key at its default, and what it is for.
    Default,
    /// Say whether a file is right, and everything that is wrong with it.
    ///
    /// Reads the files that it names, and the environment over it as a server would. Exit statuses: 0 it is
    /// right, 1 it is not.
    Check {
        /// The file.
        #[arg(value_name = "SETTINGS.toml")]
        file: PathBuf,
        /// Leave out the environment.
        #[arg(long)]
        file_only: bool,
    },
}

pub(crate) fn run(command: &ConfigCommand) -> ExitCode {
    match command {
        ConfigCommand::Schema => print(&format!("{:#}\n", Settings::schema())),
        ConfigCommand::Default => print(&Settings::default_file()),
        ConfigCommand::Check { file, file_only } => check(file, *file_only),
    }
}

fn check(file: &Path, file_only: bool) -> ExitCode {
    let settings = match file_only {
        true => Settings::from_file(file),
        false => Settings::from_file_and_env(file),
    };
    match settings.and_then(|settings| settings.check()) {
        Ok(()) => print("no fault was found\n"),
        Err(error) => {
            eprintln!("{error}");
            status::REFUSED.into()
        }
    }
}

fn print(text: &str) -> ExitCode {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cimd: {error}");
            status::WRITE.into()
        }
    }
}

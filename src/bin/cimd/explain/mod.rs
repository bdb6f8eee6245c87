//! What a server would do with a client_id, step by step, on the operator's own terminal.

mod options;
mod print;
mod stated;
mod server;

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use tower_cimd::resolve::Explanation;
use tower_cimd::resolve::explanation::Conclusion;

pub(crate) use options::{ExplainOptions, LintOptions, ServerOptions, profile};
pub(crate) use print::Text;
pub(crate) use server::{claimed, over_file, rules};

use crate::status;

/// Explains a client_id. The exit status says what it came to: 0 accepted, 1 refused, 2 cannot be told
/// at the moment.
pub(crate) fn explain(options: &ExplainOptions) -> ExitCode {
    tell(explained(options), options.json)
}

/// Judges the file of a document as its author would publish it.
pub(crate) fn lint(options: &LintOptions) -> ExitCode {
    tell(linted(options), options.json)
}

fn explained(options: &ExplainOptions) -> Result<Explanation, Box<dyn Error>> {
    let policy = options.policy.as_deref();
    let resolver = match &options.file {
        Some(file) => server::over_file(&options.server, policy, &options.url, fs_read(file)?)?,
        None => server::over_network(&options.server, policy, &options.network)?,
    };
    server::run(resolver.explain(&options.url, options.redirect_uri.as_deref()))
}

fn linted(options: &LintOptions) -> Result<Explanation, Box<dyn Error>> {
    let document = fs_read(&options.file)?;
    let client_id = match &options.client_id {
        Some(client_id) => client_id.clone(),
        None => server::claimed(&document),
    };
    let resolver = server::over_file(
        &options.server,
        options.policy.as_deref(),
        &client_id,
        document,
    )?;
    server::run(resolver.explain(&client_id, options.redirect_uri.as_deref()))
}

fn tell(explained: Result<Explanation, Box<dyn Error>>, json: bool) -> ExitCode {
    let explanation = match explained {
        Ok(explanation) => explanation,
        Err(error) => {
            eprintln!("cimd: {error}");
            return status::USAGE.into();
        }
    };
    match print(&explanation, json) {
        Ok(()) => status_of(explanation.conclusion()).into(),
        Err(error) => {
            eprintln!("cimd: {error}");
            status::WRITE.into()
        }
    }
}

fn print(explanation: &Explanation, json: bool) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match json {
        true => {
            serde_json::to_writer_pretty(&mut output, explanation)?;
            writeln!(output)
        }
        false => write!(output, "{}", Text(explanation)),
    }
}

fn status_of(conclusion: Conclusion) -> u8 {
    match conclusion {
        Conclusion::Accepted | Conclusion::Registered => 0,
        Conclusion::Refused => 1,
        _ => 2,
    }
}

pub(crate) fn fs_read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

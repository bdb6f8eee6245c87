//! The operator's rules, looked at before they count.

mod options;
mod documents;
mod rules;
mod print;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use tower_cimd::resolve::rulebook::{Mode, Rulebook};
use tower_cimd::resolve::trial::Trial;

pub(crate) use options::PolicyCommand;

use crate::explain;
use crate::status;
use documents::{Stock, Unjudged};
use options::TryOptions;
use print::{Report, Text};

/// The exit status says what came of it: 0 nothing would change, 1 something would.
pub(crate) fn run(command: &PolicyCommand) -> ExitCode {
    let PolicyCommand::Try(options) = command;
    let (trial, unjudged) = match tried(options) {
        Ok(tried) => tried,
        Err(error) => {
            eprintln!("cimd: {error}");
            return status::USAGE.into();
        }
    };
    match print(&trial, &unjudged, options.json) {
        Ok(()) => u8::from(!trial.differences.is_empty()).into(),
        Err(error) => {
            eprintln!("cimd: {error}");
            status::WRITE.into()
        }
    }
}

fn tried(options: &TryOptions) -> Result<(Trial, Vec<Unjudged>), Box<dyn Error>> {
    let mut after = rules::read(&options.new)?;
    if options.enforce {
        after = after.mode(Mode::Enforce);
    }
    let before = match &options.old {
        Some(path) => rules::read(path)?,
        None => Rulebook::default(),
    };
    let server = explain::rules(&options.server)?;
    let Stock { clients, unjudged } = documents::read(&options.documents, &server)?;
    Ok((Trial::of(&clients, &before, &after), unjudged))
}

fn print(trial: &Trial, unjudged: &[Unjudged], json: bool) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match json {
        true => {
            let report = Report::of(trial, unjudged);
            serde_json::to_writer_pretty(&mut output, &report)?;
            writeln!(output)
        }
        false => write!(output, "{}", Text(trial, unjudged)),
    }
}

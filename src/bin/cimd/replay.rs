//! JSON Lines in, verdicts out, one line at a time.

use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::process::ExitCode;

use serde_json::{Value, json};
use tower_cimd::rules::profile::Profile;

use crate::judge::judgement::Judgement;
use crate::kind::Kind;
use crate::status;

/// Judges every record of `input` and prints the answers to `output`.
pub(crate) fn run(
    kind: Kind,
    profile: Profile,
    input: impl BufRead,
    output: impl Write,
) -> ExitCode {
    match replay(kind, profile, input, output) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of the answers has seen enough.
        Err(Trouble::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Trouble::Write(error)) => complain(status::WRITE, format_args!("{error}")),
        Err(Trouble::Record { line, what }) => {
            complain(status::USAGE, format_args!("line {line}: {what}"))
        }
    }
}

/// Why a replay ended early.
enum Trouble {
    Record { line: usize, what: String },
    Write(io::Error),
}

fn replay(
    kind: Kind,
    profile: Profile,
    mut input: impl BufRead,
    mut output: impl Write,
) -> Result<(), Trouble> {
    let mut text = Vec::new();
    for line in 1.. {
        let trouble = |what| Trouble::Record { line, what };
        if read_line(&mut input, &mut text).map_err(trouble)? == 0 {
            break;
        }
        if text.trim_ascii().is_empty() {
            continue;
        }
        let record = record(kind, &text).map_err(trouble)?;
        let answer = answer(kind, &record, kind.judge(&record, profile));
        writeln!(output, "{answer}").map_err(Trouble::Write)?;
    }
    output.flush().map_err(Trouble::Write)
}

/// Reads one line into `text`, whose capacity is reused and never grows past the limit.
pub(crate) fn read_line(input: &mut impl BufRead, text: &mut Vec<u8>) -> Result<usize, String> {
    text.clear();
    let mut limited = input.take(MAX_LINE_BYTES + 1);
    let read = limited
        .read_until(b'\n', text)
        .map_err(|error| error.to_string())?;
    if read as u64 > MAX_LINE_BYTES {
        return Err(format!("longer than {MAX_LINE_BYTES} bytes"));
    }
    Ok(read)
}

fn record(kind: Kind, text: &[u8]) -> Result<Value, String> {
    let record: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    if !record.is_object() {
        return Err("not a JSON object".to_owned());
    }
    let lacks = |members: &&&[&str]| members.iter().all(|member| record.get(member).is_none());
    match kind.required().iter().find(lacks) {
        Some(members) => Err(format!("no member `{}`", members.join("` or `"))),
        None => Ok(record),
    }
}

fn answer(kind: Kind, record: &Value, judgement: Judgement) -> Value {
    let mut members = ["id", kind.key()].into_iter();
    let known_by = members.find_map(|member| Some((member, record.get(member)?)));
    let Judgement { verdict, rule, why } = judgement;
    let mut answer = json!({ "verdict": verdict, "rule": rule, "why": why });
    if let Some((member, value)) = known_by {
        answer[member] = value.clone();
    }
    answer
}

fn complain(status: u8, what: std::fmt::Arguments<'_>) -> ExitCode {
    // Where even this cannot be written, nobody is left to tell.
    let _ = writeln!(io::stderr(), "cimd: {what}");
    status.into()
}

/// Far above the longest record of any public vector file, far below what hurts.
const MAX_LINE_BYTES: u64 = 1024 * 1024;

//! The documents that an operator has exported.

use std::fs::{self, File};
use std::io::{BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use tower_cimd::ClientId;
use tower_cimd::rules::client::{Client, Provenance};
use tower_cimd::rules::publication::Publication;
use tower_cimd::rules::rule_set::RuleSet;

use crate::explain;
use crate::replay::read_line;

/// What the documents come to.
#[derive(Default)]
pub(crate) struct Stock {
    pub(crate) clients: Vec<Client>,
    pub(crate) unjudged: Vec<Unjudged>,
}

/// A document that is no valid one to this server, so that no rule is asked about it.
#[derive(Serialize)]
pub(crate) struct Unjudged {
    pub(crate) client_id: String,
    pub(crate) rule: &'static str,
}

/// One line of a file of documents.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    client_id: String,
    /// As it was published, byte for byte: which of two members of one name counts is for us to judge.
    document: String,
}

/// Every document of a folder, by the names of their files, or of a file, by its lines.
pub(crate) fn read(path: &Path, rules: &RuleSet) -> Result<Stock, String> {
    let mut stock = Stock::default();
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    match path.is_dir() {
        true => {
            for file in files(path).map_err(|error| told(&error))? {
                let document = explain::fs_read(&file)?;
                stock.take(explain::claimed(&document), document, rules);
            }
        }
        false => read_lines(path, rules, &mut stock).map_err(|error| told(&error))?,
    }
    Ok(stock)
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    files.sort();
    match files.is_empty() {
        true => Err(std::io::Error::new(ErrorKind::NotFound, "no *.json in it")),
        false => Ok(files),
    }
}

fn read_lines(path: &Path, rules: &RuleSet, stock: &mut Stock) -> Result<(), String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let (mut input, mut text) = (BufReader::new(file), Vec::new());
    for line in 1.. {
        let told = |error: &dyn std::fmt::Display| format!("line {line}: {error}");
        if read_line(&mut input, &mut text).map_err(|error| told(&error))? == 0 {
            break;
        }
        if !text.trim_ascii().is_empty() {
            let line: Line = serde_json::from_slice(&text).map_err(|error| told(&error))?;
            stock.take(line.client_id, line.document.into(), rules);
        }
    }
    Ok(())
}

impl Stock {
    fn take(&mut self, client_id: String, document: Vec<u8>, rules: &RuleSet) {
        match derive(&client_id, document, rules) {
            Ok(client) => self.clients.push(client),
            Err(rule) => self.unjudged.push(Unjudged { client_id, rule }),
        }
    }
}

fn derive(client_id: &str, document: Vec<u8>, rules: &RuleSet) -> Result<Client, &'static str> {
    let client_id =
        ClientId::parse_with(client_id, &rules.client_id).map_err(|error| error.rule())?;
    let json = HeaderValue::from_static("application/json");
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, json)]);
    let publication = Publication::receive(StatusCode::OK, &headers, document.into())
        .map_err(|error| error.rule())?;
    let now = SystemTime::now();
    let provenance = Provenance {
        fetched_at: now,
        fresh_until: now,
    };
    Client::derive(&client_id, &publication, rules, provenance).map_err(|error| error.rule())
}

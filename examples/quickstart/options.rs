//! The command line of the quickstart.

use std::net::SocketAddr;

use crate::Failure;

/// What the command line asks for.
pub(crate) struct Options {
    pub(crate) serve: bool,
    pub(crate) listen: SocketAddr,
    pub(crate) auto_consent: bool,
    pub(crate) log: bool,
    /// Documents by the URL at which they are published; the default one comes first.
    pub(crate) documents: Vec<(String, Vec<u8>)>,
}

impl Options {
    /// Reads the arguments; `None` where help was asked for.
    pub(crate) fn parse(
        mut arguments: impl Iterator<Item = String>,
    ) -> Result<Option<Self>, Failure> {
        let mut options = Options::default();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--serve" => options.serve = true,
                "--auto-consent" => options.auto_consent = true,
                "--log" => options.log = true,
                "--listen" => options.listen = value(&mut arguments, "--listen")?.parse()?,
                "--document" => options.document(&value(&mut arguments, "--document")?)?,
                "--help" | "-h" => return Ok(None),
                other => return Err(format!("unknown argument {other}; see --help").into()),
            }
        }
        options.check()?;
        Ok(Some(options))
    }

    fn document(&mut self, pair: &str) -> Result<(), Failure> {
        // The URL may hold `=` in a query; the file comes after the last one.
        let (url, file) = pair.rsplit_once('=').ok_or("--document wants URL=FILE")?;
        let bytes = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
        self.documents.push((url.to_owned(), bytes));
        Ok(())
    }

    /// Nobody's consent is asked and the guard has a door in it: not on an address that others reach.
    fn check(&self) -> Result<(), Failure> {
        let opened = self.auto_consent || self.documents.len() > 1;
        if opened && !self.listen.ip().is_loopback() {
            return Err("--auto-consent and --document listen on loopback only".into());
        }
        Ok(())
    }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            serve: false,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            auto_consent: false,
            log: false,
            documents: vec![(VSCODE.to_owned(), VSCODE_DOCUMENT.to_vec())],
        }
    }
}

fn value(arguments: &mut impl Iterator<Item = String>, name: &str) -> Result<String, Failure> {
    arguments
        .next()
        .ok_or_else(|| format!("{name} wants a value").into())
}

/// The client_id of Visual Studio Code.
pub(crate) const VSCODE: &str = "https://vscode.dev/oauth/client-metadata.json";

/// The document that it publishes there.
const VSCODE_DOCUMENT: &[u8] =
    include_bytes!("../../tests/documents/vscode.dev--client-metadata.json");

pub(crate) const HELP: &str = "\
cargo run --example quickstart [-- FLAGS]

  --serve              stay up for a browser, curl or a conformance runner
  --listen ADDR        where the authorization server listens (127.0.0.1:0)
  --document URL=FILE  publish FILE at URL, through the test door (repeatable)
  --auto-consent       grant without asking (loopback only)
  --log                show the events of the crate on standard error";

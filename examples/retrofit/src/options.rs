//! The command line.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use retrofit::store::Failure;

/// What the command line asks for.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) serve: bool,
    pub(crate) listen: SocketAddr,
    /// The file of the database; in memory where none was given.
    pub(crate) database: Option<String>,
    pub(crate) auto_consent: bool,
    pub(crate) log: bool,
    /// Whether the layer is there.
    pub(crate) cimd: bool,
    /// Documents by the URL at which they are found.
    pub(crate) documents: BTreeMap<String, Vec<u8>>,
}

impl Options {
    /// Reads the arguments; `None` where help was asked for.
    pub(crate) fn parse(
        mut arguments: impl Iterator<Item = String>,
    ) -> Result<Option<Self>, Failure> {
        let mut options = Options::default();
        while let Some(argument) = arguments.next() {
            let mut value = || value(&mut arguments, &argument);
            match argument.as_str() {
                "--serve" => options.serve = true,
                "--auto-consent" => options.auto_consent = true,
                "--log" => options.log = true,
                "--listen" => options.listen = value()?.parse()?,
                "--database" => options.database = Some(value()?),
                "--document" => options.document(&value()?)?,
                "--cimd" => options.cimd = switch(&value()?)?,
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
        self.documents.insert(url.to_owned(), bytes);
        Ok(())
    }

    /// Nobody's consent is asked, a document is not its publisher's, or the password is one that everybody
    /// knows: not where others reach the server (T19).
    fn check(&self) -> Result<(), Failure> {
        match self.listen.ip().is_loopback() {
            true => Ok(()),
            false => Err("this is an example, with a known password: on loopback only".into()),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            serve: false,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database: None,
            auto_consent: false,
            log: false,
            cimd: true,
            documents: BTreeMap::from([(VSCODE.to_owned(), VSCODE_DOCUMENT.to_vec())]),
        }
    }
}

fn value(arguments: &mut impl Iterator<Item = String>, name: &str) -> Result<String, Failure> {
    arguments
        .next()
        .ok_or_else(|| format!("{name} wants a value").into())
}

fn switch(value: &str) -> Result<bool, Failure> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("--cimd wants on or off".into()),
    }
}

/// The client_id of Visual Studio Code.
pub(crate) const VSCODE: &str = "https://vscode.dev/oauth/client-metadata.json";

/// The document that it publishes there.
const VSCODE_DOCUMENT: &[u8] =
    include_bytes!("../../../tests/documents/vscode.dev--client-metadata.json");

pub(crate) const HELP: &str = "\
cargo run -p retrofit [-- FLAGS]

  --serve              stay up for a browser, curl or a conformance runner
  --listen ADDR        where the server listens, on loopback (127.0.0.1:0)
  --database FILE      keep the database in FILE (in memory)
  --document URL=FILE  take FILE for the document at URL (repeatable)
  --auto-consent       grant without asking
  --cimd off           leave the layer out: the server as it was before
  --log                show events on standard error";

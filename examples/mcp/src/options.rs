//! The command line.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use crate::Failure;

/// What the command line asks for.
#[derive(Clone, Debug)]
pub struct Options {
    pub serve: bool,
    pub listen: SocketAddr,
    /// The issuer identifier, without a slash at its end; `http://` and the address where none was given.
    pub issuer: Option<String>,
    pub auto_consent: bool,
    pub log: bool,
    /// Documents, and key sets, by the URL at which they are found.
    pub documents: BTreeMap<String, Vec<u8>>,
    /// Hosts whose clients may call `/mcp/admin`. None were named: [`ADMIN_HOST`].
    pub admin_hosts: Vec<String>,
    /// Whether a document was given that this program does not bring along.
    given: bool,
}

impl Options {
    /// Reads the arguments; `None` where help was asked for.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, Failure> {
        let mut options = Options::default();
        let mut hosts = Vec::new();
        while let Some(argument) = arguments.next() {
            let mut value = || value(&mut arguments, &argument);
            match argument.as_str() {
                "--serve" => options.serve = true,
                "--auto-consent" => options.auto_consent = true,
                "--log" => options.log = true,
                "--listen" => options.listen = value()?.parse()?,
                "--issuer" => options.issuer = Some(value()?.trim_end_matches('/').to_owned()),
                "--document" => options.document(&value()?)?,
                "--admin-host" => hosts.push(value()?),
                "--help" | "-h" => return Ok(None),
                other => return Err(format!("unknown argument {other}; see --help").into()),
            }
        }
        if !hosts.is_empty() {
            options.admin_hosts = hosts;
        }
        options.check()?;
        Ok(Some(options))
    }

    fn document(&mut self, pair: &str) -> Result<(), Failure> {
        // The URL may hold `=` in a query; the file comes after the last one.
        let (url, file) = pair.rsplit_once('=').ok_or("--document wants URL=FILE")?;
        let bytes = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
        self.documents.insert(url.to_owned(), bytes);
        self.given = true;
        Ok(())
    }

    /// Nobody's consent is asked, or a document is not its publisher's: not where others reach the server,
    /// be it by a tunnel (T19).
    fn check(&self) -> Result<(), Failure> {
        let here = self.listen.ip().is_loopback();
        let opened = self.auto_consent || self.given;
        if opened && !(here && self.issuer.is_none()) {
            return Err("--auto-consent and --document are for loopback only".into());
        }
        if !here && self.issuer.is_none() {
            return Err("beyond loopback clients need a https URL: --issuer".into());
        }
        Ok(())
    }
}

impl Default for Options {
    fn default() -> Self {
        let documents = [(VSCODE, VSCODE_DOCUMENT), (CLAUDE_CODE, CLAUDE_DOCUMENT)];
        let owned = documents.map(|(url, document)| (url.to_owned(), document.to_vec()));
        Options {
            serve: false,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            issuer: None,
            auto_consent: false,
            log: false,
            documents: owned.into(),
            admin_hosts: vec![ADMIN_HOST.to_owned()],
            given: false,
        }
    }
}

fn value(arguments: &mut impl Iterator<Item = String>, name: &str) -> Result<String, Failure> {
    arguments
        .next()
        .ok_or_else(|| format!("{name} wants a value").into())
}

/// The client_id of Visual Studio Code.
pub const VSCODE: &str = "https://vscode.dev/oauth/client-metadata.json";

/// The client_id of Claude Code.
pub const CLAUDE_CODE: &str = "https://claude.ai/oauth/claude-code-client-metadata";

/// The host whose clients may call `/mcp/admin` where no other is named.
pub const ADMIN_HOST: &str = "vscode.dev";

/// What each of them publishes there.
const VSCODE_DOCUMENT: &[u8] =
    include_bytes!("../../../tests/documents/vscode.dev--client-metadata.json");
const CLAUDE_DOCUMENT: &[u8] =
    include_bytes!("../../../tests/documents/claude.ai--claude-code-client-metadata.json");

pub const HELP: &str = "\
cargo run -p mcp [-- FLAGS]

  --serve              stay up for any client or conformance runner
  --listen ADDR        where it listens (127.0.0.1:0)
  --issuer URL         what clients call it, behind a proxy or a tunnel
  --document URL=FILE  take FILE for what is published at URL: a client metadata
                       document or a key set (repeatable, loopback only)
  --admin-host HOST    whose clients may call /mcp/admin (vscode.dev; repeatable)
  --auto-consent       grant without asking (loopback only)
  --log                show the events of the crate on standard error

The first line on standard output is `listening URL`.";

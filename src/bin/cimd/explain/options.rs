//! What can be asked on the command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use tower_cimd::rules::profile::Profile;

/// `cimd explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// The client_id.
    pub(crate) url: String,
    /// Judge this file as if the URL answered with it, and touch no network.
    #[arg(long, value_name = "DOC.json")]
    pub(crate) file: Option<PathBuf>,
    /// A redirect_uri that the client presents at the authorization endpoint.
    #[arg(long, value_name = "URI")]
    pub(crate) redirect_uri: Option<String>,
    /// The settings of the server, or its rules alone, in a file. Settings count, and not the options about the
    /// server.
    #[arg(long, value_name = "SETTINGS.toml")]
    pub(crate) policy: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) server: ServerOptions,
    #[command(flatten)]
    pub(crate) network: NetworkOptions,
    /// Print one JSON object instead of text. It holds no address.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `cimd lint`.
#[derive(Debug, Args)]
pub(crate) struct LintOptions {
    /// The document.
    pub(crate) file: PathBuf,
    /// Where it will be published; the document's own client_id, where this is left out.
    #[arg(long, value_name = "URL")]
    pub(crate) client_id: Option<String>,
    /// A redirect_uri that the client presents at the authorization endpoint.
    #[arg(long, value_name = "URI")]
    pub(crate) redirect_uri: Option<String>,
    /// The settings of the server, or its rules alone, in a file. Settings count, and not the options about the
    /// server.
    #[arg(long, value_name = "SETTINGS.toml")]
    pub(crate) policy: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) server: ServerOptions,
    /// Print one JSON object instead of text.
    #[arg(long)]
    pub(crate) json: bool,
}

/// The server in whose place the command judges. Otherwise it is at its defaults, and can
/// authenticate clients by every method without a shared secret.
#[derive(Debug, Args)]
pub(crate) struct ServerOptions {
    /// Its issuer identifier.
    #[arg(long, value_name = "URL", default_value = "https://cimd.invalid")]
    pub(crate) issuer: String,
    /// The specification to hold the document against.
    #[arg(long, value_name = "NAME", default_value = "cimd-02", value_parser = profile)]
    pub(crate) profile: Profile,
    /// A grant type that it supports; may be repeated.
    #[arg(long = "grant-type", value_name = "NAME")]
    pub(crate) grant_types: Vec<String>,
}

/// A network for tests.
#[derive(Debug, Args)]
pub(crate) struct NetworkOptions {
    /// Trust the certificate authorities in this PEM file too. For tests.
    #[arg(long, value_name = "CA.pem")]
    pub(crate) danger_root: Option<PathBuf>,
    /// Dial this loopback socket instead of the host's own addresses. For tests.
    #[arg(long, value_name = "HOST=ADDR:PORT", value_parser = crate::mapping)]
    pub(crate) danger_map: Vec<(String, SocketAddr)>,
}

/// The profile of this name.
pub(crate) fn profile(name: &str) -> Result<Profile, String> {
    Profile::named(name).ok_or_else(|| {
        let names: Vec<_> = Profile::ALL.iter().map(Profile::name).collect();
        format!("not one of {}", names.join(", "))
    })
}

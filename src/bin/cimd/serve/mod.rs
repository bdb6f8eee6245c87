//! A publisher for development: one document, on this machine, over TLS.

mod options;
mod authority;
mod edition;
mod say;
mod publisher;
mod advice;

use std::error::Error;
use std::fs;
use std::process::ExitCode;

use tokio::net::TcpListener;
use tower_cimd::ClientId;
use tower_cimd::resolve::explanation::Conclusion;

pub(crate) use options::ServeOptions;

use crate::explain::{self, Text};
use crate::status;

use advice::Advice;
use authority::Authority;
use publisher::Publisher;
use say::say;

/// Serves until it is ended.
pub(crate) fn serve(options: &ServeOptions) -> ExitCode {
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cimd: {error}");
            status::USAGE.into()
        }
    }
}

#[tokio::main]
async fn run(options: &ServeOptions) -> Result<(), Box<dyn Error>> {
    let document = explain::fs_read(&options.file)?;
    let claimed = match &options.client_id {
        Some(client_id) => client_id.clone(),
        None => explain::claimed(&document),
    };
    lint(options, &claimed, document).await?;
    let client_id = ClientId::parse(&claimed).map_err(|error| {
        format!("nothing can be published at that client_id: {error}; --client-id names another")
    })?;
    publish(options, &client_id).await
}

/// What is wrong with a document is said, and is served all the same: a server has to see it, too.
async fn lint(
    options: &ServeOptions,
    client_id: &str,
    document: Vec<u8>,
) -> Result<(), Box<dyn Error>> {
    let resolver = explain::over_file(&options.server, None, client_id, document)?;
    let explanation = resolver.explain(client_id, None).await;
    match explanation.conclusion() {
        Conclusion::Accepted => say(format_args!("lint: accepted")),
        _ => say(format_args!("lint: {}", Text(&explanation))),
    }
    Ok(())
}

async fn publish(options: &ServeOptions, client_id: &ClientId) -> Result<(), Box<dyn Error>> {
    let authority = Authority::over(client_id.host())?;
    let path = &options.certificate_out;
    fs::write(path, &authority.pem).map_err(|error| format!("{}: {error}", path.display()))?;
    let listener = TcpListener::bind(options.listen).await?;
    let socket = listener.local_addr()?;
    say(format_args!("serving {client_id} on {socket}"));
    let advice = Advice {
        client_id,
        certificate: path,
        socket,
    };
    say(format_args!("{advice}"));
    let publisher = Publisher {
        acceptor: authority.config.into(),
        target: target(client_id),
        file: options.file.clone(),
    };
    Ok(publisher.run(listener).await?)
}

fn target(client_id: &ClientId) -> String {
    match client_id.query() {
        Some(query) => format!("{}?{query}", client_id.path()),
        None => client_id.path().to_owned(),
    }
}

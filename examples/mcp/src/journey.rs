//! The clients' side of the story, told step by step.

use std::time::Instant;

use mcp::Failure;
use mcp::options::{CLAUDE_CODE, VSCODE};
use mcp::server::Running;
use mcp::visitor::Visitor;

/// Sends two clients to both mounts: one whose host is named for the second, and one whose is not.
pub(crate) async fn play(running: &Running) -> Result<(), Failure> {
    for (client_id, redirect_uri) in [(VSCODE, VSCODE_REDIRECT), (CLAUDE_CODE, CLAUDE_REDIRECT)] {
        println!("\nclient_id    {client_id}");
        let visitor = Visitor::new(client_id, redirect_uri)?;
        for path in ["/mcp", "/mcp/admin"] {
            visit(&visitor, &format!("{}{path}", running.issuer())).await?;
        }
    }
    Ok(())
}

async fn visit(visitor: &Visitor, resource: &str) -> Result<(), Failure> {
    let begun = Instant::now();
    let session = visitor.authorize(resource).await?;
    println!("authorized   {resource} in {:.0} ms", milliseconds(begun));
    session.refresh().await?;
    println!("refreshed    the access token and the refresh token");
    match session.call("whoami").await {
        Ok(answer) => println!("whoami       {answer}"),
        Err(refused) => println!("refused      {refused}"),
    }
    Ok(())
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// Redirection URIs of the documents. The port is the one that the program happens to get today, which
/// RFC 8252 §7.3 leaves open on loopback.
const VSCODE_REDIRECT: &str = "http://127.0.0.1:50123/";
const CLAUDE_REDIRECT: &str = "http://localhost:50124/callback";

//! The consent page.

use axum::response::Response;

use crate::asked::Asked;
use crate::client::Client;
use crate::page::{escape, frame};
use crate::scope;

/// Asks `user` whether the client may have what it asks for.
pub(crate) fn page(
    client: &Client,
    asked: &Asked,
    user: &str,
    (id, csrf): (&str, &str),
) -> Response {
    let signed_in = format!("You are signed in as {user}.");
    let answer = format!("The answer goes to {}.", place(&asked.redirect_uri));
    let notices: String = [signed_in, answer]
        .iter()
        .chain(&client.notices)
        .map(|notice| format!("<p class=notice>{}</p>", escape(notice)))
        .collect();
    let scope: String = scope::sentences(&asked.scope)
        .map(|sentence| format!("<li>{sentence}</li>"))
        .collect();
    let (name, id, csrf) = (escape(&client.name), escape(id), escape(csrf));
    let main = format!(
        "<h1>Allow <bdi>{name}</bdi> to use your notes?</h1>{notices}<ul>{scope}</ul>\
         <form method=post action=/consent><input type=hidden name=csrf value=\"{csrf}\">\
         <input type=hidden name=request value=\"{id}\">\
         <button name=answer value=allow>Allow</button>\
         <button name=answer value=deny>Deny</button></form>"
    );
    frame("Allow access?", &main)
}

/// The host of a redirection URI, or the scheme of an app.
fn place(redirect_uri: &str) -> &str {
    let (scheme, rest) = redirect_uri.split_once(':').unwrap_or_default();
    match rest.strip_prefix("//") {
        Some(rest) => rest.split(['/', '?']).next().unwrap_or_default(),
        None => scheme,
    }
}

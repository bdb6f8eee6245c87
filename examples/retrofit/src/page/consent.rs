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
    let notices = client.notices.iter();
    let notices: String = notices
        .map(|notice| format!("<p class=notice>{}</p>", escape(notice)))
        .collect();
    let scope: String = scope::sentences(&asked.scope)
        .map(|sentence| format!("<li>{sentence}</li>"))
        .collect();
    let [name, place] = [client.name.as_str(), place(&asked.redirect_uri)].map(escape);
    let [user, id, csrf] = [user, id, csrf].map(escape);
    let main = format!(
        "<h1>Allow <bdi>{name}</bdi> to use your notes?</h1>{notices}<p>It could:</p><ul>{scope}</ul>\
         <p>The answer goes to <b><bdi>{place}</bdi></b>. You are signed in as <b>{user}</b>.</p>\
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

//! The one page that a person sees.

use tower_cimd::rules::consent::{Caution, ConsentView};
use tower_cimd::rules::escaped::Escaped;

use crate::mount::Mount;

/// The consent page: the host of the client first, because the name is only what the client says of itself.
pub(crate) fn consent(view: &ConsentView, mount: Mount, scope: &str, transaction: &str) -> String {
    let client = client(view);
    let answer = answer(view);
    let cautions: String = view.cautions().into_iter().map(caution).collect();
    let cautions = match cautions.is_empty() {
        true => cautions,
        false => format!("<ul>{cautions}</ul>"),
    };
    let (path, scope) = (mount.path(), Escaped(scope));
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Allow access?</title>\
         <meta name=viewport content='width=device-width'><style>{STYLE}</style><main>{client}\
         <p>It wants to use <code>{path}</code> with <code>{scope}</code>.</p>\
         <p>The answer goes to <bdi><code>{answer}</code></bdi>.</p>{cautions}\
         <form method=post action=/consent>\
         <input type=hidden name=transaction value=\"{transaction}\">\
         <button name=answer value=allow>Allow</button> \
         <button name=answer value=deny>Deny</button></form></main></html>"
    )
}

/// The host, shortened on the left alone, with the path where strangers share it; then the name.
fn client(view: &ConsentView) -> String {
    let (host, name) = view.host_and_name();
    let (lead, emphasis) = (host.lead_within(LEAD), host.emphasis());
    let port = view.port().map_or(String::new(), |port| format!(":{port}"));
    let path = Escaped(view.path().unwrap_or_default());
    let name = name.map_or(String::new(), |name| {
        let name = Escaped(name);
        format!("<p>It calls itself \u{201c}<bdi>{name}</bdi>\u{201d}.</p>")
    });
    format!(
        "<h1>Allow {}<b>{}</b>{port}{path}?</h1>{name}",
        Escaped(&lead),
        Escaped(emphasis)
    )
}

/// The host that is answered, or the scheme of an app.
fn answer(view: &ConsentView) -> Escaped<'_> {
    let redirect = view.redirect();
    Escaped(redirect.map_or("this server", |to| match to.host() {
        Some(host) => host.as_str(),
        None => to.uri().scheme(),
    }))
}

fn caution(caution: Caution) -> String {
    format!("<li>{}</li>", Escaped(caution.sentence()))
}

/// Nothing from elsewhere, and nobody may put the page into a frame and have it clicked unseen. `form-action`
/// is left out: browsers hold it against the redirect that follows the form, too.
pub(crate) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

const STYLE: &str = "\
:root{color-scheme:light dark;font:1.1rem/1.5 system-ui}\
main{max-width:34rem;margin:15vh auto;padding:0 1rem;overflow-wrap:anywhere}\
h1{font-weight:400;line-height:1.2}\
button{font:inherit;padding:.4em 1.6em}";

/// How many characters of a host stand before the part that counts.
const LEAD: usize = 40;

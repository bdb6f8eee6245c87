//! The one page that a person sees.

use tower_cimd::CimdClient;

/// The consent page: the host of the client first, because the name is only what the client says of itself.
pub(crate) fn consent(
    client: &CimdClient,
    redirect_uri: &str,
    is_loopback: bool,
    transaction: &str,
) -> String {
    let host = escape(client.client_id().host());
    let name = escape(client.client_name().unwrap_or("unnamed"));
    let redirect_uri = escape(redirect_uri);
    let warning = if is_loopback {
        "<p><strong>Any program on your computer can claim to be this client.</strong></p>"
    } else {
        ""
    };
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Allow access?</title>\
         <meta name=viewport content='width=device-width'><style>{STYLE}</style><main>\
         <h1>Allow <b>{host}</b>?</h1><p>It calls itself \u{201c}{name}\u{201d} and will be \
         answered at <code>{redirect_uri}</code>.</p>{warning}<form method=post action=/consent>\
         <button name=transaction value={transaction}>Allow</button></form></main></html>"
    )
}

fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, character| {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
        escaped
    })
}

/// Nothing from elsewhere, and nobody may put the page into a frame and have it clicked unseen.
pub(crate) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

const STYLE: &str = "\
:root{color-scheme:light dark;font:1.1rem/1.5 system-ui}\
main{max-width:34rem;margin:15vh auto;padding:0 1rem}\
button{font:inherit;padding:.4em 1.6em}";

//! The page that a person sees where an app's sign-in request is refused.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderValue;
use sha2::{Digest, Sha256};

use crate::layer::rejection::Rejection;
use crate::rules::blame::Blame;
use crate::rules::escaped::Escaped;

pub(crate) const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// A page without script, picture, link or form; nothing on it comes from the request.
pub(crate) fn render(rejection: &Rejection) -> Bytes {
    let (title, advice) = words(rejection.blame());
    let facts = facts(rejection);
    format!(
        "<!doctype html>\n\
         <html lang=\"en\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n\
         <style>{STYLE}</style>\n\
         </head>\n\
         <body>\n\
         <main>\n\
         <h1>{title}</h1>\n\
         <p>{advice}</p>\n\
         <section aria-labelledby=\"details\">\n\
         <h2 id=\"details\">For the app\u{2019}s developer</h2>\n\
         <dl>\n{facts}</dl>\n\
         </section>\n\
         </main>\n\
         </body>\n\
         </html>\n"
    )
    .into()
}

/// The style sheet is allowed by its digest, and nothing else is allowed at all.
pub(crate) fn content_security_policy() -> HeaderValue {
    static POLICY: LazyLock<Option<HeaderValue>> = LazyLock::new(|| {
        let digest = STANDARD.encode(Sha256::digest(STYLE));
        HeaderValue::try_from(format!("{NOTHING}; style-src 'sha256-{digest}'")).ok()
    });
    POLICY.clone().unwrap_or(HeaderValue::from_static(NOTHING))
}

/// Nothing here is a stranger's text today; it is escaped so that it never has to be.
fn facts(rejection: &Rejection) -> String {
    let description = rejection.description();
    let facts = [
        ("Error", Some(rejection.error())),
        ("Rule", Some(rejection.rule())),
        ("Member", rejection.member()),
        ("Description", Some(&*description)),
    ];
    facts
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .map(|(name, value)| format!("<dt>{name}</dt><dd>{}</dd>\n", Escaped(value)))
        .collect()
}

fn words(blame: Blame) -> (&'static str, &'static str) {
    match blame {
        Blame::Request => (
            "This request can\u{2019}t be used",
            "The app that sent you here made a mistake in its request. Go back to the app and \
             start again; if this page returns, the app\u{2019}s developer has to mend it.",
        ),
        Blame::Document => (
            "This app isn\u{2019}t set up correctly",
            "The app that sent you here doesn\u{2019}t publish a valid description of itself, so \
             you can\u{2019}t sign in with it. Your account is not affected. The app\u{2019}s \
             developer has to mend it.",
        ),
        Blame::Policy => (
            "This app isn\u{2019}t accepted here",
            "This server doesn\u{2019}t accept the app that sent you here. Your account is not \
             affected. If you need the app, ask whoever runs this server.",
        ),
        Blame::Weather => (
            "This app can\u{2019}t be checked right now",
            "The app\u{2019}s description of itself could not be fetched. Your account is not \
             affected. Go back to the app and try again in a minute.",
        ),
        Blame::Ourselves => (
            "This didn\u{2019}t work, and it\u{2019}s our fault",
            "This server could not handle the request. Your account is not affected. Go back to \
             the app and try again in a minute.",
        ),
    }
}

const NOTHING: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE: &str = "\
:root{color-scheme:light dark;--paper:#fff;--ink:#1c1d21;--soft:#585c66;--line:#d9dbe1}\
@media(prefers-color-scheme:dark){:root{--paper:#16171b;--ink:#ececf0;--soft:#a4a8b4;--line:#34363e}}\
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif}\
main{max-width:34rem;margin:0 auto;padding:clamp(2rem,12vh,8rem) 1.5rem 3rem}\
h1{margin:0 0 1rem;font-size:1.625rem;line-height:1.25;text-wrap:balance}\
p{margin:0}\
section{margin-top:2.5rem;padding-top:1.25rem;border-top:1px solid var(--line);font-size:.9375rem}\
h2{margin:0 0 .75rem;font-size:1rem}\
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1.25rem;margin:0}\
dt{color:var(--soft)}\
dd{margin:0;overflow-wrap:anywhere;font-family:ui-monospace,monospace;font-size:.875rem;line-height:1.7}\
";

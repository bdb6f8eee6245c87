//! What a person sees.

pub(crate) mod consent;
pub(crate) mod login;

use std::fmt::Write as _;

use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{Html, IntoResponse, Response};

use crate::refusal::Refusal;

/// A refusal that a person reads, not a program.
#[derive(Debug)]
pub(crate) struct Shown(Refusal);

impl From<Refusal> for Shown {
    fn from(refusal: Refusal) -> Self {
        Shown(refusal)
    }
}

impl From<sqlx::Error> for Shown {
    fn from(error: sqlx::Error) -> Self {
        Shown(error.into())
    }
}

impl IntoResponse for Shown {
    fn into_response(self) -> Response {
        let Shown(Refusal(error, description)) = self;
        let main =
            format!("<h1>That did not work</h1><p>{description} (<code>{error}</code>).</p>");
        let status = match self.0.status() {
            // A browser that is told 401 wants to know how to authenticate (RFC 9110 §15.5.2).
            StatusCode::UNAUTHORIZED => StatusCode::BAD_REQUEST,
            other => other,
        };
        (status, frame("That did not work", &main)).into_response()
    }
}

/// A page around `main`, which is HTML.
fn frame(title: &str, main: &str) -> Response {
    let title = escape(title);
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>\
         <meta name=viewport content='width=device-width'><style>{STYLE}</style>\
         <main><header>Acme Notes</header>{main}</main></html>"
    );
    let headers = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, Html(page)).into_response()
}

/// A text in HTML, between tags or in a value between quotes.
fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut html, character| {
        match character {
            '&' | '<' | '>' | '"' | '\'' => {
                // A string takes whatever is written to it.
                let _ = write!(html, "&#{};", u32::from(character));
            }
            _ => html.push(character),
        }
        html
    })
}

/// Nothing from elsewhere, and nobody may put the page into a frame and have it clicked unseen.
/// `form-action` is left out: browsers hold it against the redirect that follows the form, too.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

const STYLE: &str = include_str!("style.css");

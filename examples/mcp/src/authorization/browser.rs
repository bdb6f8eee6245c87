//! Which browser it is: what a server with users knows by its session.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

use crate::store::random::{LENGTH, random};

/// The name under which a browser is known here, and nobody else knows it.
pub(crate) fn known(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).into_iter();
    cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == NAME && value.len() == LENGTH).then_some(value))
}

/// The same, or a new one: two pages of one browser go together.
pub(crate) fn known_or_new(headers: &HeaderMap) -> String {
    known(headers).map_or_else(random, str::to_owned)
}

/// The cookie by which it is known again. No other site has it sent.
pub(crate) fn cookie(browser: &str) -> String {
    format!("{NAME}={browser}; Path=/; HttpOnly; SameSite=Strict")
}

const NAME: &str = "browser";

//! What registered clients, and all kinds of others that present no URL of their own, send to a server.

mod browser;
mod odd;
mod person;
mod program;

use std::net::SocketAddr;

use crate::wire::{exchange, request, undated};

/// One request that was sent, and its answer without the date.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    pub(crate) name: String,
    pub(crate) answer: Vec<u8>,
}

/// A server, and what it has said so far.
pub(crate) struct Player {
    address: SocketAddr,
    cookie: String,
    pub(crate) told: Vec<Exchange>,
}

/// Plays the whole script to the server at `address`.
pub(crate) async fn play(address: SocketAddr) -> Vec<Exchange> {
    let mut player = Player {
        address,
        cookie: String::new(),
        told: Vec::new(),
    };
    odd::play(&mut player).await;
    person::play(&mut player).await;
    browser::play(&mut player).await;
    program::play(&mut player).await;
    // Again, with somebody signed in.
    odd::play(&mut player).await;
    player.told
}

impl Player {
    /// Sends `line` with its fields and body, from a program.
    pub(crate) async fn send(&mut self, line: &str, fields: &[&str], body: &[u8]) -> String {
        let answer = exchange(self.address, &request(line, fields, body)).await;
        let exchange = Exchange {
            name: format!("{line} {fields:?} {}", String::from_utf8_lossy(body)),
            answer: undated(&answer),
        };
        let text = exchange.text();
        self.told.push(exchange);
        text
    }

    /// Posts a form.
    pub(crate) async fn post(&mut self, path: &str, fields: &[&str], form: &str) -> String {
        let length = format!("content-length: {}", form.len());
        let own = ["content-type: application/x-www-form-urlencoded", &length];
        let fields = [&own[..], fields].concat();
        self.send(&format!("POST {path}"), &fields, form.as_bytes())
            .await
    }

    /// Opens a page in the browser, which keeps its cookie.
    pub(crate) async fn open(&mut self, path: &str) -> String {
        let cookie = self.cookie.clone();
        let answer = self.send(&format!("GET {path}"), &[&cookie], b"").await;
        self.keep_cookie(&answer);
        answer
    }

    /// Sends a form of a page.
    pub(crate) async fn submit(&mut self, path: &str, form: &str) -> String {
        let cookie = self.cookie.clone();
        let answer = self.post(path, &[&cookie], form).await;
        self.keep_cookie(&answer);
        answer
    }

    fn keep_cookie(&mut self, answer: &str) {
        if let Some((_, rest)) = answer.split_once("set-cookie: ") {
            let value = rest.split(';').next().unwrap_or_default();
            self.cookie = format!("cookie: {value}");
        }
    }
}

impl Exchange {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.answer).into_owned()
    }
}

/// Of RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const PKCE: &str =
    "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

//! The client's side of the story, told step by step.

use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::CONTENT_TYPE;
use reqwest::{Client, RequestBuilder, Response, redirect};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Failure;
use crate::options::VSCODE;

/// Plays the whole flow against the server at `issuer`.
pub(crate) async fn play(issuer: &str, auto_consent: bool) -> Result<(), Failure> {
    let http = Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .build()?;
    println!("client_id   {VSCODE}");
    let url = authorization_url(issuer);

    let redirected = if auto_consent {
        step("authorize", http.get(&url)).await?
    } else {
        let page = step("authorize", http.get(&url)).await?.text().await?;
        let form = [("transaction", transaction(&page)?)];
        step("consent", post(&http, format!("{issuer}/consent"), &form)).await?
    };
    let location = redirected.headers()["location"].to_str()?.to_owned();
    let code = parameter(&location, "code").ok_or("no code in the redirect")?;
    println!("code        {location}");

    let exchange = [
        ("grant_type", "authorization_code"),
        ("client_id", VSCODE),
        ("redirect_uri", REDIRECT_URI),
        ("code_verifier", VERIFIER),
        ("code", &code),
    ];
    let tokens = tokens("token", &http, issuer, &exchange).await?;
    let refresh_token = tokens["refresh_token"].as_str().ok_or("no refresh token")?;
    let refresh = [
        ("grant_type", "refresh_token"),
        ("client_id", VSCODE),
        ("refresh_token", refresh_token),
    ];
    let refreshed = self::tokens("refresh", &http, issuer, &refresh).await?;
    println!("tokens      {refreshed}");
    Ok(())
}

/// The URL that a client opens in the browser of its user.
pub(crate) fn authorization_url(issuer: &str) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let query = encode(&[
        ("response_type", "code"),
        ("client_id", VSCODE),
        ("redirect_uri", REDIRECT_URI),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("scope", "read"),
        ("state", "a state"),
    ]);
    format!("{issuer}/authorize?{query}")
}

async fn tokens(
    name: &str,
    http: &Client,
    issuer: &str,
    form: &[(&str, &str)],
) -> Result<Value, Failure> {
    let answer = step(name, post(http, format!("{issuer}/token"), form)).await?;
    Ok(serde_json::from_slice(&answer.bytes().await?)?)
}

fn post(http: &Client, url: String, form: &[(&str, &str)]) -> RequestBuilder {
    http.post(url)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(encode(form))
}

fn encode(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// Sends one request and prints how it went and how long it took.
async fn step(name: &str, request: RequestBuilder) -> Result<Response, Failure> {
    let begun = Instant::now();
    let answer = request.send().await?;
    let (status, took) = (answer.status(), begun.elapsed());
    println!(
        "{name:<11} {status:<15} {:>7.2} ms",
        took.as_secs_f64() * 1e3
    );
    if status.is_success() || status.is_redirection() {
        return Ok(answer);
    }
    Err(format!("{name} was refused: {}", answer.text().await?).into())
}

fn transaction(page: &str) -> Result<&str, Failure> {
    let (_, rest) = page
        .split_once("name=transaction value=")
        .ok_or("no consent form")?;
    Ok(rest.split('>').next().unwrap_or_default())
}

fn parameter(location: &str, name: &str) -> Option<String> {
    let query = location.split_once('?')?.1;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// One of the redirection URIs in the document; the port is the one that Code happens to get today,
/// which RFC 8252 §7.3 leaves open on loopback.
const REDIRECT_URI: &str = "http://127.0.0.1:50123/";

/// The PKCE verifier of RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

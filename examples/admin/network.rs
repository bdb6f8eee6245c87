//! Publishers in memory, and clients that come along.

use axum::Router;
use axum::body::Body;
use form_urlencoded::Serializer;
use http::Request;
use serde_json::{Value, json};
use tower::ServiceExt;
use tower_cimd::resolve::{FetchError, StaticFetch};

/// Everybody who publishes a document, and some who publish what is none.
pub(crate) fn network() -> StaticFetch {
    let network = StaticFetch::new()
        .publish(
            LEAKY,
            document(LEAKY, "Leaky", "https://leaky.example.net/cb"),
        )
        .publish(
            BROKEN,
            json!({ "client_id": "https://elsewhere.example.org/" }).to_string(),
        )
        .fail(AWAY, || FetchError::Connect);
    let published = CLIENTS
        .iter()
        .map(|(id, name, uri)| (*id, document(id, name, uri)));
    let hostile = [(HOSTILE, hostile())];
    published
        .chain(hostile)
        .fold(network, |network, (id, document)| {
            network.publish(id, document)
        })
}

/// A sign-in with each, so that there is something to look at.
pub(crate) async fn play(app: &Router) {
    let each = CLIENTS.iter().map(|(id, _, uri)| (*id, *uri));
    let others = [
        (HOSTILE, "https://hostile.example.org/cb"),
        (LEAKY, "https://leaky.example.net/cb"),
        (BROKEN, "https://broken.example.org/cb"),
        (AWAY, "https://away.example.org/cb"),
        (
            "https://desk.example.com/oauth",
            "https://desk.example.com/other",
        ),
        ("https://127.0.0.1/client.json", "http://127.0.0.1/cb"),
        (
            "https://app.example.com/a/../client.json#<b>",
            "https://app.example.com/cb",
        ),
    ];
    for (client_id, redirect_uri) in each.chain(others) {
        let request = Request::get(authorization(client_id, redirect_uri)).body(Body::empty());
        let request = request.expect("a request of our own");
        let Ok(_answer) = app.clone().oneshot(request).await;
    }
}

fn authorization(client_id: &str, redirect_uri: &str) -> String {
    let query = Serializer::new(String::new())
        .append_pair("client_id", client_id)
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("response_type", "code")
        .append_pair(
            "code_challenge",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        )
        .append_pair("code_challenge_method", "S256")
        .finish();
    format!("/authorize?{query}")
}

fn document(client_id: &str, name: &str, redirect_uri: &str) -> String {
    let document = json!({
        "client_id": client_id,
        "client_name": name,
        "redirect_uris": [redirect_uri],
        "grant_types": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_method": "none",
    });
    document.to_string()
}

/// What a stranger may publish, and what the page has to show as text.
fn hostile() -> String {
    let mut document: Value = json!({
        "client_id": HOSTILE,
        "client_name": "<script>alert(1)</script>\u{202e}gnp.exe",
        "client_name#de": "\u{2066}Bank\u{2069}\u{200b} \" onmouseover=\"alert(1)",
        "redirect_uris": ["https://hostile.example.org/cb"],
        "logo_uri": "javascript:alert(1)",
        "contacts": ["<img src=x onerror=alert(1)>"],
    });
    document["x_long"] = Value::from("5 KB of everything ".repeat(120));
    document.to_string()
}

const CLIENTS: [(&str, &str, &str); 7] = [
    (
        "https://desk.example.com/oauth",
        "Desk",
        "https://desk.example.com/cb",
    ),
    (
        "https://editor.example.com/client.json",
        "Editor",
        "http://127.0.0.1:33418/",
    ),
    (
        "https://chat.example.org/oauth/client.json",
        "Chat",
        "https://chat.example.org/callback",
    ),
    (
        "https://mail.example.net/client.json",
        "\u{5d3}\u{5d5}\u{5d0}\u{5e8}",
        "https://mail.example.net/cb",
    ),
    (
        "https://agent.example.dev/client.json",
        "Agent",
        "https://agent.example.dev/cb",
    ),
    (
        "https://notes.example.com/oauth/metadata.json",
        "Notes",
        "com.example.notes:/cb",
    ),
    (
        "https://tools.example.org/mcp/client-metadata.json",
        "Tools for everybody",
        "https://tools.example.org/cb",
    ),
];
const HOSTILE: &str = "https://hostile.example.org/client.json";
const LEAKY: &str = "https://leaky.example.net/client.json";
const BROKEN: &str = "https://broken.example.org/client.json";
const AWAY: &str = "https://away.example.org/client.json";

//! One server, and a client that says whatever a test wants.

use http::StatusCode;
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use mcp::options::{CLAUDE_CODE, Options, VSCODE};
use mcp::server::{Running, start};
use reqwest::{Client, RequestBuilder, redirect};
use serde_json::Value;

pub(crate) struct World {
    pub(crate) running: Running,
    pub(crate) http: Client,
}

/// What a test looks at.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) challenge: String,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: String,
}

pub(crate) type Pairs<'a> = &'a [(&'a str, &'a str)];

impl World {
    /// Nobody is asked for consent.
    pub(crate) async fn new() -> Self {
        World::with(true, &[]).await
    }

    pub(crate) async fn with(auto_consent: bool, documents: &[(&str, Value)]) -> Self {
        let mut options = Options::default();
        options.auto_consent = auto_consent;
        for (url, document) in documents {
            let bytes = document.to_string().into_bytes();
            options.documents.insert((*url).to_owned(), bytes);
        }
        let http = Client::builder().redirect(redirect::Policy::none());
        World {
            running: start(&options).await.unwrap(),
            http: http.no_proxy().build().unwrap(),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.issuer())
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        answer(self.http.get(self.url(path))).await
    }

    pub(crate) async fn post(&self, path: &str, form: Pairs<'_>) -> Answer {
        answer(self.form(path, form)).await
    }

    pub(crate) fn form(&self, path: &str, form: Pairs<'_>) -> RequestBuilder {
        self.http
            .post(self.url(path))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(encode(form))
    }

    pub(crate) async fn authorize(&self, request: Pairs<'_>) -> Answer {
        self.get(&format!("/authorize?{}", encode(request))).await
    }

    /// A code for `client`, on the mount that `resource` names.
    pub(crate) async fn code(&self, client: Known, resource: &str, scope: &str) -> String {
        let resource = self.url(resource);
        let request = changed(
            &client.request(),
            &[("resource", &resource), ("scope", scope)],
        );
        self.authorize(&borrowed(&request)).await.parameter("code")
    }

    /// Tokens for `client`, on the mount that `resource` names.
    pub(crate) async fn tokens(&self, client: Known, resource: &str, scope: &str) -> Value {
        let code = self.code(client, resource, scope).await;
        self.redeem(client, &code, &[]).await.json()
    }

    /// The token request of a client that does all right, but for `changes`.
    pub(crate) async fn redeem(&self, client: Known, code: &str, changes: Pairs<'_>) -> Answer {
        let right = [
            ("grant_type", "authorization_code"),
            ("client_id", client.client_id),
            ("redirect_uri", client.redirect_uri),
            ("code_verifier", VERIFIER),
            ("code", code),
        ];
        let form = changed(&right, changes);
        self.post("/token", &borrowed(&form)).await
    }

    pub(crate) async fn refresh(&self, client: Known, token: &str, changes: Pairs<'_>) -> Answer {
        let right = [
            ("grant_type", "refresh_token"),
            ("client_id", client.client_id),
            ("refresh_token", token),
        ];
        let form = changed(&right, changes);
        self.post("/token", &borrowed(&form)).await
    }

    /// The first message of an MCP session.
    pub(crate) async fn call(&self, path: &str, token: Option<&str>) -> Answer {
        let request = self
            .http
            .post(self.url(path))
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json, text/event-stream")
            .body(INITIALIZE);
        answer(match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
        .await
    }
}

/// A client whose document the server has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) client_id: &'static str,
    pub(crate) redirect_uri: &'static str,
}

/// Its host may call the second mount.
pub(crate) const NAMED: Known = Known {
    client_id: VSCODE,
    redirect_uri: "http://127.0.0.1:50123/",
};

/// Its host may not.
pub(crate) const OTHER: Known = Known {
    client_id: CLAUDE_CODE,
    redirect_uri: "http://localhost:50124/callback",
};

impl Known {
    /// An authorization request with nothing wrong in it.
    pub(crate) fn request(self) -> Vec<(&'static str, &'static str)> {
        vec![
            ("response_type", "code"),
            ("client_id", self.client_id),
            ("redirect_uri", self.redirect_uri),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("state", "a state"),
        ]
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_owned()
    }

    /// A parameter of the redirect.
    pub(crate) fn parameter(&self, name: &str) -> String {
        let location = self.location.as_deref();
        let location = location.unwrap_or_else(|| panic!("no redirect: {self:?}"));
        parameter(location, name).unwrap_or_else(|| panic!("no {name} in {location}"))
    }
}

pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let headers = response.headers().clone();
    let text = |name| Some(headers.get(name)?.to_str().unwrap().to_owned());
    Answer {
        status: response.status(),
        location: text(LOCATION),
        challenge: text(WWW_AUTHENTICATE).unwrap_or_default(),
        // A session answers with a stream that stays open.
        body: match text(CONTENT_TYPE).as_deref() {
            Some("text/event-stream") => String::new(),
            _ => response.text().await.unwrap(),
        },
        headers,
    }
}

pub(crate) fn parameter(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

pub(crate) fn encode(pairs: Pairs<'_>) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// The parameters, with others in their place; an empty value leaves one out.
pub(crate) fn changed(right: Pairs<'_>, changes: Pairs<'_>) -> Vec<(String, String)> {
    let kept = right
        .iter()
        .filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes)
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

pub(crate) fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{
"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"#;

//! A server with one client of its own and one of the internet, and who asks it.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use oxide_auth::primitives::prelude::{Client, ClientMap};
use oxide_auth::primitives::registrar::{PasswordPolicy, RegistrarError};
use serde_json::Value;
use tower::ServiceExt;
use tower_cimd::Resolver;
use tower_cimd::resolve::StaticFetch;

pub const PUBLISHED: &str = "https://client.example.com/oauth";
pub const CALLBACK: &str = "https://client.example.com/callback";
pub const REGISTERED: &str = "our-own-app";
pub const OUR_CALLBACK: &str = "https://app.example.org/callback";
pub const SECRET: &str = "our own secret";

/// The pair of RFC 7636 appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub fn document() -> Value {
    serde_json::json!({
        "client_id": PUBLISHED,
        "client_name": "A client",
        "redirect_uris": [CALLBACK, "http://127.0.0.1/callback"],
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "refresh_token"],
        "scope": "read admin",
    })
}

pub struct Rig {
    pub network: StaticFetch,
    pub resolver: Resolver,
    server: Router,
}

/// Argon2, which is oxide-auth's own, takes seconds in a debug build.
struct Verbatim;

impl PasswordPolicy for Verbatim {
    fn store(&self, _: &str, passphrase: &[u8]) -> Vec<u8> {
        passphrase.to_vec()
    }

    fn check(&self, _: &str, passphrase: &[u8], stored: &[u8]) -> Result<(), RegistrarError> {
        match passphrase == stored {
            true => Ok(()),
            false => Err(RegistrarError::Unspecified),
        }
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

impl Rig {
    pub fn new() -> Self {
        let network = StaticFetch::new().publish(PUBLISHED, document().to_string());
        let resolver = Resolver::builder("https://as.example.com").fetch(network.clone());
        let resolver = resolver.build().unwrap();
        let mut registered = ClientMap::new();
        registered.set_password_policy(Verbatim);
        registered.register_client(Client::confidential(
            REGISTERED,
            OUR_CALLBACK.parse::<url::Url>().unwrap().into(),
            "everything".parse().unwrap(),
            SECRET.as_bytes(),
        ));
        let offered = "read write".parse().unwrap();
        Rig {
            server: server::router(resolver.clone(), registered, offered),
            network,
            resolver,
        }
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.server.clone().oneshot(request).await.unwrap();
        let location = response.headers().get(header::LOCATION);
        let location = location.map_or("", |value| value.to_str().unwrap());
        Answer {
            status: response.status(),
            location: location.to_owned(),
            body: {
                let body = response.into_body().collect().await.unwrap().to_bytes();
                String::from_utf8(body.to_vec()).unwrap()
            },
        }
    }

    /// An authorization request with the usual parameters, and these besides or instead.
    pub async fn authorize(&self, client_id: &str, redirect_uri: &str, scope: &str) -> Answer {
        let mut pairs = vec![
            ("response_type", "code"),
            ("client_id", client_id),
            ("redirect_uri", redirect_uri),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("state", "a state"),
        ];
        if !scope.is_empty() {
            pairs.push(("scope", scope));
        }
        let uri = format!("/authorize?{}", encode(&pairs));
        self.ask(Request::get(uri).body(Body::empty()).unwrap())
            .await
    }

    /// Agrees to what the page asks, and returns where the user is sent.
    pub async fn agree(&self, page: &Answer) -> Answer {
        let (_, rest) = page
            .body
            .split_once("name=transaction value=")
            .expect(&page.body);
        let transaction = rest.split('>').next().unwrap();
        self.post("/consent", &[("transaction", transaction)], None)
            .await
    }

    /// A token request, with HTTP Basic credentials or without.
    pub async fn token(&self, pairs: &[(&str, &str)], basic: Option<&str>) -> Answer {
        self.post("/token", pairs, basic).await
    }

    /// From a code to tokens.
    pub async fn redeem(&self, client_id: &str, redirect_uri: &str, code: &str) -> Answer {
        let pairs = [
            ("grant_type", "authorization_code"),
            ("client_id", client_id),
            ("redirect_uri", redirect_uri),
            ("code_verifier", VERIFIER),
            ("code", code),
        ];
        self.token(&pairs, None).await
    }

    async fn post(&self, uri: &str, pairs: &[(&str, &str)], basic: Option<&str>) -> Answer {
        let mut request =
            Request::post(uri).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(credentials) = basic {
            request = request.header(header::AUTHORIZATION, format!("Basic {credentials}"));
        }
        self.ask(request.body(Body::from(encode(pairs))).unwrap())
            .await
    }
}

impl Answer {
    /// A parameter of the URL to which the user is sent.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let (_, query) = self.location.split_once('?')?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let found = pairs.find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect(&self.body)
    }
}

fn encode(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

//! The requests of `tests/vectors/wire`, as client libraries sent them.
//!
//! Codes and tokens are replaced by good ones, and assertions signed anew for this server and this
//! time. What a library left out because it was not told to do PKCE is refused, burns nothing, and
//! is granted with it.

use std::fs;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::authenticated::Authenticated;

use crate::app::Grant;
use crate::signer::Signer;
use crate::wire::{Answer, Sent, form};
use crate::world::{GRANTS, ISSUER, VERIFIER, World};

const CLIENT: &str = "https://client.example.com/oauth/client-metadata.json";

/// One recorded request.
struct Recorded {
    path: String,
    headers: Vec<(String, String)>,
    parameters: Vec<(String, String)>,
}

impl Recorded {
    fn read(line: &str) -> Option<Self> {
        let line: Value = serde_json::from_str(line).unwrap();
        let (method, target) = line["req"].as_str().unwrap().split_once(' ')?;
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let encoded = match method {
            "GET" => query,
            _ => line["body"].as_str().unwrap(),
        };
        let is_ours = ENDPOINTS.iter().any(|(endpoint, _)| *endpoint == path);
        let headers = line["h"].as_object().unwrap().iter();
        is_ours.then(|| Recorded {
            path: path.to_owned(),
            headers: headers
                .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
                .collect(),
            parameters: form_urlencoded::parse(encoded.as_bytes())
                .into_owned()
                .collect(),
        })
    }

    fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.parameters.iter();
        found
            .find(|(known, _)| known == name)
            .map(|(_, value)| &**value)
    }

    fn set(&mut self, name: &str, value: &str) {
        self.parameters.retain(|(known, _)| known != name);
        self.parameters.push((name.to_owned(), value.to_owned()));
    }

    fn secret(&self) -> String {
        let basic = self.headers.iter().find_map(|(name, value)| {
            let value = value.strip_prefix("Basic ")?;
            name.eq_ignore_ascii_case("authorization").then_some(value)
        });
        let basic = basic.map(|basic| String::from_utf8(STANDARD.decode(basic).unwrap()).unwrap());
        let in_header = basic.as_deref().and_then(|basic| basic.rsplit_once(':'));
        let in_body = self.get("client_secret").unwrap_or_default();
        in_header.map_or(in_body, |(_, secret)| secret).to_owned()
    }

    fn lacks_pkce(&self) -> bool {
        match (&*self.path, self.get("grant_type")) {
            ("/token", Some("authorization_code")) => self.get("code_verifier").is_none(),
            ("/par", _) => self.get("code_challenge").is_none(),
            _ => false,
        }
    }

    fn sent(&self) -> Sent {
        let parameters: Vec<_> = self.parameters.iter().map(|(n, v)| (&**n, &**v)).collect();
        let sent = match &*self.path {
            "/authorize" => Sent::get(&self.path, &parameters),
            _ => Sent::new("POST", &self.path).body(form(&parameters)),
        };
        let framing = ["content-length", "connection", "host", "transfer-encoding"];
        let headers = self.headers.iter();
        let kept = headers.filter(|(name, _)| !framing.contains(&&*name.to_ascii_lowercase()));
        kept.fold(sent, |sent, (name, value)| sent.header(name, value))
    }
}

#[tokio::test]
async fn every_recorded_request_is_answered_as_its_client_needs() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/wire");
    let (mut files, mut replayed) = (0, 0);
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|it| it == "jsonl") {
            let lines = fs::read_to_string(&path).unwrap();
            for mut recorded in lines.lines().filter_map(Recorded::read) {
                replay(&mut recorded).await;
                replayed += 1;
            }
            files += 1;
        }
    }
    assert_eq!((files, replayed), (6, 30));
}

async fn replay(recorded: &mut Recorded) {
    let signer = Signer::new("ES256");
    let client_id = recorded.get("client_id").unwrap_or(CLIENT).to_owned();
    let signs = recorded.get("client_assertion").is_some();
    let world = World::with(&document(&client_id, signs.then_some(&signer))).await;
    let grant = grant(&client_id, recorded, signs);
    prepare(recorded, &world, &signer, &client_id, grant).await;

    if recorded.lacks_pkce() {
        let answer = world.send(&recorded.sent()).await;
        assert_eq!(answer.status, 400, "{answer:?}");
        assert!(answer.rule().starts_with("code_"), "{answer:?}");
        // An assertion is good once, and was not used up by this.
        recorded.set("code_verifier", VERIFIER);
        recorded.set("code_challenge", &challenge(VERIFIER));
        recorded.set("code_challenge_method", "S256");
    }
    let answer = world.send(&recorded.sent()).await;
    judge(recorded, &answer);
}

fn judge(recorded: &Recorded, answer: &Answer) {
    let path = &recorded.path;
    if recorded.secret().is_empty() {
        let mut endpoints = ENDPOINTS.iter();
        let (_, status) = endpoints.find(|(endpoint, _)| endpoint == path).unwrap();
        assert_eq!(answer.status, *status, "{path}: {answer:?}");
        return;
    }
    assert_eq!(answer.error().as_deref(), Some("invalid_client"));
    assert_eq!(answer.rule(), "client.credential_unexpected");
}

/// What the client was granted before the request.
fn grant(client_id: &str, recorded: &Recorded, signs: bool) -> Grant {
    let proven = Authenticated::new(AuthMethod::PrivateKeyJwt);
    Grant {
        client_id: client_id.to_owned(),
        redirect_uri: recorded.get("redirect_uri").map(str::to_owned),
        state: None,
        scope: None,
        code_challenge: Some(challenge(recorded.get("code_verifier").unwrap_or(VERIFIER))),
        authenticated: proven.filter(|_| signs),
    }
}

/// Replaces what belongs to the recorded server by what belongs to this.
async fn prepare(
    recorded: &mut Recorded,
    world: &World,
    signer: &Signer,
    client_id: &str,
    grant: Grant,
) {
    if recorded.get("code").is_some() {
        let code = world.app.codes.keep(grant.clone());
        recorded.set("code", &code);
    }
    if recorded.get("refresh_token").is_some() {
        let token = world.app.refresh_tokens.keep(grant.clone());
        recorded.set("refresh_token", &token);
    }
    if recorded.get("token").is_some() {
        // Revocation and introspection fetch nothing.
        let known = Sent::get("/authorize", &[("client_id", client_id)]);
        world.send(&known).await;
        let token = world.app.access_tokens.keep(grant);
        recorded.set("token", &token);
    }
    if let Some(assertion) = recorded.get("client_assertion") {
        let assertion = signed(assertion, signer, world.now());
        recorded.set("client_assertion", &assertion);
    }
    if recorded.get("request_uri").is_some() {
        let request_uri = push(world, client_id).await;
        recorded.set("request_uri", &request_uri);
    }
}

/// The recorded header and claims, for this server and this time.
fn signed(assertion: &str, signer: &Signer, now: u64) -> String {
    let part = |at: usize| {
        let part = assertion.split('.').nth(at).unwrap();
        let json: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        json
    };
    let (header, mut claims) = (part(0), part(1));
    let then = claims["iat"].as_u64().unwrap();
    for time in ["exp", "nbf", "iat"] {
        if let Some(seconds) = claims[time].as_u64() {
            claims[time] = (seconds - then + now).into();
        }
    }
    // The recorded servers had other names, which stand there alone, as a text.
    assert!(claims["aud"].is_string(), "{claims}");
    claims["aud"] = ISSUER.into();
    signer.sign(&header.to_string(), &claims.to_string())
}

async fn push(world: &World, client_id: &str) -> String {
    let form = [
        ("client_id", client_id),
        ("response_type", "code"),
        ("redirect_uri", "https://app.example.com/cb"),
        ("code_challenge", &challenge(VERIFIER)),
        ("code_challenge_method", "S256"),
    ];
    let answer = world.send(&Sent::post("/par", &form)).await;
    answer.json()["request_uri"].as_str().unwrap().to_owned()
}

fn document(client_id: &str, signer: Option<&Signer>) -> Value {
    let mut document = json!({
        "client_id": client_id,
        "redirect_uris": [
            "https://client.example.com/cb",
            "https://app.example.com/cb",
            "http://127.0.0.1/callback",
        ],
        "grant_types": GRANTS,
    });
    if let Some(signer) = signer {
        document["token_endpoint_auth_method"] = "private_key_jwt".into();
        document["jwks"] = json!({ "keys": [signer.jwk("k1")] });
    }
    document
}

fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// The endpoints of this server, and what they answer where they grant.
const ENDPOINTS: [(&str, u16); 6] = [
    ("/authorize", 200),
    ("/par", 201),
    ("/token", 200),
    ("/revoke", 200),
    ("/introspect", 200),
    ("/device_authorization", 200),
];

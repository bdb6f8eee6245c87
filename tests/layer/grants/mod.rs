//! Token requests and the grants that they name (T11, T15).

mod binding;
mod existence;
#[cfg(feature = "private-key-jwt")]
mod proof;

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::routing::post;
use serde_json::Value;
use tower_cimd::layer::grants::{Existence, Grant, Grants};
use tower_cimd::layer::{Binder, Verdict};
use tower_cimd::resolve::{BoxFuture, StaticFetch};
use tower_cimd::{CimdLayer, ClientId, OAuthParams, Resolver};

use crate::rig::{Answer, CLIENT, ask, form, post_form};
use crate::support::{DEVICE_GRANT, fetched};

const CALLBACK: &str = "https://client.example.com/callback";

/// A host's codes and tokens: by text, whose they are and what is stored with them.
#[derive(Clone, Debug, Default)]
struct Table {
    rows: Arc<Mutex<HashMap<String, Row>>>,
    asked: Arc<Mutex<Vec<String>>>,
    trouble: Option<Trouble>,
}

#[derive(Clone, Debug)]
struct Row {
    client_id: String,
    binding: Option<String>,
}

#[derive(Clone, Copy, Debug)]
enum Trouble {
    Fails,
    NeverAnswers,
}

impl Table {
    fn in_trouble(trouble: Trouble) -> Self {
        Table {
            trouble: Some(trouble),
            ..Table::default()
        }
    }

    fn store(&self, text: &str, client_id: &str, binding: Option<String>) {
        let client_id = client_id.to_owned();
        let row = Row { client_id, binding };
        self.rows.lock().unwrap().insert(text.to_owned(), row);
    }

    fn row(&self, text: &str) -> Option<Row> {
        self.rows.lock().unwrap().get(text).cloned()
    }

    /// What was asked so far.
    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    async fn ask(
        &self,
        question: &str,
        grant: Grant<'_>,
    ) -> Result<Option<Row>, Box<dyn Error + Send + Sync>> {
        let asked = format!("{question} {} {}", grant.parameter(), grant.text());
        self.asked.lock().unwrap().push(asked);
        match self.trouble {
            None => Ok(self.row(grant.text())),
            Some(Trouble::Fails) => Err("the database is locked".into()),
            Some(Trouble::NeverAnswers) => std::future::pending().await,
        }
    }
}

impl Grants for Table {
    fn exists<'a>(
        &'a self,
        grant: Grant<'a>,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Existence, Box<dyn Error + Send + Sync>>> {
        Box::pin(async move {
            let row = self.ask("exists", grant).await?;
            Ok(match row.is_some_and(|row| row.client_id == client_id) {
                true => Existence::Exists,
                false => Existence::Unknown,
            })
        })
    }

    fn binding_of<'a>(
        &'a self,
        grant: Grant<'a>,
        _: &'a ClientId,
    ) -> BoxFuture<'a, Result<Option<String>, Box<dyn Error + Send + Sync>>> {
        Box::pin(async move {
            let row = self.ask("binding", grant).await?;
            Ok(row.and_then(|row| row.binding))
        })
    }
}

/// A token endpoint that uses codes up and rotates refresh tokens.
fn server(layer: CimdLayer, table: &Table) -> Router {
    Router::new()
        .route("/token", post(redeem))
        .route_layer(layer)
        .with_state(table.clone())
}

async fn redeem(State(table): State<Table>, request: Request) -> String {
    let (parts, _) = request.into_parts();
    let OAuthParams(parameters) = OAuthParams::of(&parts).unwrap();
    let seen = match Verdict::of(&parts.extensions) {
        Verdict::Client(_) => "client",
        Verdict::Identified(_) => "identified",
        Verdict::Registered => return "registered".to_owned(),
        other => panic!("{other:?}"),
    };
    let mut names = ["code", "refresh_token", "device_code"].into_iter();
    let Some(grant) = names.find_map(|name| parameters.get(name)) else {
        return format!("{seen} without a grant");
    };
    if table.rows.lock().unwrap().remove(grant).is_none() {
        return format!("{seen} with an unknown grant");
    }
    let binding = Binder::of(&parts).unwrap().rebind();
    table.store("token", CLIENT, Some(binding));
    seen.to_owned()
}

fn code(code: &str) -> Vec<(&str, &str)> {
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("code_verifier", verifier),
    ]
}

fn refresh(token: &str) -> Vec<(&str, &str)> {
    vec![("grant_type", "refresh_token"), ("refresh_token", token)]
}

fn device(code: &str) -> Vec<(&str, &str)> {
    vec![("grant_type", DEVICE_GRANT), ("device_code", code)]
}

fn request(client_id: &str, parameters: &[(&str, &str)]) -> Request {
    post_form(
        "/token",
        &form(&[&[("client_id", client_id)], parameters].concat()),
    )
}

async fn token(layer: &CimdLayer, table: &Table, parameters: &[(&str, &str)]) -> Answer {
    ask(&server(layer.clone(), table), request(CLIENT, parameters)).await
}

/// The document of [`CLIENT`] with these members.
fn document(members: &Value) -> String {
    let mut document: Value = serde_json::from_str(&crate::support::document(CLIENT)).unwrap();
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    document.to_string()
}

/// The document has these members from now on, and whoever asks sees it.
fn republish(network: &StaticFetch, resolver: &Resolver, members: &Value) {
    let json = [("content-type", "application/json")];
    let answer = fetched(200, &json, document(members));
    let _ = network.clone().answer(CLIENT, answer);
    resolver.forget(CLIENT);
}

#[track_caller]
fn refused(answer: &Answer, status: u16, error: &str, rule: &str) {
    assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    assert_eq!(answer.error(), error, "{answer:?}");
    let rule = format!("({rule})");
    assert!(answer.description().ends_with(&rule), "{answer:?}");
}

#[test]
fn a_grant_is_told_without_its_text() {
    for grant in [
        Grant::Code("sec.ret"),
        Grant::RefreshToken("sec.ret"),
        Grant::DeviceCode("sec.ret"),
    ] {
        let told = format!("{grant:?}");
        assert!(!told.contains("sec.ret"), "{told}");
        assert!(told.contains(grant.parameter()), "{told}");
    }
}

//! Requests recorded from real client software are located as their sender meant them.

use std::fs;
use std::path::Path;

use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::Method;
use serde_json::Value;
use tower_cimd::Leg;
use tower_cimd::rules::locate::Credential;
use tower_cimd::rules::locate::Place;
use tower_cimd::rules::locate::Presented;
use tower_cimd::rules::locate::Reading;
use tower_cimd::rules::locate::guess;
use tower_cimd::rules::locate::locate;

const SDK: &str = "https://client.example.com/oauth/client-metadata.json";
const ATPROTO: &str = "https://app.example.com/client-metadata.json";

struct Recording {
    method: Method,
    path: String,
    query: Option<String>,
    body: String,
    headers: HeaderMap,
}

impl Recording {
    fn parse(line: &str) -> Self {
        let line: Value = serde_json::from_str(line).unwrap();
        let (method, target) = line["req"].as_str().unwrap().split_once(' ').unwrap();
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (target, None),
        };
        let fields = line["h"].as_object().unwrap().iter().map(|(name, value)| {
            let value = HeaderValue::from_str(value.as_str().unwrap()).unwrap();
            (HeaderName::try_from(name).unwrap(), value)
        });
        Recording {
            method: method.parse().unwrap(),
            path: path.to_owned(),
            query,
            body: line["body"].as_str().unwrap().to_owned(),
            headers: fields.collect(),
        }
    }

    fn leg(&self) -> Option<Leg> {
        match self.path.as_str() {
            "/authorize" => Some(Leg::Authorization),
            "/par" => Some(Leg::PushedAuthorization),
            "/device_authorization" => Some(Leg::DeviceAuthorization),
            "/token" => Some(Leg::Token),
            "/revoke" => Some(Leg::Revocation),
            "/introspect" => Some(Leg::Introspection),
            _ => None,
        }
    }

    fn reading(&self) -> Reading<'_> {
        Reading {
            query: self.query.as_deref(),
            form: (self.method == Method::POST).then_some(self.body.as_bytes()),
            headers: &self.headers,
        }
    }

    fn place(&self) -> Place {
        match (&self.query, self.headers.contains_key("authorization")) {
            (Some(_), _) => Place::Query,
            (None, true) => Place::Basic,
            (None, false) => Place::Form,
        }
    }
}

fn recordings(file: &str) -> Vec<Recording> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors/wire")
        .join(file);
    fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(Recording::parse)
        .collect()
}

/// Every request of a file that is on a leg is located there, with these credentials in order.
#[track_caller]
fn located(file: &str, client_id: &str, credentials: &[Credential]) {
    let mut expected = credentials.iter();
    for recording in recordings(file) {
        let Some(leg) = recording.leg() else {
            assert_eq!(
                guess(&recording.method, &recording.reading()),
                None,
                "{}",
                recording.path
            );
            continue;
        };
        let presented = locate(leg, &recording.reading()).unwrap();
        let Presented::Url(located) = presented else {
            panic!("{} {}: {presented:?}", recording.path, recording.body);
        };
        assert_eq!(
            located.client_id, client_id,
            "{} {}",
            recording.path, recording.body
        );
        assert_eq!(
            located.place,
            recording.place(),
            "{} {}",
            recording.path,
            recording.body
        );
        assert_eq!(
            Some(&located.credential),
            expected.next(),
            "{} {}",
            recording.path,
            recording.body
        );
    }
    assert_eq!(expected.next(), None, "{file} has fewer requests");
}

use Credential::{Assertion as Jwt, BasicSecret as Basic, FormSecret as Post, Nothing as Public};

#[test]
fn the_typescript_sdk_is_located() {
    located("typescript-sdk-2.4.0.jsonl", SDK, &[Public, Public, Public]);
}

#[test]
fn rmcp_is_located() {
    located("rmcp-3.11.0.jsonl", SDK, &[Public, Public, Public]);
}

#[test]
fn authlib_is_located_with_its_raw_basic_credentials() {
    located(
        "authlib-1.9.9.jsonl",
        SDK,
        &[Public, Public, Basic, Post, Basic],
    );
}

#[test]
fn requests_oauthlib_is_located_with_its_empty_secret() {
    located(
        "requests-oauthlib-2.0.0.jsonl",
        SDK,
        &[Public, Public, Basic],
    );
}

#[test]
fn oauth4webapi_is_located_on_every_leg() {
    let public = [Public; 6];
    let jwt = [Jwt; 6];
    located(
        "oauth4webapi-3.8.8.jsonl",
        SDK,
        &[&public[..], &[Basic, Post], &jwt[..]].concat(),
    );
}

#[test]
fn the_atproto_client_is_located_before_and_after_its_pushed_request() {
    located(
        "atproto-oauth-client-node-0.3.17.jsonl",
        ATPROTO,
        &[Jwt, Public],
    );
}

#[test]
fn the_shapes_that_can_be_guessed_are_guessed_as_their_sender_meant_them() {
    for file in [
        "typescript-sdk-2.4.0.jsonl",
        "rmcp-3.11.0.jsonl",
        "authlib-1.9.9.jsonl",
        "requests-oauthlib-2.0.0.jsonl",
        "atproto-oauth-client-node-0.3.17.jsonl",
    ] {
        for recording in recordings(file) {
            let guessed = guess(&recording.method, &recording.reading());
            let meant = recording.leg().filter(|leg| *leg != Leg::Revocation);
            assert_eq!(
                guessed, meant,
                "{file} {} {}",
                recording.path, recording.body
            );
        }
    }
}

//! `client_assertions.jsonl`, each sent with a code (T20).

use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tower_cimd::resolve::StaticFetch;
use tower_cimd::rules::checks::Checks;

use crate::assertion::Signers;
use crate::rows;
use crate::wire::{Answer, Sent};
use crate::world::{CLIENT, World, asserting, document, signing};

const OTHER: &str = "https://other.example.com/client.json";

#[test]
fn every_assertion_is_answered_as_its_source_says() {
    let runtime = Runtime::new().unwrap();
    rows::check(
        "client_assertions.jsonl",
        "id",
        |row| Some(row["expect"].clone()),
        |row| runtime.block_on(verdict(row)),
    );
}

async fn verdict(row: &Value) -> Value {
    let signers = Signers::new();
    let world = world(&signers).await;
    let code = world.code().await;
    let fetches = world.documents.fetches();
    let assertion = match row.get("params") {
        Some(_) => String::new(),
        None => signers.text(row, world.now(), "random"),
    };
    let parameters = parameters(row, &assertion);
    before(row, &world, &signers).await;

    let answer = world.redeem(&code, &parameters).await;
    let proven = answer.status == 200;
    if !proven {
        refused(row, &answer);
        // The code is not burnt, and neither is the client.
        let honest = signers.ec1.assertion("ec1", &world.claims());
        let answer = world.redeem(&code, &asserting(&honest)).await;
        assert_eq!(answer.status, 200, "burnt by {row}: {answer:?}");
    }
    // Documents are known, keys are in them, and no header leads elsewhere.
    assert_eq!(world.documents.fetches(), fetches, "{row}");
    assert_eq!(world.keys.fetches(), 0, "{row}");
    said(row, proven)
}

/// The row's own sentence where our verdict is what it wants.
fn said(row: &Value, proven: bool) -> Value {
    let sentence = row["expect"].as_str().unwrap();
    let wanted = sentence.split([' ', ',', ';']).next().unwrap();
    let as_wanted = match wanted {
        "valid" if sentence.starts_with("valid or") => true,
        "valid" => proven,
        "invalid" | "invalid_client/invalid_request" => !proven,
        other => panic!("{other}"),
    };
    match (as_wanted, proven) {
        (true, _) => sentence.into(),
        (false, true) => "valid".into(),
        (false, false) => "invalid".into(),
    }
}

fn refused(row: &Value, answer: &Answer) {
    let error = answer.error().unwrap();
    // A megabyte is no form of this server's.
    if row["name"] == "raw-huge-1mb" {
        assert_eq!((answer.status, &*error), (413, "invalid_request"));
        return;
    }
    assert_eq!(answer.status, 400, "{row}: {answer:?}");
    // Two readers of it could act on different clients, or on none.
    let ambiguous = ["request.disagreement", "request.encoding"];
    let expected = match ambiguous.contains(&&*answer.rule()) {
        true => "invalid_request",
        false => "invalid_client",
    };
    assert_eq!(error, expected, "{row}: {answer:?}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

async fn world(signers: &Signers) -> World {
    let mut other = signing(&signers.ec1);
    other["client_id"] = OTHER.into();
    let documents = StaticFetch::new()
        .publish(CLIENT, signing(&signers.ec1).to_string())
        .publish(OTHER, other.to_string());
    let world = World::over(documents, StaticFetch::new(), Checks::default()).await;
    let page = Sent::get("/authorize", &[("client_id", OTHER)]);
    world.send(&page).await;
    world
}

/// What the row says has happened before.
async fn before(row: &Value, world: &World, signers: &Signers) {
    let mut row = row.clone();
    let client_id = match row["name"].as_str() {
        Some("jti-replay") => CLIENT,
        Some("jti-other-client") => {
            row["claims"]["iss"] = OTHER.into();
            row["claims"]["sub"] = OTHER.into();
            OTHER
        }
        _ => return,
    };
    let used = signers.text(&row, world.now(), "random");
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", client_id),
    ];
    let form = [&form[..], &asserting(&used)].concat();
    let answer = world.send(&Sent::post("/token", &form)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

fn parameters<'a>(row: &'a Value, assertion: &'a str) -> Vec<(&'a str, &'a str)> {
    match row["params"].as_object() {
        Some(parameters) => parameters
            .iter()
            .map(|(name, value)| (&**name, value.as_str().unwrap()))
            .collect(),
        None => asserting(assertion).to_vec(),
    }
}

/// `kid-unknown` where the keys are elsewhere: at most one more fetch in each interval.
#[tokio::test]
async fn unknown_keys_cost_one_fetch_in_an_interval() {
    let signers = Signers::new();
    let jwks_uri = "https://client.example.com/jwks.json";
    let of_client = document(json!({
        "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": jwks_uri,
    }));
    let documents = StaticFetch::new().publish(CLIENT, of_client.to_string());
    let set = json!({ "keys": [signers.ec1.jwk("ec1")] }).to_string();
    let keys = StaticFetch::new().publish(jwks_uri, set);
    let world = World::over(documents, keys, Checks::default()).await;
    let code = world.code().await;
    for fetches in 1..4 {
        for _ in 0..20 {
            let junk = signers.stranger.assertion("nope", &world.claims());
            let answer = world.redeem(&code, &asserting(&junk)).await;
            assert!([400, 503].contains(&answer.status), "{answer:?}");
            assert_eq!(world.keys.fetches(), fetches);
        }
        world.clock.advance(std::time::Duration::from_secs(30));
    }
    let honest = signers.ec1.assertion("ec1", &world.claims());
    let answer = world.redeem(&code, &asserting(&honest)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// T20: what names a client without proof is worth what a `client_id` is.
#[tokio::test]
async fn an_assertion_alone_fetches_what_its_client_id_alone_would() {
    let signers = Signers::new();
    let named = |client_id: &str, with_form: bool| {
        let claims = json!({"iss": client_id, "sub": client_id, "aud": "x", "exp": 1, "jti": "1"});
        let assertion = signers.stranger.assertion("k", &claims);
        let client_id = match with_form {
            true => vec![("client_id", client_id)],
            false => asserting(&assertion).to_vec(),
        };
        let needed = [
            ("grant_type", "authorization_code"),
            ("code", "c"),
            ("code_verifier", crate::world::VERIFIER),
            ("token", "t"),
        ];
        [&needed[..], &client_id]
            .concat()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect::<Vec<_>>()
    };
    for path in ["/token", "/revoke", "/introspect"] {
        for client_id in [CLIENT, "http://client.example.com/", "https://10.0.0.1/c"] {
            let mut fetches = Vec::new();
            for with_form in [true, false] {
                let world = World::with(&signing(&signers.ec1)).await;
                let form = named(client_id, with_form);
                let form: Vec<_> = form.iter().map(|(n, v)| (&**n, &**v)).collect();
                world.send(&Sent::post(path, &form)).await;
                fetches.push((world.documents.fetches(), world.keys.fetches()));
            }
            assert_eq!(fetches[0], fetches[1], "{path} {client_id}");
        }
    }
}

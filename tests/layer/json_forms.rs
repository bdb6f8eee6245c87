//! Token requests in JSON, where the server takes them (T4).

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::post;
use serde_json::{Value, json};
use tower_cimd::{CimdClient, CimdLayer, Leg, OAuthParams};

use crate::rig::{Answer, CLIENT, ask, layer, network, server};

fn request(uri: &str, media_type: &str, body: &str) -> Request {
    Request::post(uri)
        .header("content-type", media_type)
        .body(Body::from(body.to_owned()))
        .expect("a request")
}

/// A whole token request with these members besides or instead.
fn redemption(members: Value) -> Value {
    let mut whole = json!({
        "grant_type": "authorization_code", "client_id": CLIENT, "code": "c+d",
        "code_verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    });
    for (name, value) in members.as_object().expect("an object") {
        whole[name] = value.clone();
    }
    whole
}

async fn answer(layer: CimdLayer, body: &str) -> Answer {
    ask(&server(layer), request("/token", "application/json", body)).await
}

fn read() -> CimdLayer {
    layer(network()).json_forms()
}

#[tokio::test]
async fn by_default_json_is_not_judged() {
    let body = redemption(json!({})).to_string();
    assert_eq!(answer(layer(network()), &body).await.seen(), "NotJudged");
}

#[tokio::test]
async fn where_it_is_asked_for_it_is_read_as_a_form_and_arrives_as_it_came() {
    let body = redemption(json!({})).to_string();
    for layer in [read(), read().leg(Leg::Token)] {
        let answer = answer(layer, &body).await;
        assert_eq!(answer.body, format!("client {CLIENT}\n{body}"));
    }
}

#[tokio::test]
async fn the_handler_reads_the_parameters_as_ever() {
    async fn act(_: CimdClient, OAuthParams(params): OAuthParams) -> String {
        params.get("code").unwrap_or_default().to_owned()
    }
    let server = Router::new().route("/token", post(act)).route_layer(read());
    for code in ["c+d", "a b&client_id=evil", "\u{e9}\"%41"] {
        let body = redemption(json!({ "code": code })).to_string();
        let answer = ask(&server, request("/token", "application/json", &body)).await;
        assert_eq!(answer.body, code);
    }
}

#[tokio::test]
async fn it_is_checked_as_a_form_is() {
    for (members, error) in [
        (json!({"grant_type": "password"}), "unsupported_grant_type"),
        (json!({"code_verifier": ""}), "invalid_grant"),
        (json!({"scope": "\""}), "invalid_scope"),
        (json!({"client_secret": "s"}), "invalid_client"),
    ] {
        let body = redemption(members.clone()).to_string();
        let answer = answer(read().leg(Leg::Token), &body).await;
        assert_eq!(answer.error(), error, "{members}");
    }
}

/// Two readers could read two requests.
#[tokio::test]
async fn what_is_no_object_of_strings_is_not_judged() {
    let whole = redemption(json!({})).to_string();
    let twice = whole.replacen('{', r#"{"client_id":"opaque","#, 1);
    let escaped = whole.replacen('{', r#"{"client\u005fid":"opaque","#, 1);
    for body in [
        &*twice,
        &escaped,
        &redemption(json!({"code": 1})).to_string(),
        &redemption(json!({"code": null})).to_string(),
        &redemption(json!({"resource": ["https://a.example.com/"]})).to_string(),
        &redemption(json!({"a": {"client_id": "opaque"}})).to_string(),
        &format!("[{whole}]"),
        &format!("\u{feff}{whole}"),
        &format!("{whole}{whole}"),
        "",
        "grant_type=authorization_code",
    ] {
        let network = network();
        let layer = layer(network.clone()).json_forms().leg(Leg::Token);
        assert_eq!(answer(layer, body).await.seen(), "NotJudged", "{body}");
        assert_eq!(network.fetches(), 0, "{body}");
    }
}

#[tokio::test]
async fn a_registered_clients_json_passes_as_it_came() {
    let body = r#"{"grant_type":"x","client_id":"opaque","extra":"y"}"#;
    assert_eq!(
        answer(read(), body).await.body,
        format!("Registered\n{body}")
    );
}

#[tokio::test]
async fn other_media_types_and_codings_are_not_judged() {
    let body = redemption(json!({})).to_string();
    for media_type in [
        "application/token+json",
        "text/json",
        "application/json; charset=utf-16",
    ] {
        let answer = ask(&server(read()), request("/token", media_type, &body)).await;
        assert_eq!(answer.seen(), "NotJudged", "{media_type}");
    }
    let coded = crate::rig::with(
        request("/token", "application/json", &body),
        "content-encoding",
        "gzip",
    );
    assert_eq!(ask(&server(read()), coded).await.seen(), "NotJudged");
}

#[tokio::test]
async fn at_the_authorization_endpoint_there_is_no_json() {
    let body = json!({"response_type": "code", "client_id": CLIENT}).to_string();
    for layer in [read(), read().leg(Leg::Authorization)] {
        let answer = ask(
            &server(layer),
            request("/authorize", "application/json", &body),
        )
        .await;
        assert_eq!(answer.seen(), "NotJudged");
    }
}

#[tokio::test]
async fn it_is_read_within_the_limits_of_forms() {
    let body = redemption(json!({"pad": "x".repeat(1000)})).to_string();
    let answer = answer(read().form_limit(500), &body).await;
    assert_eq!(answer.status, 413);
}

//! What the server says about itself.

use http::StatusCode;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
};
use reqwest::Method;
use serde_json::json;

use crate::world::{World, answer};

#[tokio::test]
async fn the_authorization_server_says_what_clients_look_for() {
    let world = World::new().await;
    let told = world
        .get("/.well-known/oauth-authorization-server")
        .await
        .json();
    assert_eq!(told["issuer"], world.running.issuer());
    assert_eq!(told["client_id_metadata_document_supported"], true);
    assert_eq!(told["authorization_response_iss_parameter_supported"], true);
    assert_eq!(told["code_challenge_methods_supported"], json!(["S256"]));
    let methods = &told["token_endpoint_auth_methods_supported"];
    assert_eq!(*methods, json!(["none", "private_key_jwt"]));
    for endpoint in [
        "token",
        "pushed_authorization_request",
        "revocation",
        "introspection",
    ] {
        let url = told[format!("{endpoint}_endpoint")].as_str().unwrap();
        let request = world.http.post(url).header("content-length", 0);
        // It is there: a request without a form is refused, not lost.
        assert_eq!(
            answer(request).await.status,
            StatusCode::BAD_REQUEST,
            "{url}"
        );
    }
}

#[tokio::test]
async fn each_mount_names_itself_its_server_and_its_scope() {
    let world = World::new().await;
    for (path, scope) in [("/mcp", "mcp:tools"), ("/mcp/admin", "mcp:admin")] {
        let metadata = format!("/.well-known/oauth-protected-resource{path}");
        let told = world.get(&metadata).await.json();
        assert_eq!(told["resource"], world.url(path));
        assert_eq!(
            told["authorization_servers"],
            json!([world.running.issuer()])
        );
        assert_eq!(told["scopes_supported"], json!([scope]));
    }
}

#[tokio::test]
async fn a_client_in_a_browser_may_ask() {
    let world = World::new().await;
    for (path, method) in [
        ("/mcp", "POST"),
        ("/mcp/admin", "POST"),
        ("/token", "POST"),
        ("/.well-known/oauth-authorization-server", "GET"),
        ("/.well-known/oauth-protected-resource/mcp", "GET"),
        ("/.well-known/oauth-protected-resource/mcp/admin", "GET"),
    ] {
        let preflight = world
            .http
            .request(Method::OPTIONS, world.url(path))
            .header("origin", "https://inspector.example")
            .header("access-control-request-method", method)
            .header("access-control-request-headers", "mcp-protocol-version");
        let told = answer(preflight).await;
        assert!(told.status.is_success(), "{path}: {told:?}");
        assert_eq!(told.headers[ACCESS_CONTROL_ALLOW_ORIGIN], "*", "{path}");
        let headers = told.headers[ACCESS_CONTROL_ALLOW_HEADERS].to_str().unwrap();
        let headers = headers.to_ascii_lowercase();
        assert!(
            headers.contains("mcp-protocol-version"),
            "{path}: {headers}"
        );
    }
    let refused = world.http.post(world.url("/mcp"));
    let refused = answer(refused.header("origin", "https://inspector.example")).await;
    let exposed = refused.headers[ACCESS_CONTROL_EXPOSE_HEADERS]
        .to_str()
        .unwrap();
    assert!(
        exposed.to_ascii_lowercase().contains("www-authenticate"),
        "{exposed}"
    );
}

#[tokio::test]
async fn a_page_that_a_person_sees_is_read_by_no_other_site() {
    let world = World::with(false, &[]).await;
    let page = world.authorize(&crate::world::NAMED.request()).await;
    assert!(!page.headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
}

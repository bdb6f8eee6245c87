//! Clients by number, their documents, and what their users' browsers send.

use bytes::Bytes;

/// The client_id of the client with this number, on a host of its own, so that nobody's share of the
/// cache or of the fetches is used up.
pub(crate) fn client_id(number: usize, port: u16) -> String {
    client_id_on(&format!("c{number:06}.example.net"), number, port)
}

/// The same on a host of the caller's choice.
pub(crate) fn client_id_on(host: &str, number: usize, port: u16) -> String {
    match port {
        443 => format!("https://{host}/oauth/{number:06}.json"),
        port => format!("https://{host}:{port}/oauth/{number:06}.json"),
    }
}

/// A document of 605 bytes, as long as published ones are.
pub(crate) fn document(client_id: &str) -> String {
    let origin = origin(client_id);
    let document = format!(
        r#"{{"client_id":"{client_id}","client_name":"Example Client","client_uri":"{origin}/","logo_uri":"{origin}/logo.png","tos_uri":"{origin}/terms","policy_uri":"{origin}/privacy","redirect_uris":["{origin}/callback","http://127.0.0.1/callback","http://localhost/callback"],"grant_types":["authorization_code","refresh_token"],"response_types":["code"],"token_endpoint_auth_method":"none"}}"#
    );
    assert!(document.len() <= 605);
    format!("{document:605}")
}

/// An authorization request of the client, as a browser sends it.
pub(crate) fn authorization(client_id: &str) -> Bytes {
    let origin = origin(client_id);
    let redirect_uri = encoded(&format!("{origin}/callback"));
    request(&format!(
        "&redirect_uri={redirect_uri}&client_id={}",
        encoded(client_id)
    ))
}

/// An authorization request of a client that the server has registered.
pub(crate) fn authorization_of_opaque() -> Bytes {
    let redirect_uri = encoded("https://legacy.example.net/callback");
    request(&format!(
        "&redirect_uri={redirect_uri}&client_id=legacy-app"
    ))
}

/// A request that has no client_id.
pub(crate) fn without_client_id() -> Bytes {
    request("&page=2")
}

fn request(parameters: &str) -> Bytes {
    let head = format!(
        "GET /authorize?response_type=code&state=af0ifjsldkj&code_challenge_method=S256\
         &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM{parameters} HTTP/1.1\r\n\
         host: as.example.com\r\naccept: text/html\r\nuser-agent: Mozilla/5.0\r\n\r\n"
    );
    Bytes::from(head)
}

fn origin(client_id: &str) -> &str {
    client_id.split("/oauth/").next().unwrap()
}

fn encoded(uri: &str) -> String {
    uri.replace(':', "%3A").replace('/', "%2F")
}

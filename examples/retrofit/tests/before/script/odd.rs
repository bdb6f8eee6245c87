//! What nobody should send, and somebody does.

use crate::script::Player;

pub(crate) async fn play(player: &mut Player) {
    for line in LINES {
        player.send(line, &[], b"").await;
    }
    for path in ["/authorize", "/token", "/revoke", "/introspect"] {
        for form in FORMS {
            player.post(path, &[], form).await;
        }
        for (fields, body) in BODIES {
            let length = format!("content-length: {}", body.len());
            let fields = [&[length.as_str()], *fields].concat();
            let line = format!("POST {path}");
            player.send(&line, &fields, body.as_bytes()).await;
        }
        for credentials in CREDENTIALS {
            player
                .post(path, &[credentials], "grant_type=refresh_token&token=x")
                .await;
        }
        let chunked = [FORM, "transfer-encoding: chunked"];
        let body = b"9\r\nclient_id\r\n7\r\n=reader\r\n0\r\nx-trailer: 1\r\n\r\n";
        player.send(&format!("POST {path}"), &chunked, body).await;
        let long = format!("client_id=reader&pad={}", "x".repeat(20_000));
        player.post(path, &[], &long).await;
    }
}

const LINES: &[&str] = &[
    "GET /",
    "GET /nowhere?client_id=reader",
    "GET /authorize/?client_id=reader",
    "GET /authorize",
    "GET /authorize?",
    "GET /authorize?&&=&",
    "GET /authorize?client_id",
    "GET /authorize?client_id=",
    "GET /authorize?client_id=nobody",
    "GET /authorize?client_id=READER",
    "GET /authorize?client_id=%zz&redirect_uri=%",
    "GET /authorize?client_id=%ff%fe",
    "GET /authorize?client%5Fid=reader&redirect_uri=https%3A%2F%2Freader.example%2Fcallback",
    "GET /authorize?client_id=reader&client_id=reader",
    "GET /authorize?client_id=reader&client_id=partner",
    "GET /authorize?client_id=reader&state=1&state=2",
    "GET /authorize?client_id=reader&x=1&x=2",
    "GET /authorize?client_id=reader",
    "GET /authorize?client_id=reader&redirect_uri=https://evil.example/callback",
    "GET /authorize?client_id=reader&redirect_uri=https://reader.example/callback/",
    "GET /authorize?client_id=reader&redirect_uri=https://reader.example/callback",
    "GET /authorize?client_id=reader&request_uri=urn:x&redirect_uri=https://evil.example/",
    "GET /authorize?client_id=https://wiki.example.com/",
    "GET /authorize?client_id=https%3A%2F%2Fwiki.example.com%2F&redirect_uri=https://evil.example/",
    "GET /authorize?client_id=https://wiki.example.com/&redirect_uri=https://wiki.example.com/callback",
    "HEAD /authorize?client_id=reader&redirect_uri=https://reader.example/callback",
    "HEAD /authorize?client_id=https://wiki.example.com/&redirect_uri=https://wiki.example.com/callback",
    "HEAD /authorize",
    "HEAD /token",
    "HEAD /login",
    "HEAD /.well-known/oauth-authorization-server",
    "OPTIONS /authorize",
    "OPTIONS /token",
    "PUT /authorize?client_id=reader",
    "DELETE /token",
    "PATCH /revoke",
    "QUERY /token?client_id=reader",
    "GET /token",
    "GET /token?grant_type=authorization_code&client_id=reader",
    "GET /revoke?token=x",
    "GET /introspect?token=x",
    "GET /consent",
    "POST /consent",
    "POST /token",
    "POST /authorize?client_id=reader",
    "POST /.well-known/oauth-authorization-server",
    "GET /.well-known/openid-configuration",
];

const FORMS: &[&str] = &[
    "",
    "&",
    "client_id=reader",
    "client_id=",
    "client_id=nobody&grant_type=refresh_token",
    "client_id=reader&client_id=reader",
    "client_id=reader&grant_type=password&username=ada&password=lovelace",
    "client_id=reader&grant_type=authorization_code",
    "client_id=reader&grant_type=authorization_code&code=x",
    "client_id=reader&grant_type=authorization_code&code=x&code=y",
    "client_id=reader&grant_type=refresh_token&refresh_token=x&scope=notes:write",
    "client_id=reader&client_secret=wrong&grant_type=refresh_token",
    "client_id=reader&client_secret=&grant_type=refresh_token",
    "client_id=partner&grant_type=refresh_token",
    "client_id=partner&client_secret=wrong&grant_type=refresh_token",
    "client_id=notes-cli&grant_type=refresh_token&refresh_token=x",
    "client_id=https://wiki.example.com/&grant_type=refresh_token&refresh_token=x&token=x",
    "client_id=https://wiki.example.com/&client_secret=wrong&token=x",
    "token=x",
    "client_id=reader&token=x&token_type_hint=nonsense",
    "client_id=reader&response_type=code&redirect_uri=https://reader.example/callback",
    "client_id=%zz&grant_type=%",
    "client_id=%ff",
];

/// Each with its fields.
const BODIES: &[(&[&str], &str)] = &[
    (&[], "client_id=reader&grant_type=refresh_token"),
    (&["content-type: text/plain"], "client_id=reader"),
    (
        &["content-type: application/json"],
        "{\"client_id\": \"reader\"}",
    ),
    (
        &["content-type: application/x-www-form-urlencodedx"],
        "client_id=reader",
    ),
    (
        &["content-type: Application/X-WWW-Form-URLEncoded"],
        "client_id=reader&token=x",
    ),
    (
        &["content-type: application/x-www-form-urlencoded; charset=utf-8"],
        "client_id=reader",
    ),
    (
        &["content-type: application/x-www-form-urlencoded; charset=latin1"],
        "client_id=reader",
    ),
    (
        &[FORM, "content-encoding: gzip"],
        "client_id=reader&token=x",
    ),
    (
        &[FORM, "x-http-method-override: GET"],
        "client_id=reader&token=x",
    ),
    (&[FORM, FORM], "client_id=reader&token=x"),
    (
        &["content-type: multipart/form-data; boundary=b"],
        "--b\r\n\r\nx\r\n--b--\r\n",
    ),
];

const CREDENTIALS: &[&str] = &[
    "authorization: Basic",
    "authorization: Basic !!!",
    "authorization: Basic cmVhZGVy",
    "authorization: Basic cmVhZGVyOg==",
    "authorization: basic cGFydG5lcjp3cm9uZw==",
    "authorization: Basic bm9ib2R5OnNlY3JldA==",
    "authorization: Bearer cmVhZGVyOg==",
];

const FORM: &str = "content-type: application/x-www-form-urlencoded";

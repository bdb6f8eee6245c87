//! Without a Client Identifier URL nothing is judged.

use tower_cimd::Leg;
use tower_cimd::rules::locate::any_url_form;

use super::request::BACK_CHANNEL;
use super::request::Request;
use super::request::assertion;
use super::request::basic;
use super::request::form;
use super::request::query;

#[test]
fn a_request_without_a_client_id_presents_nothing() {
    for leg in Leg::ALL {
        Request::default().presents_nothing(leg);
        query("").form("").presents_nothing(leg);
        query("client_id=&client_id")
            .form("client_id=&a=b")
            .presents_nothing(leg);
        form("xclient_id=a&client_idx=b&client_id[]=c&Client_id=d&client%2Did=e")
            .presents_nothing(leg);
    }
    query("?client_id=https://h/c").presents_nothing(Leg::Authorization);
    query("\u{feff}client_id=https://h/c").presents_nothing(Leg::Authorization);
}

#[test]
fn an_opaque_client_id_passes() {
    for id in [
        "app",
        "0",
        "http://h/c",
        "http%3A%2F%2Flocalhost%3Fx",
        "https",
        "https:",
        "https:/h",
        "https%3A%2F",
        "%20https://h/c",
        "%EF%BB%BFhttps://h/c",
        "+https://h/c",
        "https%253A%252F%252Fh",
        "\u{ff48}ttps://h/c",
        "urn:x",
        "https%00://h",
    ] {
        query(&format!("client_id={id}")).passes_opaque(Leg::Authorization);
        for leg in Leg::ALL {
            form(format!("client_id={id}")).passes_opaque(leg);
        }
    }
}

#[test]
fn an_opaque_client_id_passes_whatever_else_is_wrong() {
    let many = "a=1&".repeat(1000);
    for leg in Leg::ALL {
        form("client_id=a&client_id=b&code=1&code=2").passes_opaque(leg);
        form("client_id=%&state=%zz&code=%FF").passes_opaque(leg);
        form(b"client_id=\xff").passes_opaque(leg);
        form(format!("{many}client_id=a")).passes_opaque(leg);
    }
    query("client_id=a")
        .form("client_id=b&state=x")
        .passes_opaque(Leg::Authorization);
    query("state=1&client_id=a&state=2").passes_opaque(Leg::Authorization);
}

#[test]
fn an_opaque_client_passes_whatever_is_wrong_with_its_authentication() {
    for leg in BACK_CHANNEL {
        basic("a:x")
            .form("client_id=b&client_secret=c&client_assertion=d")
            .passes_opaque(leg);
        basic("a:x").basic("b:y").passes_opaque(leg);
        form("client_id=a")
            .authorization("Basic !!!")
            .passes_opaque(leg);
        basic("no colon").passes_opaque(leg);
        basic("100%:x").passes_opaque(leg);
        form(assertion(r#"{"iss": "a", "sub": "b"}"#)).passes_opaque(leg);
        form(format!(
            "client_id=a&client_assertion={}",
            "x".repeat(60_000)
        ))
        .passes_opaque(leg);
    }
}

#[test]
fn what_names_nobody_presents_nothing() {
    for leg in BACK_CHANNEL {
        basic(":").presents_nothing(leg);
        basic(":secret").presents_nothing(leg);
        Request::default()
            .authorization("Bearer x")
            .presents_nothing(leg);
        Request::default()
            .authorization("DPoP x")
            .presents_nothing(leg);
        form("client_assertion=a.b.c").presents_nothing(leg);
        form("client_assertion=").presents_nothing(leg);
        form(assertion(r#"{"sub": 1, "iss": ""}"#)).presents_nothing(leg);
        form(assertion(r#"["sub"]"#)).presents_nothing(leg);
    }
}

#[test]
fn a_url_is_seen_anywhere_by_who_does_not_know_the_leg() {
    let sub = assertion(r#"{"sub": "https://h/c"}"#);
    let places = [
        query("client_id=https://h/c"),
        form("client%5fid=HTTPS%3A%2F%2Fh"),
        form("client_id=app&client_id=https://h/c"),
        basic("https%3A%2F%2Fh%2Fc:"),
        basic("https://h"),
        basic("app:x").basic("https://h/c:"),
        form(&sub),
        query("client_id=app").form(&sub),
    ];
    for request in places {
        assert!(any_url_form(&request.reading()), "{request:?}");
    }
    let none = query("client_id=app&redirect_uri=https://h/c")
        .form("client_id=http://h")
        .basic("app:https://h");
    assert!(!any_url_form(&none.reading()));
}

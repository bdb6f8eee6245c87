//! Where an authorization response leads.

use http::StatusCode;
use tower_cimd::rules::authorization_response::AuthorizationResponse;
use tower_cimd::rules::issuer::Issuer;

fn issuer() -> Issuer {
    Issuer::parse("https://as.example.com").unwrap()
}

fn granted(redirect_uri: &str, code: &str, state: Option<&str>) -> String {
    let issuer = issuer();
    let response = AuthorizationResponse {
        issuer: &issuer,
        redirect_uri,
        state,
    };
    response.code(code).as_str().to_owned()
}

#[test]
fn the_query_of_the_redirection_uri_stays_as_it_is() {
    for (redirect_uri, start) in [
        ("https://a.example.com/cb", "https://a.example.com/cb?"),
        ("https://a.example.com", "https://a.example.com?"),
        ("https://a.example.com/cb?", "https://a.example.com/cb?"),
        (
            "https://a.example.com/cb?x=%2f+",
            "https://a.example.com/cb?x=%2f+&",
        ),
        ("https://a.example.com/cb?x&", "https://a.example.com/cb?x&"),
        ("com.example.app:/cb", "com.example.app:/cb?"),
        ("http://[::1]:1/", "http://[::1]:1/?"),
    ] {
        let rest = "code=c&iss=https%3A%2F%2Fas.example.com";
        assert_eq!(granted(redirect_uri, "c", None), format!("{start}{rest}"));
    }
}

/// Header injection, and parameters that a `state` might bring along.
#[test]
fn whatever_is_added_is_encoded() {
    let state = "a\r\nSet-Cookie: x=1&code=evil#\u{e9}\0";
    let location = granted("https://a.example.com/cb", "a&b", Some(state));
    assert!(
        location.bytes().all(|byte| matches!(byte, 0x21..=0x7e)),
        "{location}"
    );
    assert!(!location.contains('#'), "{location}");
    let (_, query) = location.split_once('?').unwrap();
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        pairs,
        [
            pair("code", "a&b"),
            pair("state", state),
            pair("iss", "https://as.example.com")
        ]
    );
}

#[test]
fn an_empty_state_comes_back_as_it_came() {
    assert!(granted("https://a.example.com/cb", "c", Some("")).contains("&state=&"));
}

#[test]
fn an_error_is_told_with_its_description_state_and_issuer() {
    let issuer = issuer();
    let response = AuthorizationResponse {
        issuer: &issuer,
        redirect_uri: "https://a.example.com/",
        state: Some("s"),
    };
    assert_eq!(
        response
            .error("access_denied", Some("the user said no"))
            .as_str(),
        "https://a.example.com/?error=access_denied&error_description=the+user+said+no&state=s\
         &iss=https%3A%2F%2Fas.example.com"
    );
    assert_eq!(
        response.error("access_denied", None).to_string(),
        "https://a.example.com/?error=access_denied&state=s&iss=https%3A%2F%2Fas.example.com"
    );
}

/// RFC 9700 §4.12.
#[test]
fn the_redirect_is_a_303_that_nobody_stores() {
    let issuer = issuer();
    let response = AuthorizationResponse {
        issuer: &issuer,
        redirect_uri: "https://a.example.com/\u{e9}\n",
        state: None,
    };
    let location = response.code("c");
    let response = location.see_other::<Vec<u8>>();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let headers = response.headers();
    assert_eq!(headers["location"], location.as_str());
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["referrer-policy"], "no-referrer");
}

#[test]
fn a_code_is_not_written_into_logs() {
    let issuer = issuer();
    let response = AuthorizationResponse {
        issuer: &issuer,
        redirect_uri: "https://a.example.com/",
        state: None,
    };
    let told = format!("{:?}", response.code("secret"));
    assert_eq!(told, "Location(\"https://a.example.com/\")");
}

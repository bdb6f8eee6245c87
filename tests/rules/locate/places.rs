//! Which places a leg uses, and what is found there.

use std::borrow::Cow;

use tower_cimd::Leg;
use tower_cimd::rules::locate::Credential;
use tower_cimd::rules::locate::Place;
use tower_cimd::rules::locate::Presented;

use super::request::BACK_CHANNEL;
use super::request::C;
use super::request::ENCODED;
use super::request::assertion;
use super::request::basic;
use super::request::form;
use super::request::query;

#[test]
fn an_authorization_request_carries_it_in_its_query_or_its_form() {
    let leg = Leg::Authorization;
    query(&format!("response_type=code&client_id={ENCODED}")).finds(leg, C, Place::Query);
    query(&format!("client_id={C}")).finds(leg, C, Place::Query);
    form(format!("client_id={ENCODED}&response_type=code")).finds(leg, C, Place::Form);
    form("decision=allow")
        .query(&format!("client_id={ENCODED}"))
        .finds(leg, C, Place::Query);
    form(format!("client_id={C}"))
        .query(&format!("client_id={ENCODED}"))
        .finds(leg, C, Place::Query);
}

#[test]
fn after_a_pushed_request_the_query_carries_two_parameters() {
    query(&format!("client_id={ENCODED}&request_uri=urn%3Ax")).finds(
        Leg::Authorization,
        C,
        Place::Query,
    );
}

#[test]
fn the_authorization_header_of_a_browser_is_its_users() {
    let leg = Leg::Authorization;
    query(&format!("client_id={ENCODED}"))
        .basic("admin:password")
        .finds(leg, C, Place::Query);
    basic(&format!("{ENCODED}:"))
        .query("client_id=app")
        .passes_opaque(leg);
    form(assertion(&format!(r#"{{"sub": "{C}"}}"#))).presents_nothing(leg);
}

#[test]
fn a_back_channel_request_carries_it_in_its_form() {
    for leg in BACK_CHANNEL {
        form(format!("token=x&client_id={ENCODED}")).finds(leg, C, Place::Form);
        form(format!("client_id={C}&client_secret=")).finds(leg, C, Place::Form);
    }
}

#[test]
fn a_back_channel_request_carries_it_in_basic_credentials() {
    for leg in BACK_CHANNEL {
        basic(&format!("{ENCODED}:"))
            .form("grant_type=x")
            .finds(leg, C, Place::Basic);
        basic(&format!("{C}:")).finds(leg, C, Place::Basic);
        basic(&format!("{C}:"))
            .form(format!("client_id={ENCODED}"))
            .finds(leg, C, Place::Basic);
    }
}

#[test]
fn a_back_channel_request_carries_it_in_a_client_assertion() {
    let seen = Credential::Assertion;
    let both = assertion(&format!(r#"{{"iss": "{C}", "sub": "{C}"}}"#));
    for leg in BACK_CHANNEL {
        form(&both).finds_with(leg, C, Place::Assertion, seen);
        form(format!("{both}&client_id={ENCODED}")).finds_with(leg, C, Place::Form, seen);
        form(assertion(&format!(r#"{{"sub": "{C}"}}"#))).finds_with(leg, C, Place::Assertion, seen);
        form(assertion(&format!(r#"{{"iss": "{C}"}}"#))).finds_with(leg, C, Place::Assertion, seen);
        form(format!("client_assertion=a.b.c&client_id={C}")).finds_with(leg, C, Place::Form, seen);
    }
}

#[test]
fn the_query_of_a_back_channel_request_means_nothing() {
    for leg in BACK_CHANNEL {
        query(&format!("client_id={ENCODED}")).presents_nothing(leg);
        query(&format!("client_id={ENCODED}"))
            .form("client_id=app")
            .passes_opaque(leg);
        let evil = query("client_id=https%3A%2F%2Fevil.example.net%2Fc&client_id=x&code=%");
        evil.form(format!("client_id={ENCODED}"))
            .finds(leg, C, Place::Form);
    }
}

#[test]
fn a_name_is_seen_however_it_is_encoded() {
    for name in [
        "client%5Fid",
        "client%5fid",
        "%63lient_id",
        "%63%6C%69%65%6E%74%5F%69%64",
    ] {
        query(&format!("a=b&{name}={ENCODED}")).finds(Leg::Authorization, C, Place::Query);
        form(format!("{name}={ENCODED}&a=b")).finds(Leg::Token, C, Place::Form);
    }
}

#[test]
fn a_scheme_is_seen_however_it_is_written() {
    for id in ["HTTPS://h/c", "hTtPs://h/c", "https://"] {
        query(&format!("client_id={id}")).finds(Leg::Authorization, id, Place::Query);
        let escaped: String = id.bytes().map(|octet| format!("%{octet:02X}")).collect();
        query(&format!("client_id={escaped}")).finds(Leg::Authorization, id, Place::Query);
        form(format!("client_id={escaped}")).finds(Leg::Token, id, Place::Form);
    }
}

#[test]
fn what_is_url_form_is_handed_on_undecoded_twice_and_unjudged() {
    let leg = Leg::Authorization;
    query("client_id=https%3A%2F%2Fh%2F%252Fa%2Bb+c").finds(
        leg,
        "https://h/%2Fa+b c",
        Place::Query,
    );
    query("client_id=https://h/\u{e9}").finds(leg, "https://h/\u{e9}", Place::Query);
    query("client_id=https%3A%2F%2Fh%2F%00%0A").finds(leg, "https://h/\0\n", Place::Query);
    query(&format!("client_id={C};redirect_uri=x")).finds(
        leg,
        &format!("{C};redirect_uri=x"),
        Place::Query,
    );
}

#[test]
fn what_was_not_encoded_is_borrowed() {
    let request = query(&format!("client_id={C}"));
    let Ok(Presented::Url(located)) = request.on(Leg::Authorization) else {
        panic!("not found");
    };
    assert!(matches!(located.client_id, Cow::Borrowed(_)));
}

#[test]
fn the_credential_that_came_along_is_told() {
    let (leg, id) = (Leg::Token, format!("client_id={ENCODED}"));
    basic(&format!("{C}:s")).finds_with(leg, C, Place::Basic, Credential::BasicSecret);
    form(format!("{id}&client_secret=s")).finds_with(leg, C, Place::Form, Credential::FormSecret);
    form(format!("{id}&client_assertion=s")).finds_with(leg, C, Place::Form, Credential::Assertion);
    form(format!("{id}&client_assertion=&client_secret=")).finds(leg, C, Place::Form);
    form(&id)
        .authorization("Bearer x")
        .finds(leg, C, Place::Form);
    let several = Credential::Several;
    form(format!("{id}&client_assertion=s&client_secret=s")).finds_with(
        leg,
        C,
        Place::Form,
        several,
    );
    basic(&format!("{C}:s"))
        .form("client_secret=s")
        .finds_with(leg, C, Place::Basic, several);
    basic(&format!("{C}:s"))
        .form("client_assertion=s")
        .finds_with(leg, C, Place::Basic, several);
    query(&format!("{id}&client_secret=s")).finds(Leg::Authorization, C, Place::Query);
}

#[test]
fn the_parameters_are_those_of_the_places_that_the_leg_uses() {
    let request = query("client_id=q&scope=q&resource=q&state=q")
        .form("client_id=f&code=f&state=&resource=f");
    let token = request.parameters(Leg::Token);
    assert_eq!(
        (token.get("client_id"), token.get("scope")),
        (Some("f"), None)
    );
    let authorization = request.parameters(Leg::Authorization);
    assert_eq!(
        authorization.get("client_id"),
        Some("f"),
        "the form goes first"
    );
    assert_eq!(authorization.get("scope"), Some("q"));
    assert_eq!(
        authorization.get("state"),
        Some("q"),
        "an empty value is an absent one"
    );
    assert_eq!(authorization.get_all("resource").collect::<Vec<_>>(), ["f"]);
}

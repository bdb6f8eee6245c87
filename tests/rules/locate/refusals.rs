//! Where a Client Identifier URL stands, what two readers could read differently is refused.

use tower_cimd::Leg;
use tower_cimd::rules::locate::Credential;
use tower_cimd::rules::locate::LocateError;
use tower_cimd::rules::locate::LocateError::AssertionSize;
use tower_cimd::rules::locate::LocateError::Conflict;
use tower_cimd::rules::locate::LocateError::Disagreement;
use tower_cimd::rules::locate::LocateError::Encoding;
use tower_cimd::rules::locate::LocateError::Repeated;
use tower_cimd::rules::locate::LocateError::TooMany;
use tower_cimd::rules::locate::Place;

use super::request::BACK_CHANNEL;
use super::request::C;
use super::request::ENCODED;
use super::request::assertion;
use super::request::basic;
use super::request::form;
use super::request::query;

#[test]
fn a_repeated_client_id_is_refused() {
    for other in ["", "app", ENCODED, "https://evil.example.net/c", "%FF"] {
        for text in [
            format!("client_id={ENCODED}&client_id={other}"),
            format!("client%5Fid={other}&a=b&client_id={ENCODED}"),
        ] {
            query(&text).is_refused(Leg::Authorization, Repeated("client_id"));
            for leg in Leg::ALL {
                form(&text).is_refused(leg, Repeated("client_id"));
            }
        }
    }
}

#[test]
fn places_that_disagree_are_refused() {
    let leg = Leg::Authorization;
    let url = format!("client_id={ENCODED}");
    query(&url)
        .form("client_id=https%3A%2F%2Fevil.example.net%2Fc")
        .is_refused(leg, Disagreement);
    query(&url)
        .form("client_id=app")
        .is_refused(leg, Disagreement);
    query("client_id=app")
        .form(&url)
        .is_refused(leg, Disagreement);
    for leg in BACK_CHANNEL {
        basic("app:").form(&url).is_refused(leg, Disagreement);
        basic(&format!("{ENCODED}:"))
            .form("client_id=app")
            .is_refused(leg, Disagreement);
        basic(&format!("{C}/:"))
            .form(&url)
            .is_refused(leg, Disagreement);
        basic(&format!("{}:", C.replace("https", "HTTPS")))
            .form(&url)
            .is_refused(leg, Disagreement);
    }
}

#[test]
fn an_assertion_for_another_client_is_refused() {
    for leg in BACK_CHANNEL {
        let refused = |claims: &str, id: &str| {
            form(format!("{}&client_id={id}", assertion(claims))).is_refused(leg, Disagreement);
        };
        refused(r#"{"sub": "app"}"#, ENCODED);
        refused(&format!(r#"{{"sub": "{C}"}}"#), "app");
        refused(&format!(r#"{{"sub": "{C}", "iss": "{C}#"}}"#), ENCODED);
        refused(&format!(r#"{{"sub": "{C}", "iss": "app"}}"#), "");
        refused(&format!(r#"{{"sub": "app", "s\u0075b": "{C}"}}"#), "");
        refused(&format!(r#"{{"sub": "{C}", "sub": "app"}}"#), "");
        let claims = format!(r#"{{"sub": "{C}"}}"#);
        basic("app:")
            .form(assertion(&claims))
            .is_refused(leg, Disagreement);
    }
}

#[test]
fn a_parameter_that_may_appear_once_is_refused_when_it_repeats() {
    for name in [
        "redirect_uri",
        "response_type",
        "code_challenge",
        "state",
        "scope",
        "request_uri",
        "code",
        "code_verifier",
        "grant_type",
        "client_assertion",
        "client_assertion_type",
        "client_secret",
        "refresh_token",
        "token",
        "device_code",
        "subject_token",
    ] {
        let text = format!("{name}=a&client_id={ENCODED}&{name}=b");
        query(&text).is_refused(Leg::Authorization, Repeated(name));
        for leg in Leg::ALL {
            form(&text).is_refused(leg, Repeated(name));
        }
    }
    form("code=a&code=b")
        .basic(&format!("{C}:"))
        .is_refused(Leg::Token, Repeated("code"));
}

#[test]
fn what_may_repeat_and_what_is_unknown_may_repeat() {
    let text = format!(
        "resource=a&resource=b&audience=a&audience=b&foo=1&foo=2&foo=%&client_id={ENCODED}"
    );
    query(&text).finds(Leg::Authorization, C, Place::Query);
    form(&text).finds(Leg::Token, C, Place::Form);
}

#[test]
fn a_value_that_cannot_be_decoded_in_one_way_only_is_refused() {
    for value in ["%", "%zz", "%4", "%FF", "%C3", "%E2%28%A1"] {
        let text = format!("client_id={ENCODED}{value}");
        query(&text).is_refused(Leg::Authorization, Encoding("client_id"));
        form(&text).is_refused(Leg::Token, Encoding("client_id"));
        let text = format!("redirect_uri={value}&client_id={ENCODED}");
        query(&text).is_refused(Leg::Authorization, Encoding("redirect_uri"));
        form(&text).is_refused(Leg::Token, Encoding("redirect_uri"));
    }
    form(b"client_id=https://h/\xff").is_refused(Leg::Token, Encoding("client_id"));
    form(b"client_id=https%3A%2F%2Fh%2F\xc3").is_refused(Leg::Authorization, Encoding("client_id"));
}

/// Most decoders replace the octet, and read the claims before they look at the signature.
#[test]
fn an_assertion_that_is_not_utf8_hides_no_client() {
    for leg in BACK_CHANNEL {
        let claims = assertion(&format!(r#"{{"sub": "{C}"}}"#));
        let text = [claims.as_bytes(), b"\xff"].concat();
        form(text).is_refused(leg, Encoding("client_assertion"));
    }
}

#[test]
fn more_parameters_than_are_read_are_refused() {
    let text = format!("{}client_id={ENCODED}", "a=1&".repeat(256));
    query(&text).is_refused(Leg::Authorization, TooMany);
    form(&text).is_refused(Leg::Token, TooMany);
    form("a=1&".repeat(300))
        .basic(&format!("{C}:"))
        .is_refused(Leg::Token, TooMany);
}

#[test]
fn query_and_form_of_one_authorization_request_may_not_differ() {
    let leg = Leg::Authorization;
    let both = |in_query: &str, in_form: &str| {
        query(&format!("client_id={ENCODED}&{in_query}"))
            .form(format!("{in_form}&client_id={ENCODED}"))
    };
    both("redirect_uri=https://h/cb", "redirect_uri=https://evil/cb")
        .is_refused(leg, Conflict("redirect_uri"));
    both("state=a&scope=b", "scope=c&state=a").is_refused(leg, Conflict("scope"));
    both("redirect_uri=https%3A%2F%2Fh", "redirect%5Furi=https://h").finds(leg, C, Place::Query);
    both("state=a", "state=").finds(leg, C, Place::Query);
    both("state=", "state=a").finds(leg, C, Place::Query);
    both("resource=a&foo=a", "resource=b&foo=b").finds(leg, C, Place::Query);
    query("redirect_uri=https://evil/cb")
        .form(format!("client_id={C}&redirect_uri=https://h/cb"))
        .is_refused(leg, Conflict("redirect_uri"));
}

#[test]
fn credentials_that_cannot_be_read_are_refused() {
    for leg in BACK_CHANNEL {
        let id = form(format!("client_id={ENCODED}"));
        for junk in [
            "Basic",
            "Basic !!!",
            "basic YTpi x",
            "BASIC YTpi!",
            "Basic Zm9v",
        ] {
            id.clone()
                .authorization(junk)
                .is_refused(leg, Encoding("authorization"));
        }
        basic("https://h.example").is_refused(leg, Encoding("authorization"));
        basic("https%3A%2F%2Fh%2F%zz:").is_refused(leg, Encoding("authorization"));
    }
}

#[test]
fn two_authorization_fields_are_refused() {
    for leg in BACK_CHANNEL {
        let twice = Repeated("authorization");
        form(format!("client_id={ENCODED}"))
            .basic("a:b")
            .basic("c:d")
            .is_refused(leg, twice);
        form(format!("client_id={ENCODED}"))
            .authorization("Bearer x")
            .authorization("DPoP x")
            .is_refused(leg, twice);
        basic(&format!("{C}:"))
            .basic(&format!("{C}:"))
            .is_refused(leg, twice);
        basic("app:x")
            .basic(&format!("{C}:"))
            .is_refused(leg, twice);
    }
}

#[test]
fn an_assertion_over_16_kib_is_refused() {
    let with = |length: usize| {
        let start = assertion(&format!(r#"{{"sub": "{C}"}}"#));
        let padding = length + "client_assertion=".len() - start.len();
        form(format!("{start}{}", "x".repeat(padding)))
    };
    with(16 * 1024).finds_with(Leg::Token, C, Place::Assertion, Credential::Assertion);
    with(16 * 1024 + 1).is_refused(Leg::Token, AssertionSize);
}

#[track_caller]
fn told(error: LocateError, rule: &str, member: Option<&str>, words: &str) {
    assert_eq!((error.rule(), error.member()), (rule, member));
    assert_eq!(error.to_string(), words);
    assert!(LocateError::RULES.contains(&rule));
}

#[test]
fn every_error_tells_its_rule_and_the_parameter_to_blame() {
    told(
        Repeated("code"),
        "request.repeated",
        Some("code"),
        "code is repeated",
    );
    told(
        Disagreement,
        "request.disagreement",
        Some("client_id"),
        "the client_ids of the request disagree",
    );
    told(
        Conflict("state"),
        "request.conflict",
        Some("state"),
        "state differs between the query and the form",
    );
    told(
        Encoding("state"),
        "request.encoding",
        Some("state"),
        "state is not properly encoded",
    );
    told(
        TooMany,
        "request.too_many",
        None,
        "there are too many parameters",
    );
    told(
        AssertionSize,
        "request.assertion_size",
        Some("client_assertion"),
        "client_assertion is too long",
    );
    assert_eq!(LocateError::RULES.len(), 6);
}

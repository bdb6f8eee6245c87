//! What strangers and operators are told (T18).

use std::collections::BTreeSet;

use tower_cimd::resolve::error::{BodyError, Question};
use tower_cimd::resolve::{FetchError, Fetched, ResolveError, StaticFetch};
use tower_cimd::rules::blame::Blame;
use tower_cimd::rules::publication::PublicationError;

use crate::support::{document, fetched};
use crate::world::{CLIENT_ID, error, resolver, seconds};

const JSON: (&str, &str) = ("content-type", "application/json");

type Told = (Blame, &'static str, Option<&'static str>, String);

fn told(error: &ResolveError) -> Told {
    (
        error.blame(),
        error.rule(),
        error.member(),
        error.description(),
    )
}

async fn answered(answer: Fetched) -> ResolveError {
    let (resolver, _) = resolver(StaticFetch::new().answer(CLIENT_ID, answer));
    error(&resolver, CLIENT_ID).await
}

async fn failed(failure: fn() -> FetchError) -> ResolveError {
    let (resolver, _) = resolver(StaticFetch::new().fail(CLIENT_ID, failure));
    error(&resolver, CLIENT_ID).await
}

#[tokio::test]
async fn a_stranger_cannot_tell_one_failure_of_the_network_from_another() {
    let failures: [fn() -> FetchError; 7] = [
        || FetchError::AddressRefused,
        || FetchError::Dns,
        || FetchError::Connect,
        || FetchError::Tls,
        || FetchError::TimedOut,
        || FetchError::Protocol,
        || FetchError::Other("an error of the host's fetcher".into()),
    ];
    let mut causes = BTreeSet::new();
    for failure in failures {
        let error = failed(failure).await;
        causes.insert(error.cause());
        assert_weather(&error);
    }
    for status in [403, 429, 500, 502, 503, 504] {
        assert_weather(&answered(fetched(status, &[JSON], "")).await);
    }
    // The operator can.
    assert_eq!(causes.len(), failures.len());
}

#[track_caller]
fn assert_weather(error: &ResolveError) {
    let text = "the client metadata document cannot be read at the moment".to_owned();
    assert_eq!(
        told(error),
        (Blame::Weather, "weather", None, text),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_stranger_cannot_tell_one_answer_that_is_no_document_of_this_client_from_another() {
    let other = document("https://client.example.com/other");
    let with_secret = r#"{"client_id": "https://other.example.com/", "client_secret": "s"}"#;
    let answers = [
        fetched(404, &[JSON], ""),
        fetched(410, &[JSON], ""),
        fetched(302, &[("location", "https://client.example.com/")], ""),
        fetched(401, &[JSON], ""),
        fetched(
            200,
            &[JSON, ("content-encoding", "gzip")],
            document(CLIENT_ID),
        ),
        fetched(200, &[("content-type", "text/html")], document(CLIENT_ID)),
        fetched(200, &[JSON], document(CLIENT_ID) + &" ".repeat(5120)),
        fetched(200, &[JSON], "[1]"),
        fetched(200, &[JSON], "no json"),
        fetched(200, &[JSON], other),
        fetched(200, &[JSON], with_secret),
        fetched(200, &[JSON], r#"{"redis": "PONG"}"#),
    ];
    for answer in answers {
        let shown = format!("{answer:?}");
        assert_no_document(&answered(answer).await, &shown);
    }
    assert_no_document(&failed(|| FetchError::TooLarge).await, "too large");
    assert_no_document(&failed(|| FetchError::Encoded).await, "encoded");
}

#[track_caller]
fn assert_no_document(error: &ResolveError, shown: &str) {
    let text = "no valid client metadata document".to_owned();
    assert_eq!(
        told(error),
        (Blame::Document, "document", None, text),
        "{shown}"
    );
    assert!(
        error.cause().starts_with("document."),
        "{shown}: {}",
        error.cause()
    );
}

#[tokio::test]
async fn a_developer_is_told_the_rule_and_the_member_of_a_document_of_this_client() {
    let document = serde_json::json!({
        "client_id": CLIENT_ID,
        "redirect_uris": ["https://client.example.com/callback"],
        "client_secret": "a secret",
    });
    let error = answered(fetched(200, &[JSON], document.to_string())).await;
    assert_eq!(error.member(), Some("client_secret"));
    assert_eq!(error.rule(), error.cause());
    let description = error.description();
    assert!(description.starts_with("client_secret: "), "{description}");
    assert!(description.contains(error.rule()), "{description}");
    assert!(!description.contains("a secret"), "{description}");
}

#[tokio::test]
async fn a_developer_is_told_the_rule_of_a_client_id() {
    let (resolver, _) = resolver(StaticFetch::new());
    let error = error(&resolver, "https://client.example.com/\"quoted\"").await;
    assert_eq!(error.blame(), Blame::Request);
    assert!(error.rule().starts_with("client_id."));
    assert!(error.description().contains(error.rule()));
    assert!(!error.description().contains("quoted"));
}

/// One error of each kind that can be made without a document.
fn each_kind() -> Vec<ResolveError> {
    let invalid = tower_cimd::ClientId::parse("opaque").unwrap_err();
    let mut errors = vec![
        ResolveError::ClientId(invalid),
        ResolveError::OwnHost,
        ResolveError::PolicyUnavailable,
        ResolveError::Publication(PublicationError::Gone),
        ResolveError::Weather(std::sync::Arc::new(FetchError::Dns)),
        ResolveError::Busy,
        ResolveError::PinExpired,
        ResolveError::Registered,
        ResolveError::Crashed,
        ResolveError::Spent {
            retry_after: seconds(7),
        },
        ResolveError::Spaced {
            last: std::sync::Arc::new(ResolveError::Publication(PublicationError::Gone)),
            age: seconds(1),
            retry_after: seconds(7),
        },
        ResolveError::HeldBack {
            retry_after: seconds(7),
        },
    ];
    errors.extend(Question::ALL.map(ResolveError::Refused));
    errors.extend(BodyError::ALL.map(ResolveError::Body));
    errors
}

#[test]
fn each_kind_has_a_name_of_its_own_for_the_operator() {
    let errors = each_kind();
    let causes: BTreeSet<_> = errors.iter().map(ResolveError::cause).collect();
    assert_eq!(causes.len(), errors.len());
}

#[test]
fn a_description_has_no_character_that_an_error_description_may_not_have() {
    for error in each_kind() {
        let description = error.description();
        assert!(!description.is_empty());
        for c in description.chars() {
            let legal = matches!(c, '\x20'..='\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e');
            assert!(legal, "{description}");
        }
    }
}

#[test]
fn an_error_is_displayed_in_lower_case_without_a_full_stop() {
    for error in each_kind() {
        let text = error.to_string();
        assert!(text.starts_with(|c: char| c.is_ascii_lowercase()), "{text}");
        assert!(!text.ends_with('.'), "{text}");
    }
}

#[test]
fn whose_fault_it_is() {
    let blames = each_kind()
        .into_iter()
        .map(|error| (error.cause(), error.blame()));
    let expected = [
        ("client_id.scheme", Blame::Request),
        ("client_id.own_host", Blame::Policy),
        ("policy.unavailable", Blame::Ourselves),
        ("document.status.gone", Blame::Document),
        ("fetch.dns", Blame::Weather),
        ("busy", Blame::Weather),
        ("pin.expired", Blame::Policy),
        ("registered.unavailable", Blame::Ourselves),
        ("crashed", Blame::Ourselves),
        ("budget.spent", Blame::Weather),
        ("budget.spaced", Blame::Weather),
        ("budget.held_back", Blame::Weather),
        ("policy.admits", Blame::Policy),
        ("policy.may_fetch", Blame::Policy),
        ("policy.may_use", Blame::Policy),
        ("policy.redirect_origin", Blame::Policy),
        ("policy.redirect_scheme", Blame::Policy),
        ("policy.redirect_loopback", Blame::Policy),
        ("policy.auth_method", Blame::Policy),
        ("policy.may_ask", Blame::Policy),
        ("document.size", Blame::Document),
        ("document.content_coding", Blame::Document),
    ];
    assert_eq!(blames.collect::<Vec<_>>(), expected);
}

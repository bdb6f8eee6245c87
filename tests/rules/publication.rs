//! What a publisher's answer was.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use tower_cimd::rules::blame::Blame;
use tower_cimd::rules::publication::{Publication, PublicationError};

fn receive(
    status: u16,
    fields: &[(http::HeaderName, &str)],
) -> Result<Publication, PublicationError> {
    let headers: HeaderMap = fields
        .iter()
        .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()))
        .collect();
    let status = StatusCode::from_u16(status).unwrap();
    Publication::receive(status, &headers, Bytes::from_static(b"{}"))
}

fn refused(status: u16, rule: &str, blame: Blame) {
    let error = receive(status, &[]).unwrap_err();
    assert_eq!((error.rule(), error.blame()), (rule, blame), "{status}");
}

fn encoded(fields: &[&str], expected: bool) {
    let fields: Vec<_> = fields
        .iter()
        .map(|field| (CONTENT_ENCODING, *field))
        .collect();
    let refused = receive(200, &fields).is_err_and(|error| error == PublicationError::Encoded);
    assert_eq!(refused, expected, "{fields:?}");
}

fn media_type(fields: &[&str], expected: Option<&str>) {
    let fields: Vec<_> = fields.iter().map(|field| (CONTENT_TYPE, *field)).collect();
    let publication = receive(200, &fields).unwrap();
    let essence = publication
        .media_type()
        .map(|media_type| media_type.essence());
    assert_eq!(essence, expected, "{fields:?}");
}

#[test]
fn only_status_200_publishes() {
    assert!(receive(200, &[]).is_ok());
    for status in (100..=999).filter(|status| *status != 200) {
        assert!(receive(status, &[]).is_err(), "{status}");
    }
}

#[test]
fn a_document_that_is_gone_is_the_documents_fault() {
    refused(404, "document.status.gone", Blame::Document);
    refused(410, "document.status.gone", Blame::Document);
}

#[test]
fn a_redirection_is_the_documents_fault() {
    for status in [300, 301, 302, 303, 305, 306, 307, 308, 399] {
        refused(status, "document.status.redirect", Blame::Document);
    }
}

#[test]
fn another_success_or_client_error_is_the_documents_fault() {
    for status in [
        100, 101, 103, 201, 202, 203, 204, 206, 226, 304, 400, 401, 405, 406, 408, 409, 418, 425,
        451, 600, 999,
    ] {
        refused(status, "document.status.not_ok", Blame::Document);
    }
}

#[test]
fn a_block_a_rate_limit_and_a_server_error_are_weather() {
    for status in [403, 429, 500, 501, 502, 503, 504, 520, 599] {
        refused(status, "document.status.unavailable", Blame::Weather);
    }
}

#[test]
fn an_error_carries_the_status_that_it_is_about() {
    assert_eq!(
        receive(418, &[]).unwrap_err(),
        PublicationError::Status(418)
    );
    assert_eq!(
        receive(503, &[]).unwrap_err(),
        PublicationError::Unavailable(503)
    );
}

#[test]
fn a_content_coding_is_refused_and_identity_is_none() {
    for none in [
        &[][..],
        &[""],
        &["identity"],
        &["Identity"],
        &[" identity , "],
        &["identity", "identity"],
    ] {
        encoded(none, false);
    }
    for coded in [
        &["gzip"][..],
        &["GZIP"],
        &["br"],
        &["deflate"],
        &["x"],
        &["identity, gzip"],
        &["identity", "gzip"],
        &["gzip, identity"],
    ] {
        encoded(coded, true);
    }
}

#[test]
fn the_status_is_judged_before_the_coding() {
    let error = receive(503, &[(CONTENT_ENCODING, "gzip")]).unwrap_err();
    assert_eq!(error, PublicationError::Unavailable(503));
}

#[test]
fn the_declared_media_type_is_kept() {
    media_type(&["application/json"], Some("application/json"));
    media_type(
        &["Application/LD+JSON; profile=x"],
        Some("application/ld+json"),
    );
    media_type(&["text/html"], Some("text/html"));
}

#[test]
fn a_media_type_that_is_missing_malformed_or_repeated_is_none() {
    media_type(&[], None);
    media_type(&["json"], None);
    media_type(&["application/json", "text/html"], None);
    media_type(&["application/json", "application/json"], None);
}

#[test]
fn the_body_is_kept_byte_for_byte_in_memory_of_its_own() {
    let buffer = Bytes::from(vec![b'x'; 1 << 20]);
    let body = buffer.slice(10..20);
    let publication =
        Publication::receive(StatusCode::OK, &HeaderMap::new(), body.clone()).unwrap();
    assert_eq!(publication.body(), &body);
    assert_ne!(publication.body().as_ptr(), body.as_ptr());
}

#[test]
fn rule_names_are_distinct_and_every_error_has_one_of_them() {
    let distinct: std::collections::BTreeSet<_> = PublicationError::RULES.iter().collect();
    assert_eq!(distinct.len(), PublicationError::RULES.len());
    for status in 100..=999 {
        if let Err(error) = receive(status, &[]) {
            assert!(PublicationError::RULES.contains(&error.rule()), "{status}");
        }
    }
}

//! The door: media type, size, form, `client_id`.

use serde_json::json;
use tower_cimd::rules::issuer::Issuer;

use crate::document::{
    CLIENT_ID, accepted, derive, derive_at, document, publish, refused, refused_by, rules,
    withheld, withheld_as,
};

#[test]
fn a_document_with_its_client_id_and_a_redirect_uri_is_valid() {
    let client = accepted(json!({"token_endpoint_auth_method": "absent"}));
    assert_eq!(client.client_id(), CLIENT_ID);
}

#[test]
fn json_media_types_are_read_and_others_are_not() {
    let body = document(json!({})).to_string();
    for json in [
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/ld+json",
        "application/cimd+json; profile=\"https://x\"",
        "application/problem+json",
    ] {
        assert!(
            derive_at(CLIENT_ID, &publish(&body, Some(json)), &rules()).is_ok(),
            "{json}"
        );
    }
    for other in [
        "text/plain",
        "text/json",
        "text/html",
        "application/jsonl",
        "text/x+json",
    ] {
        withheld_as(&body, Some(other), "document.media_type");
    }
    withheld_as(&body, Some("json"), "document.media_type");
    withheld_as(&body, None, "document.media_type");
    withheld_as(
        &body,
        Some("application/json; charset=latin1"),
        "document.charset",
    );
}

#[test]
fn text_plain_is_read_below_a_configured_path_alone() {
    let reads = |prefix: &str, client_id: &str| {
        let mut rules = rules();
        rules.document.text_plain = vec![prefix.into()];
        let body = document(json!({"client_id": client_id}));
        derive_at(
            client_id,
            &publish(body, Some("text/plain; charset=utf-8")),
            &rules,
        )
        .is_ok()
    };
    let raw = "https://raw.example.com/owner/repo/client.json";
    assert!(reads("https://raw.example.com/owner/", raw));
    assert!(reads("https://raw.example.com/owner", raw));
    assert!(reads("https://raw.example.com/owner/repo/", raw));
    assert!(!reads("https://raw.example.com/own", raw));
    assert!(!reads("https://raw.example.com/Owner/", raw));
    assert!(!reads("https://raw.example.com:443/owner/", raw));
    assert!(!reads("https://raw.example.com", raw));
    assert!(!reads("https://raw.example.com/", raw));
    assert!(!reads("https://", raw));
    assert!(!reads("", raw));
    assert!(!reads(
        "https://raw.example.com/owner",
        "https://raw.example.com/owner-2/c"
    ));
    assert!(!reads(
        "https://raw.example.com/owner",
        "https://raw.example.com/owner"
    ));
    assert!(!reads(
        "https://raw.example.com/owner",
        "https://raw.example.com.evil.net/owner/c"
    ));
}

#[test]
fn text_plain_in_another_charset_is_read_nowhere() {
    let mut rules = rules();
    rules.document.text_plain = vec!["https://client.example.com/apps".into()];
    let id = "https://client.example.com/apps/c";
    let body = document(json!({"client_id": id}));
    let publication = publish(body, Some("text/plain; charset=iso-8859-1"));
    let error = derive_at(id, &publication, &rules).unwrap_err();
    assert_eq!(error.rule(), "document.charset");
}

#[test]
fn five_kilobytes_are_read_and_one_byte_more_is_not() {
    let padded = |length: usize| {
        let body = document(json!({"pad": ""})).to_string();
        let pad = "x".repeat(length - body.len());
        body.replace(r#""pad":"""#, &format!(r#""pad":"{pad}""#))
    };
    let json = Some("application/json");
    assert!(derive_at(CLIENT_ID, &publish(padded(5120), json), &rules()).is_ok());
    withheld(&padded(5121), "document.size");
    let mut rules = rules();
    rules.document.max_bytes = 6000;
    assert!(derive_at(CLIENT_ID, &publish(padded(6000), json), &rules).is_ok());
}

#[test]
fn a_body_that_is_no_unambiguous_object_is_refused() {
    withheld("", "document.json.syntax");
    withheld("<html></html>", "document.json.syntax");
    withheld("[]", "document.json.not_an_object");
    withheld("\u{feff}{}", "document.json.encoding");
    let twice = document(json!({}))
        .to_string()
        .replacen('{', r#"{"client\u005fid":"x","#, 1);
    withheld(&twice, "document.json.duplicate_member");
    withheld(
        &format!("{{\"x\":{}", "[".repeat(2300)),
        "document.json.depth",
    );
}

#[test]
fn a_client_id_is_the_requests_byte_for_byte_after_unescaping() {
    let escaped = document(json!({}))
        .to_string()
        .replace("https://c", r"\u0068ttps:\/\/c");
    assert!(
        derive_at(
            CLIENT_ID,
            &publish(escaped, Some("application/json")),
            &rules()
        )
        .is_ok()
    );
    for other in [
        json!("absent"),
        json!(null),
        json!(7),
        json!([CLIENT_ID]),
        json!(""),
        json!("https://client.example.com/client.json/"),
        json!("https://client.example.com:443/client.json"),
        json!("https://CLIENT.example.com/client.json"),
        json!("https://client.example.com/client.json#"),
        json!("https://client.example.com/%63lient.json"),
        json!("https://client.example.com/client.json\u{200b}"),
    ] {
        withheld(
            &document(json!({"client_id": other})).to_string(),
            "document.client_id",
        );
    }
}

#[test]
fn nothing_of_a_strangers_json_is_told() {
    let secret =
        document(json!({"client_id": "https://other.example.com/c", "client_secret": "s"}));
    withheld(&secret.to_string(), "document.client_id");
    withheld(r#"{"redirect_uris": 7}"#, "document.client_id");
}

#[test]
fn redirects_and_keys_on_the_issuers_own_host_are_refused() {
    for uri in [
        "https://as.example.com/cb",
        "https://AS.example.com:8443/cb",
        "https://as.example.com./cb",
    ] {
        let uris = json!({"redirect_uris": ["https://client.example.com/cb", uri]});
        refused(uris, "document.own_host", "redirect_uris");
    }
    for uri in ["https://as.example.com/jwks", "https://AS.EXAMPLE.COM/jwks"] {
        refused(json!({"jwks_uri": uri}), "document.own_host", "jwks_uri");
    }
    accepted(json!({"redirect_uris": ["https://as.example.com.client.example/cb"]}));
}

#[test]
fn a_client_on_the_issuers_own_host_is_refused_before_its_members_are_judged() {
    let own = "https://as.example.com/client.json";
    let body = document(json!({"client_id": own, "client_secret": "x"}));
    let error = derive_at(own, &publish(body, Some("application/json")), &rules()).unwrap_err();
    assert_eq!(
        (error.rule(), error.member()),
        ("document.own_host", Some("client_id"))
    );
}

#[test]
fn a_client_that_a_rule_names_exactly_may_use_the_issuers_own_host() {
    let mut named = rules();
    named.document.own_host = vec![CLIENT_ID.into()];
    let own = json!({
        "redirect_uris": ["https://as.example.com/cb"], "jwks_uri": "https://as.example.com/jwks",
    });
    assert!(derive(own.clone(), &named).is_ok());
    named.document.own_host = vec![CLIENT_ID.to_ascii_uppercase(), format!("{CLIENT_ID}/")];
    refused_by(&named, own, "document.own_host", "redirect_uris");
}

#[test]
fn a_loopback_redirect_is_no_claim_even_of_an_issuer_on_loopback() {
    let mut development = rules();
    development.issuer = Issuer::parse("http://localhost:8080").unwrap();
    let loopback = json!({"redirect_uris": ["http://localhost/callback"]});
    assert!(derive(loopback, &development).is_ok());
    let secure = json!({"redirect_uris": ["https://localhost/callback"]});
    refused_by(&development, secure, "document.own_host", "redirect_uris");
}

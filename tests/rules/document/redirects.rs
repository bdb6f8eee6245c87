//! Redirection URIs.

use std::error::Error as _;

use serde_json::json;

use crate::document::{accepted, derive, refused, rules};

#[test]
fn a_client_that_redirects_registers_where_to() {
    for uris in [json!("absent"), json!(null), json!([])] {
        refused(
            json!({"redirect_uris": uris}),
            "document.redirect_uris.none",
            "redirect_uris",
        );
    }
}

#[test]
fn one_bad_redirect_uri_refuses_the_document_and_says_why() {
    let uris = json!([
        "https://client.example.com/callback",
        "https://client.example.com/#x"
    ]);
    let members = json!({"redirect_uris": uris});
    refused(members.clone(), "redirect_uri.fragment", "redirect_uris");
    let error = derive(members, &rules()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the document registers a redirection URI that is not acceptable (redirect_uris)"
    );
    assert_eq!(error.source().unwrap().to_string(), "it has a fragment");
}

#[test]
fn private_use_schemes_follow_the_rules_of_the_server() {
    let member = |uri: &str| json!({"redirect_uris": [uri]});
    accepted(member("com.example.app:/callback"));
    refused(
        member("myapp:/callback"),
        "redirect_uri.undotted_scheme",
        "redirect_uris",
    );
    let mut lax = rules();
    lax.redirect_uri.undotted_schemes = true;
    assert!(derive(member("myapp:/callback"), &lax).is_ok());
}

#[test]
fn redirect_uris_are_kept_once_in_the_documents_order_and_verbatim() {
    let client = accepted(json!({"redirect_uris": [
        "https://b.example.com", "http://localhost/cb", "https://b.example.com", "https://b.example.com/",
    ]}));
    let uris: Vec<_> = client
        .redirect_uris()
        .iter()
        .map(|uri| uri.as_str())
        .collect();
    assert_eq!(
        uris,
        [
            "https://b.example.com",
            "http://localhost/cb",
            "https://b.example.com/"
        ]
    );
}

#[test]
fn sixty_four_redirect_uris_are_kept_and_one_more_is_refused() {
    let uris = |count| -> Vec<_> {
        let uri = |n| format!("https://a.example.com/{n}");
        (0..count).map(uri).chain([uri(0), uri(1)]).collect()
    };
    assert_eq!(
        accepted(json!({"redirect_uris": uris(64)}))
            .redirect_uris()
            .len(),
        64
    );
    let many = json!({"redirect_uris": uris(65)});
    refused(many, "document.redirect_uris.too_many", "redirect_uris");
}

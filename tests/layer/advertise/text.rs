//! All other bytes stay as they are.

use super::{advertised, confidential, public};

const ADDED: &str = concat!(
    r#","client_id_metadata_document_supported":true"#,
    r#","token_endpoint_auth_methods_supported":["none","client_secret_basic"]"#
);

/// The text before and after; `+` stands for the members that are new.
async fn check(before: &str, after: &str) {
    let answer = advertised(public(), before).await;
    assert_eq!(answer.body, after.replace('+', ADDED), "{before}");
}

#[tokio::test]
async fn new_members_stand_behind_the_last() {
    check(
        r#"{"issuer":"https://as.example.com"}"#,
        r#"{"issuer":"https://as.example.com"+}"#,
    )
    .await;
    check(
        "\n{\n  \"zeta\": 1.50e0,\n  \"issuer\": \"https://as.example.com\",\n  \"alpha\": {\"b\": [ ], \"a\": \"\\u00e9\\/\"}\n}\n",
        "\n{\n  \"zeta\": 1.50e0,\n  \"issuer\": \"https://as.example.com\",\n  \"alpha\": {\"b\": [ ], \"a\": \"\\u00e9\\/\"}+\n}\n",
    )
    .await;
}

#[tokio::test]
async fn a_value_changes_where_it_stands() {
    let before = "{ \"token_endpoint_auth_methods_supported\" : [ \"client_secret_basic\" ] ,\"issuer\":\"https://as.example.com\", \"client_id_metadata_document_supported\": false }";
    let after = "{ \"token_endpoint_auth_methods_supported\" : [\"none\",\"client_secret_basic\"] ,\"issuer\":\"https://as.example.com\", \"client_id_metadata_document_supported\": true }";
    check(before, after).await;
}

#[tokio::test]
async fn the_order_of_the_edits_is_that_of_the_document() {
    let before = "{\"client_id_metadata_document_supported\":0,\"issuer\":\"https://as.example.com\",\"token_endpoint_auth_methods_supported\":[]}";
    let after = "{\"client_id_metadata_document_supported\":true,\"issuer\":\"https://as.example.com\",\"token_endpoint_auth_methods_supported\":[\"none\"]}";
    check(before, after).await;
}

#[tokio::test]
async fn signs_in_strings_are_no_structure() {
    check(
        r#"{"a":"}\",\"x\":{[\\","b}:{,":{"c":[",",{"d":"]"}]},"issuer":"https://as.example.com"}"#,
        r#"{"a":"}\",\"x\":{[\\","b}:{,":{"c":[",",{"d":"]"}]},"issuer":"https://as.example.com"+}"#,
    )
    .await;
}

#[tokio::test]
async fn a_member_below_another_is_another() {
    check(
        r#"{"x":{"client_id_metadata_document_supported":false},"issuer":"https://as.example.com"}"#,
        r#"{"x":{"client_id_metadata_document_supported":false},"issuer":"https://as.example.com"+}"#,
    )
    .await;
}

#[tokio::test]
async fn an_escaped_name_is_the_same_member() {
    let before = r#"{"issuer":"https:\/\/as.example.com","client\u005fid_metadata_document_supported":false,"token_endpoint_auth_methods_supported":["none"]}"#;
    check(before, &before.replace("false", "true")).await;
}

#[tokio::test]
async fn a_method_with_signs_is_escaped() {
    let before = r#"{"issuer":"https://as.example.com","token_endpoint_auth_methods_supported":["a\"b"],"client_id_metadata_document_supported":true}"#;
    let after = before.replace(r#"["a\"#, r#"["none","a\"#);
    check(before, &after).await;
}

#[tokio::test]
async fn what_has_it_all_stays_as_it_is() {
    for layer in [
        public(),
        public().s256().issues_iss(),
        confidential().s256().issues_iss(),
    ] {
        let bare = " {\"issuer\" :\"https://as.example.com\" } ";
        let once = advertised(layer.clone(), bare).await;
        let twice = advertised(layer, &once.body).await;
        assert_ne!(once.body, bare);
        assert_eq!(twice.body, once.body);
    }
}

//! Resource identifiers, where their metadata is, and what it says.

use std::collections::HashSet;

use serde_json::json;
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::protected_resource::{
    ProtectedResourceMetadata, ResourceError, ResourceIdentifier,
};

fn accepted(text: &str, metadata_url: &str, metadata_path: &str) {
    let resource =
        ResourceIdentifier::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(resource.as_str(), text);
    assert_eq!(resource.to_string(), text);
    assert_eq!(text.parse(), Ok(resource.clone()));
    assert_eq!(resource.metadata_url(), metadata_url);
    assert_eq!(resource.metadata_path(), metadata_path);
}

fn refused(text: &str, why: ResourceError) {
    assert_eq!(ResourceIdentifier::parse(text), Err(why), "{text:?}");
}

#[test]
fn the_metadata_is_between_the_host_and_the_path() {
    const ROOT: &str = "/.well-known/oauth-protected-resource";
    for (path, below) in [
        ("", ""),
        ("/", ""),
        ("/mcp", "/mcp"),
        ("/mcp/", "/mcp"),
        ("/mcp/admin", "/mcp/admin"),
        ("/a%20b", "/a%20b"),
    ] {
        for origin in [
            "https://mcp.example.com",
            "https://mcp.example.com:8443",
            "https://[2001:db8::1]",
            "http://127.0.0.1:8080",
            "http://localhost",
        ] {
            accepted(
                &format!("{origin}{path}"),
                &format!("{origin}{ROOT}{below}"),
                &format!("{ROOT}{below}"),
            );
        }
    }
}

#[test]
fn the_metadata_of_an_authorization_server_is_found_alike() {
    for (issuer, path) in [
        ("https://as.example.com", ""),
        ("https://as.example.com/", ""),
        ("https://as.example.com/tenant", "/tenant"),
        ("https://as.example.com/tenant/", "/tenant"),
    ] {
        let issuer = Issuer::parse(issuer).expect("an issuer");
        let expected = format!("/.well-known/oauth-authorization-server{path}");
        assert_eq!(issuer.metadata_path(), expected);
    }
}

#[test]
fn what_is_no_https_url_without_fragment_and_query_is_refused() {
    refused("", ResourceError::NotAUrl);
    refused("mcp.example.com/mcp", ResourceError::NotAUrl);
    refused("https:///mcp", ResourceError::NotAUrl);
    refused("https://mcp.example.com/a b", ResourceError::NotAUrl);
    refused("https://mcp.example.com/a\"b", ResourceError::NotAUrl);
    refused("https://mcp.example.com/a\nb", ResourceError::NotAUrl);
    refused("urn:example:mcp", ResourceError::NotAUrl);
    refused("ftp://mcp.example.com", ResourceError::Scheme);
    refused("HTTPS://mcp.example.com", ResourceError::Scheme);
    refused("http://mcp.example.com", ResourceError::PlainHttp);
    refused("https://user@mcp.example.com", ResourceError::Userinfo);
    refused("https://mcp.example.com/mcp?", ResourceError::Query);
    refused("https://mcp.example.com/mcp?a=b", ResourceError::Query);
    refused("https://mcp.example.com/mcp#", ResourceError::Fragment);
    refused("https://mcp.example.com/mcp#a", ResourceError::Fragment);
    refused(
        "https://mcp.example.com/a/../mcp",
        ResourceError::DotSegment,
    );
    refused(
        "https://mcp.example.com/a/%2e/mcp",
        ResourceError::DotSegment,
    );
}

#[test]
fn every_error_has_a_rule_of_its_own() {
    let rules: HashSet<&str> = ResourceError::ALL
        .iter()
        .map(|error| error.rule())
        .collect();
    assert_eq!(rules.len(), ResourceError::ALL.len());
    assert!(
        rules
            .iter()
            .all(|rule| rule.starts_with("resource_identifier."))
    );
}

fn metadata() -> ProtectedResourceMetadata {
    let resource = "https://mcp.example.com/mcp".parse().expect("a resource");
    let issuer = Issuer::parse("https://as.example.com/").expect("an issuer");
    ProtectedResourceMetadata::new(resource, issuer)
}

#[test]
fn the_least_document_has_no_empty_list() {
    assert_eq!(
        metadata().to_json(),
        json!({
            "resource": "https://mcp.example.com/mcp",
            "authorization_servers": ["https://as.example.com/"],
            "bearer_methods_supported": ["header"],
        })
    );
}

#[test]
fn authorization_servers_are_in_the_order_in_which_they_were_named() {
    let other = Issuer::parse("https://a.example.com").expect("an issuer");
    let metadata = metadata().authorization_server(other);
    let listed = &metadata.to_json()["authorization_servers"];
    assert_eq!(
        *listed,
        json!(["https://as.example.com/", "https://a.example.com"])
    );
    assert_eq!(metadata.authorization_servers().len(), 2);
}

#[test]
fn a_member_of_the_hosts_is_added_and_replaces_none_of_ours() {
    let document = metadata()
        .scopes(&"b a".parse().expect("scopes"))
        .member("resource_name", "Tools")
        .member("dpop_bound_access_tokens_required", true)
        .member("authorization_servers", json!([]))
        .member("scopes_supported", json!(["x"]))
        .to_json();
    assert_eq!(document["resource_name"], "Tools");
    assert_eq!(document["dpop_bound_access_tokens_required"], true);
    assert_eq!(
        document["authorization_servers"],
        json!(["https://as.example.com/"])
    );
    assert_eq!(document["scopes_supported"], json!(["a", "b"]));
}

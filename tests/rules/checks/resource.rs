//! Which resources tokens may be asked for.

use serde_json::json;
use tower_cimd::rules::checks::{CheckError, Checks, check_resource};

use crate::checks::{check_authorization, check_authorization_with};

#[test]
fn a_resource_is_an_absolute_uri_without_fragment() {
    for resource in [
        "https://mcp.example.com",
        "https://mcp.example.com/",
        "https://mcp.example.com:8443/mcp?a=b",
        "http://127.0.0.1:3000/mcp",
        "http://[::1]:3000/mcp",
        "urn:example:api",
        "api:1",
        "com.example.app:/x",
    ] {
        assert_eq!(check_resource(resource, None), Ok(()), "{resource}");
    }
    for resource in [
        "",
        "mcp",
        "/mcp",
        "//mcp.example.com/",
        "https:",
        "https://",
        "https:///mcp",
        ":x",
        "1a:x",
        "https://mcp.example.com/#",
        "https://mcp.example.com/#a",
        "urn:a#b",
        "https://mcp.example.com/a b",
        "https://mcp.example.com/\u{e9}",
        "https://mcp.example.com/%zz",
        "https://mcp.example.com\\a",
        "https://mcp.example.com/\n",
        "urn:[a]",
        "h ttps://mcp.example.com",
    ] {
        let syntax = Err(CheckError::ResourceSyntax);
        assert_eq!(check_resource(resource, None), syntax, "{resource:?}");
    }
}

#[test]
fn each_of_several_is_checked() {
    let check =
        |resources, rule| check_authorization(json!({}), json!({"resource": resources}), rule);
    check(json!([]), "");
    check(
        json!(["https://a.example.com/", "https://b.example.com/"]),
        "",
    );
    check(json!(["https://a.example.com/", "b"]), "resource.syntax");
    check(json!(["a", "https://b.example.com/"]), "resource.syntax");
    check(
        json!(["https://a.example.com/ https://b.example.com/"]),
        "resource.syntax",
    );
}

#[test]
fn a_server_that_says_for_which_it_issues_tokens_issues_for_no_other() {
    let checks =
        Checks::default().resources(["https://mcp.example.com", "https://b.example.com/mcp"]);
    for (resource, rule) in [
        ("https://mcp.example.com", ""),
        ("https://mcp.example.com/", ""),
        ("https://b.example.com/mcp", ""),
        ("https://b.example.com/mcp/", "resource.unknown"),
        ("https://b.example.com", "resource.unknown"),
        ("https://mcp.example.com//", "resource.unknown"),
        ("https://mcp.example.com?", "resource.unknown"),
        ("https://MCP.example.com", "resource.unknown"),
        (
            "https://mcp.example.com.evil.example.net",
            "resource.unknown",
        ),
    ] {
        check_authorization_with(&checks, json!({}), json!({"resource": resource}), rule);
    }
}

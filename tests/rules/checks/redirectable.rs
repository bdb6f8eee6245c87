//! Errors that may be told by a redirect.

use serde_json::{Value as Json, json};
use tower_cimd::rules::checks::{CheckError, RedirectableError, UserPresent};
use tower_cimd::rules::consent::PromptError;

use crate::checks::{CALLBACK, authorization, client};
use crate::document::rules;

fn error(error: CheckError, members: Json, changes: Json) -> Option<RedirectableError> {
    let request = authorization(changes);
    RedirectableError::new(error, &client(members), (&request).into(), &rules().issuer)
}

fn scope(members: Json, changes: Json) -> Option<RedirectableError> {
    error(CheckError::ScopeSyntax, members, changes)
}

#[test]
fn it_leads_to_the_redirection_uri_with_error_state_and_issuer() {
    let error = scope(json!({}), json!({})).unwrap();
    let location = error
        .location(UserPresent::signed_in_and_went_on())
        .unwrap();
    assert_eq!(
        location.as_str(),
        "https://client.example.com/callback?error=invalid_scope\
         &error_description=scope+holds+a+character+that+no+scope+holds\
         &state=a+state&iss=https%3A%2F%2Fas.example.com"
    );
    assert_eq!(
        (error.error(), error.redirect_uri()),
        (CheckError::ScopeSyntax, CALLBACK)
    );
    assert_eq!(error.state(), Some("a state"));
    assert_eq!(error.client().client_id().host(), "client.example.com");
}

/// The port is that of the request: on another one nobody listens.
#[test]
fn it_leads_to_the_port_of_the_request() {
    let here = "http://127.0.0.1:49152/cb";
    let members = json!({"redirect_uris": ["http://127.0.0.1/cb"]});
    let error = scope(members, json!({"redirect_uri": here})).unwrap();
    assert_eq!(error.redirect_uri(), here);
}

#[test]
fn it_leads_to_the_only_registered_one_where_none_is_named() {
    let error = scope(json!({}), json!({"redirect_uri": null})).unwrap();
    assert_eq!(error.redirect_uri(), CALLBACK);
}

#[test]
fn nothing_leads_where_the_client_is_not() {
    for redirect_uri in [
        "https://evil.example.net/",
        "https://client.example.com/",
        "javascript:x",
    ] {
        let found = scope(json!({}), json!({"redirect_uri": redirect_uri}));
        assert!(found.is_none(), "{redirect_uri}");
    }
    let two = json!({"redirect_uris": [CALLBACK, "https://client.example.com/b"]});
    assert!(scope(two, json!({"redirect_uri": null})).is_none());
}

#[test]
fn what_is_only_ever_shown_is_no_redirectable_error() {
    for kind in CheckError::ALL {
        let found = error(*kind, json!({}), json!({})).is_some();
        assert_eq!(found, kind.is_redirectable(), "{kind:?}");
    }
}

/// A fragment or a form is not what this crate knows how to make.
#[test]
fn an_answer_that_is_not_to_go_into_the_query_is_not_redirected() {
    for (response_mode, redirectable) in [
        ("query", true),
        ("", true),
        ("fragment", false),
        ("form_post", false),
        ("query.jwt", false),
    ] {
        let found = scope(json!({}), json!({"response_mode": response_mode})).is_some();
        assert_eq!(found, redirectable, "{response_mode}");
    }
}

/// T16.
#[test]
fn nobody_is_redirected_silently_to_where_any_program_may_listen() {
    for (redirect_uri, prompt, allowed) in [
        (CALLBACK, "none", true),
        ("http://localhost/cb", "none", false),
        ("http://[::1]/cb", "login none", false),
        ("com.example.app:/cb", "none", false),
        ("http://localhost/cb", "login", true),
        ("com.example.app:/cb", "", true),
    ] {
        let members = json!({"redirect_uris": [redirect_uri]});
        let changes = json!({"redirect_uri": redirect_uri, "prompt": prompt});
        let error = scope(members, changes).unwrap();
        let location = error.location(UserPresent::signed_in_and_went_on());
        assert_eq!(location.is_ok(), allowed, "{redirect_uri} {prompt}");
        if !allowed {
            assert_eq!(location.unwrap_err(), PromptError::InteractionRequired);
        }
    }
}

//! The leg of a request whose route does not say it.

use http::Method;
use tower_cimd::Leg;

use super::request::Request;
use super::request::basic;
use super::request::form;
use super::request::query;

#[test]
fn a_get_whose_query_has_a_client_id_is_an_authorization_request() {
    query("client_id=app").is_guessed(Method::GET, Some(Leg::Authorization));
    query("a=b&client%5Fid=app").is_guessed(Method::GET, Some(Leg::Authorization));
    query("client_id=").is_guessed(Method::GET, Some(Leg::Authorization));
    query("response_type=code").is_guessed(Method::GET, None);
    query("grant_type=x").is_guessed(Method::GET, None);
    Request::default().is_guessed(Method::GET, None);
}

#[test]
fn a_post_whose_form_has_a_response_type_is_an_authorization_request() {
    form("response_type=code").is_guessed(Method::POST, Some(Leg::Authorization));
    form("a=b&response%5ftype").is_guessed(Method::POST, Some(Leg::Authorization));
    form("response_type=code")
        .query("client_id=app")
        .is_guessed(Method::POST, Some(Leg::Authorization));
    form("response_type=code&client_secret=x")
        .authorization("Bearer x")
        .is_guessed(Method::POST, Some(Leg::Authorization));
}

#[test]
fn it_is_a_pushed_one_where_the_client_authenticates() {
    form("response_type=code")
        .basic("app:x")
        .is_guessed(Method::POST, Some(Leg::PushedAuthorization));
    form("response_type=code&client_assertion=a")
        .is_guessed(Method::POST, Some(Leg::PushedAuthorization));
}

#[test]
fn a_post_whose_form_has_a_grant_type_is_a_token_request() {
    form("grant_type=refresh_token").is_guessed(Method::POST, Some(Leg::Token));
    form("grant%5Ftype=")
        .query("tenant=a")
        .is_guessed(Method::POST, Some(Leg::Token));
    basic("app:x")
        .form("grant_type=x")
        .is_guessed(Method::POST, Some(Leg::Token));
}

#[test]
fn a_shape_that_could_be_two_is_none() {
    form("grant_type=x&response_type=code").is_guessed(Method::POST, None);
    form("grant_type=x")
        .query("client_id=app")
        .is_guessed(Method::POST, None);
    form("response_type=code")
        .basic("app:x")
        .query("client_id=app")
        .is_guessed(Method::POST, None);
}

#[test]
fn every_other_shape_is_none() {
    query("response_type=code&client_id=app").is_guessed(Method::POST, None);
    query("grant_type=x")
        .form("token=a")
        .is_guessed(Method::POST, None);
    form("client_id=app&token=a").is_guessed(Method::POST, None);
    form("decision=allow").is_guessed(Method::POST, None);
    for method in [
        Method::HEAD,
        Method::OPTIONS,
        Method::PUT,
        Method::DELETE,
        Method::PATCH,
        Method::TRACE,
    ] {
        query("client_id=app").is_guessed(method.clone(), None);
        form("grant_type=x").is_guessed(method, None);
    }
}

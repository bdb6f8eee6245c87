//! The one way to any route (T19).

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use http::HeaderName;
use http::header::CONTENT_TYPE;
use http::request::Parts;

use crate::admin::answer::{Answer, of_guard};
use crate::admin::desk::Desk;
use crate::admin::failure::Failure;
use crate::admin::fields::Fields;
use crate::admin::identity::Identity;
use crate::admin::origin::Sender;
use crate::admin::refusal;
use crate::admin::route::{Kind, Route, Served};
use crate::admin::visit::Visit;

/// Asks the guard, then whether its operator may, then where the request comes from; reads the body, and
/// then serves.
pub(super) async fn pass(desk: &Desk, route: &Route, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let identity = match desk.guard.admit(&parts).await {
        Ok(identity) => identity,
        Err(response) => return of_guard(response),
    };
    let served = admitted(desk, route, identity.clone(), &parts, body).await;
    let answer = served.unwrap_or_else(|failure| wrong(desk, route, identity, &parts, &failure));
    answer.into_response()
}

async fn admitted(
    desk: &Desk,
    route: &Route,
    identity: Identity,
    parts: &Parts,
    body: Body,
) -> Served {
    if !identity.may(route.right()) {
        return Err(Failure::Right);
    }
    let mut visit = Visit::new(desk, identity, parts)?;
    match route.kind() {
        Kind::Page | Kind::Read => {}
        Kind::Form => visit.fields = form(&visit, parts, body).await?,
        Kind::Post => visit.fields = post(&visit, parts, body).await?,
    }
    (route.serve)(&visit).await
}

/// A form is sent by a page of this server and carries its token. A page of another site could make a
/// browser send the one, and a leaked token the other; no page has both.
async fn form(visit: &Visit<'_>, parts: &Parts, body: Body) -> Result<Fields, Failure> {
    match visit.desk.sender(parts) {
        Sender::Same => {}
        Sender::Other | Sender::Unsaid => return Err(Failure::CrossSite),
    }
    is_of(parts, FORM)?;
    let fields = Fields::of_form(&read(body).await?)?;
    let token = fields.get("token").ok_or(Failure::Token)?;
    match visit.desk.is_token(token, &visit.identity) {
        true => Ok(fields),
        false => Err(Failure::Token),
    }
}

/// A program has no page to take a token from. What it sends in its place, a media type and a header field
/// that no form has, a page of another site can only send where this server says so (a CORS preflight), and
/// it never does.
async fn post(visit: &Visit<'_>, parts: &Parts, body: Body) -> Result<Fields, Failure> {
    match visit.desk.sender(parts) {
        Sender::Same | Sender::Unsaid => {}
        Sender::Other => return Err(Failure::CrossSite),
    }
    is_of(parts, JSON)?;
    if !parts.headers.contains_key(&MARK) {
        return Err(Failure::CrossSite);
    }
    Fields::of_json(&read(body).await?)
}

fn is_of(parts: &Parts, media_type: &str) -> Result<(), Failure> {
    let mut fields = parts.headers.get_all(CONTENT_TYPE).iter();
    let (Some(only), None) = (fields.next(), fields.next()) else {
        return Err(Failure::MediaType);
    };
    let essence = only.to_str().ok().and_then(|text| text.split(';').next());
    match essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(media_type)) {
        true => Ok(()),
        false => Err(Failure::MediaType),
    }
}

async fn read(body: Body) -> Result<Vec<u8>, Failure> {
    let bytes = to_bytes(body, LARGEST_BODY).await;
    bytes.map(Vec::from).map_err(|_| Failure::Body)
}

fn wrong(
    desk: &Desk,
    route: &Route,
    identity: Identity,
    parts: &Parts,
    failure: &Failure,
) -> Answer {
    match route.is_api() {
        true => refusal::json(failure),
        false => refusal::page(desk, identity, parts, failure),
    }
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
/// What a program sends with each post, whatever its value.
const MARK: HeaderName = HeaderName::from_static("cimd-admin");
/// Bytes: the largest document that can be pinned is 64 KiB, which a form writes at three times its
/// length at most.
const LARGEST_BODY: usize = 256 * 1024;

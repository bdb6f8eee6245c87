//! What is answered where a request comes to nothing.

use askama::Template as _;
use http::StatusCode;
use http::request::Parts;
use serde::Serialize;

use crate::admin::answer::Answer;
use crate::admin::desk::Desk;
use crate::admin::failure::Failure;
use crate::admin::frame::Frame;
use crate::admin::identity::Identity;

#[derive(askama::Template)]
#[template(path = "wrong.html", config = "src/admin/askama.toml")]
struct WrongPage {
    frame: Frame,
    code: &'static str,
    words: String,
    detail: Option<String>,
    mend: Option<&'static str>,
}

#[derive(Serialize)]
struct Wrong {
    error: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mend: Option<&'static str>,
}

/// For people.
pub(super) fn page(desk: &Desk, identity: Identity, parts: &Parts, failure: &Failure) -> Answer {
    let page = WrongPage {
        frame: Frame::nowhere(desk, &identity, parts, title(failure.status())),
        code: failure.code(),
        words: failure.to_string(),
        detail: failure.detail(),
        mend: failure.mend(),
    };
    match page.render() {
        Ok(html) => Answer::Wrong(failure.status(), html),
        Err(_) => unwritten(),
    }
}

/// For programs.
pub(super) fn json(failure: &Failure) -> Answer {
    let message = match failure.detail() {
        Some(detail) => format!("{failure}: {detail}"),
        None => failure.to_string(),
    };
    let wrong = Wrong {
        error: failure.code(),
        message,
        field: failure.field(),
        mend: failure.mend(),
    };
    match serde_json::to_string(&wrong) {
        Ok(json) => Answer::Json(failure.status(), json),
        Err(_) => unwritten(),
    }
}

/// Writing into a text does not fail; where it did, nothing half written is sent.
pub(super) fn unwritten() -> Answer {
    Answer::Wrong(StatusCode::INTERNAL_SERVER_ERROR, String::new())
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::FORBIDDEN => "Not allowed",
        StatusCode::NOT_FOUND => "Not here",
        StatusCode::CONFLICT => "Not now",
        _ => "This did not work",
    }
}

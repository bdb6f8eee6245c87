//! The layer's own reading of a request's parameters.

use http::request::Parts;

use crate::layer::kind::RejectionKind;
use crate::layer::rejection::Rejection;
use crate::layer::verdict::{self, ReadForm, Verdict};
use crate::rules::leg::Leg;
use crate::rules::locate::{LocateError, Reading, parameters};
use crate::rules::parameters::{Malformed, Parameters};

/// The parameters of an OAuth request, as the layer read them.
///
/// The query of a GET, and the form of a POST; at the authorization endpoint a POST may have a query
/// as well, whose parameters fill in what its form lacks. A handler that reads its parameters here
/// acts on what the layer has judged (T4); one that parses the request again may not: two parsers
/// differ about a repeated parameter sooner or later.
///
/// A parameter that may occur only once and is repeated refuses the request (RFC 6749 §3.1), also
/// that of a registered client. So do more than 256 parameters.
#[derive(Clone, Debug)]
pub struct OAuthParams(pub Parameters);

impl OAuthParams {
    /// Reads the parameters of a request that the layer has judged, as the extractor does.
    ///
    /// # Errors
    ///
    /// [`RejectionKind::LayerMissing`] and [`RejectionKind::NotJudged`] where there is no reading,
    /// [`RejectionKind::Malformed`] where a parameter is repeated.
    pub fn of(parts: &Parts) -> Result<Self, Rejection> {
        let leg = verdict::leg(&parts.extensions);
        let refuse = |rejection: Rejection| rejection.on(leg, parts).told("");
        let parameters = match Verdict::of(&parts.extensions) {
            Verdict::Missing => Err(Rejection::new(RejectionKind::LayerMissing)),
            Verdict::NotJudged => Err(Rejection::new(RejectionKind::NotJudged)),
            Verdict::Registered
            | Verdict::Client(_)
            | Verdict::Identified(_)
            | Verdict::Pending(_) => match verdict::is_read(&parts.extensions) {
                true => Ok(read(parts)),
                // The verdict is that of a `ProtectLayer`.
                false => Err(Rejection::new(RejectionKind::LayerMissing)),
            },
        };
        let parameters = parameters.map_err(refuse)?;
        match flaw(&parameters) {
            Some(flaw) => Err(refuse(flaw.into())),
            None => Ok(OAuthParams(parameters)),
        }
    }
}

fn read(parts: &Parts) -> Parameters {
    let query = Reading {
        query: parts.uri.query(),
        form: None,
        headers: &parts.headers,
    };
    match parts.extensions.get::<ReadForm>() {
        None => parameters(Leg::Authorization, &query),
        Some(ReadForm { leg: None, bytes }) => Parameters::parse(bytes),
        Some(ReadForm {
            leg: Some(leg),
            bytes,
        }) => {
            let form = Some(&**bytes);
            parameters(*leg, &Reading { form, ..query })
        }
    }
}

/// What makes the reading useless. A value that is badly encoded is merely absent from it: a
/// registered client may have got away with it so far.
fn flaw(parameters: &Parameters) -> Option<LocateError> {
    match (parameters.repeated(), parameters.malformed()) {
        (Some(name), _) => Some(LocateError::Repeated(name)),
        (None, Some(Malformed::TooMany)) => Some(LocateError::TooMany),
        (None, Some(Malformed::Encoding(_)) | None) => None,
    }
}

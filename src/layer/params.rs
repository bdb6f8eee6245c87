//! The layer's own reading of a request's parameters.

use http::request::Parts;

use crate::layer::kind::RejectionKind;
use crate::layer::rejection::Rejection;
use crate::layer::verdict::{self, ReadForm, Verdict};
use crate::rules::locate::LocateError;
use crate::rules::parameters::Parameters;

/// The parameters of an OAuth request, as the layer read them.
///
/// The query of a GET, the form of a POST, never a mixture. A handler that reads its parameters
/// here acts on what the layer has judged (T4); one that parses the request again may not: two
/// parsers differ about a repeated parameter sooner or later.
///
/// A parameter that may occur only once and is repeated refuses the request (RFC 6749 §3.1), also
/// that of a registered client.
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
            | Verdict::Pending(_) => Ok(Parameters::parse(encoded(parts))),
        };
        let parameters = parameters.map_err(refuse)?;
        match parameters.repeated() {
            Some(name) => Err(refuse(LocateError::Repeated(name).into())),
            None => Ok(OAuthParams(parameters)),
        }
    }
}

fn encoded(parts: &Parts) -> &[u8] {
    match parts.extensions.get::<ReadForm>() {
        Some(form) => &form.bytes,
        None => parts.uri.query().unwrap_or_default().as_bytes(),
    }
}

//! Why a request does not get through, and the answer to it.

use std::error::Error;
use std::fmt::{self, Display};
use std::time::Duration;

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::layer::protect::kind::DenialKind;
use crate::resolve::error::{ResolveError, whole_seconds};
use crate::resolve::event::{self, Refusal, Throttle};
use crate::rules::access_token::Scopes;
use crate::rules::blame::Blame;

/// Why the [`ProtectLayer`](crate::ProtectLayer), or its extractor, answered instead of the handler.
///
/// A copy stands in the extensions of the answer, so that an outer layer can count them.
#[derive(Clone, Debug)]
#[must_use]
pub struct Denial {
    kind: DenialKind,
    rule: &'static str,
    /// The broken rule in full, for operators (T18).
    cause: &'static str,
    blame: Blame,
    retry_after: Option<u64>,
    /// What the client should ask for, where it is more than the route requires.
    scope: Option<Scopes>,
    challenges: Vec<HeaderValue>,
}

impl Denial {
    pub(crate) fn new(kind: DenialKind) -> Self {
        let wire = kind.wire();
        Denial {
            kind,
            rule: wire.rule,
            cause: wire.rule,
            blame: wire.blame,
            retry_after: wire.retry_after,
            scope: None,
            challenges: Vec::new(),
        }
    }

    /// The same, for a rule that somebody else names.
    pub(crate) fn by(self, rule: &'static str) -> Self {
        Denial {
            rule,
            cause: rule,
            ..self
        }
    }

    /// The same, for a token that lacks some of this scope.
    pub(crate) fn asking_for(self, scope: Scopes) -> Self {
        let scope = Some(scope);
        Denial { scope, ..self }
    }

    pub(crate) fn scope(&self) -> Option<&Scopes> {
        self.scope.as_ref()
    }

    /// The same, with what tells the client how to get a token.
    pub(crate) fn with_challenges(self, challenges: Vec<HeaderValue>) -> Self {
        Denial { challenges, ..self }
    }

    /// The same, told to the operator as often as `throttle` says.
    pub(crate) fn told(self, throttle: Option<&Throttle>, client_id: &str) -> Self {
        event::denied(Refusal {
            throttle,
            client_id,
            leg: None,
            rule: self.cause,
            member: None,
            blame: self.blame,
        });
        self
    }

    /// The category.
    pub fn kind(&self) -> DenialKind {
        self.kind
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.kind.wire().status
    }

    /// The error code, such as `invalid_token`; `None` where there was no token.
    pub fn error(&self) -> Option<&'static str> {
        self.kind.wire().code.map(|code| code.as_str())
    }

    /// The broken rule's stable name, such as `token.audience`.
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// Whose fault it is.
    pub fn blame(&self) -> Blame {
        self.blame
    }

    /// What went wrong, in words for the client's developer. Nothing in it is a stranger's text.
    pub fn description(&self) -> String {
        format!("{} ({})", self.kind.words(), self.rule)
    }

    /// After how long it is worth trying again, to the second.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after.map(Duration::from_secs)
    }

    /// The answer: JSON as of RFC 6749 §5.2, with the challenges of RFC 6750 §3 where a token, or
    /// another one, would help.
    pub fn to_response<B: From<Bytes>>(&self) -> Response<B> {
        let mut response = Response::new(B::from(self.json()));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        for (name, value) in ALWAYS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        for challenge in &self.challenges {
            headers.append(WWW_AUTHENTICATE, challenge.clone());
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self.clone());
        response
    }

    fn json(&self) -> Bytes {
        let body = Body {
            error: self.error(),
            error_description: &self.description(),
        };
        serde_json::to_vec(&body).unwrap_or_default().into()
    }
}

/// By what a resolver says of the client.
impl From<&ResolveError> for Denial {
    fn from(error: &ResolveError) -> Self {
        let denial = Denial::new(DenialKind::of(error));
        let known = error.retry_after().map(whole_seconds);
        Denial {
            rule: error.rule(),
            cause: error.cause(),
            blame: error.blame(),
            retry_after: denial
                .retry_after
                .map(|least| least.max(known.unwrap_or(0))),
            ..denial
        }
    }
}

impl Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.description())
    }
}

impl Error for Denial {}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    error_description: &'a str,
}

const ALWAYS: [(HeaderName, &str); 3] = [
    (CONTENT_TYPE, "application/json"),
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

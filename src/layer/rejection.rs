//! Why the layer answered instead of the inner service, and what it tells whom.

use std::error::Error;
use std::fmt::{self, Display};
use std::time::Duration;

use http::StatusCode;
use http::header::AUTHORIZATION;
use http::request::Parts;

use crate::layer::accept::prefers_html;
use crate::layer::cause::Cause;
use crate::layer::code::Code;
use crate::layer::grants::GrantError;
use crate::layer::kind::RejectionKind;
#[cfg(feature = "private-key-jwt")]
use crate::resolve::authentication::AuthenticationError;
use crate::resolve::error::ResolveError;
use crate::resolve::event::{self, Refusal, Throttle};
use crate::resolve::transaction::TransactionError;
use crate::rules::blame::Blame;
use crate::rules::checks::{CheckError, RedirectableError};
use crate::rules::leg::Leg;
use crate::rules::locate::LocateError;

/// Why the layer, or an extractor, answered instead of the handler.
///
/// Opaque, so that it can carry more later; [`kind`](Rejection::kind) tells the cases apart. A copy
/// stands in the extensions of every answer made from it, so that an outer layer can count them.
///
/// A server that uses a [`Resolver`](crate::Resolver) without the layer gets the same answers by
/// `Rejection::from(error).on(leg, &parts).to_response()`.
#[derive(Clone, Debug)]
#[must_use]
pub struct Rejection {
    kind: RejectionKind,
    cause: Option<Cause>,
    leg: Option<Leg>,
    html: bool,
    basic: bool,
    redirectable: Option<Box<RedirectableError>>,
}

impl Rejection {
    pub(crate) const fn new(kind: RejectionKind) -> Self {
        Rejection {
            kind,
            cause: None,
            leg: None,
            html: false,
            basic: false,
            redirectable: None,
        }
    }

    /// The same, as an answer to this request: its leg and its headers decide how the answer looks.
    pub fn on(mut self, leg: Option<Leg>, parts: &Parts) -> Self {
        let front_channel = leg.is_some_and(Leg::is_front_channel);
        self.leg = leg;
        self.html = front_channel && prefers_html(&parts.headers);
        self.basic = !front_channel && used_basic(parts);
        self
    }

    /// The category.
    pub fn kind(&self) -> RejectionKind {
        self.kind
    }

    /// Whose fault it is.
    pub fn blame(&self) -> Blame {
        let cause = self.cause.as_ref().and_then(Cause::blame);
        cause.unwrap_or(self.kind.wire().blame)
    }

    /// The OAuth error code, such as `invalid_client`.
    pub fn error(&self) -> &'static str {
        let cause = self.cause.as_ref();
        cause
            .and_then(|cause| cause.code(self.leg))
            .unwrap_or(self.kind.wire().code.as_str())
    }

    /// The HTTP status.
    ///
    /// `invalid_client` is 400, and 401 where the client used the `Authorization` header, as RFC 6749
    /// §5.2 demands.
    pub fn status(&self) -> StatusCode {
        if self.challenges() {
            StatusCode::UNAUTHORIZED
        } else {
            self.kind.wire().status
        }
    }

    /// What went wrong, in words for the client's developer, within the characters that RFC 6749 §5.2 allows.
    ///
    /// It never contains a stranger's text, nor what a name resolved to.
    pub fn description(&self) -> String {
        match self.told_cause() {
            Some(cause) => cause.description(),
            None => format!("{} ({})", self.kind.words(), self.kind.wire().rule),
        }
    }

    /// The broken rule's stable name, such as `document.redirect_uris`.
    pub fn rule(&self) -> &'static str {
        self.told_cause().map_or(self.kind.wire().rule, Cause::rule)
    }

    /// The parameter of the request, or the member of the document, that broke the rule.
    pub fn member(&self) -> Option<&'static str> {
        self.told_cause().and_then(Cause::member)
    }

    /// The leg of the request, where the layer knew it.
    pub fn leg(&self) -> Option<Leg> {
        self.leg
    }

    /// After how long it is worth trying again, to the second; the `Retry-After` of the answer.
    ///
    /// At least the kind's own, so that a publisher that is held back is answered for like one that has
    /// just failed (T18).
    pub fn retry_after(&self) -> Option<Duration> {
        let least = self.kind.wire().retry_after?;
        let known = self.cause.as_ref().map_or(0, Cause::retry_after);
        Some(Duration::from_secs(least.max(known)))
    }

    /// The error as one that may be told by a redirect, once the user is known: at the authorization
    /// endpoint, the redirection URI being in order.
    ///
    /// The layer shows it, for anybody can publish a document with a redirection URI of his own (RFC 9700
    /// §4.11.2); see [`hand_on_redirectable_errors`](crate::CimdLayer::hand_on_redirectable_errors).
    /// `None`, too, where the client is not known because nothing is fetched for a request that is
    /// refused with any document.
    pub fn redirectable(&self) -> Option<&RedirectableError> {
        self.redirectable.as_deref()
    }

    pub(crate) fn with_redirectable(mut self, error: Option<RedirectableError>) -> Self {
        self.redirectable = error.map(Box::new);
        self
    }

    /// The cause, where strangers may know it.
    fn told_cause(&self) -> Option<&Cause> {
        self.cause.as_ref().filter(|_| self.kind.tells_cause())
    }

    /// The same, told to the operator. The resolver tells its own refusals itself.
    pub(crate) fn told(self, client_id: &str) -> Self {
        self.told_by(None, client_id)
    }

    /// The same, told as often as `throttle` says.
    pub(crate) fn told_within(self, throttle: &Throttle, client_id: &str) -> Self {
        self.told_by(Some(throttle), client_id)
    }

    fn told_by(self, throttle: Option<&Throttle>, client_id: &str) -> Self {
        event::refused(Refusal {
            throttle,
            client_id,
            leg: self.leg,
            rule: self.cause.as_ref().map_or(self.rule(), Cause::rule_in_full),
            member: self.member(),
            blame: self.blame(),
        });
        self
    }

    /// Whether the answer is a page for a person and not JSON.
    pub(crate) fn is_page(&self) -> bool {
        self.html
    }

    /// Whether the answer names the authentication scheme that the client tried.
    pub(crate) fn challenges(&self) -> bool {
        self.basic && self.kind.wire().code == Code::InvalidClient
    }
}

impl From<CheckError> for Rejection {
    fn from(error: CheckError) -> Self {
        Rejection {
            cause: Some(Cause::Checked(error)),
            ..Rejection::new(RejectionKind::Check)
        }
    }
}

impl From<LocateError> for Rejection {
    fn from(error: LocateError) -> Self {
        let kind = RejectionKind::of_malformed(&error);
        Rejection {
            cause: Some(Cause::Located(error)),
            ..Rejection::new(kind)
        }
    }
}

#[cfg(feature = "private-key-jwt")]
impl From<AuthenticationError> for Rejection {
    fn from(error: AuthenticationError) -> Self {
        let kind = RejectionKind::of_unauthenticated(&error);
        Rejection {
            cause: Some(Cause::Unauthenticated(error)),
            ..Rejection::new(kind)
        }
    }
}

impl From<ResolveError> for Rejection {
    fn from(error: ResolveError) -> Self {
        Rejection {
            kind: RejectionKind::of(&error),
            cause: Some(Cause::Resolved(error)),
            ..Rejection::new(RejectionKind::Crashed)
        }
    }
}

impl From<TransactionError> for Rejection {
    fn from(error: TransactionError) -> Self {
        match error {
            TransactionError::Client(error) => Rejection::from(error),
            error => Rejection {
                kind: RejectionKind::of_transaction(&error),
                cause: Some(Cause::Transacted(error)),
                ..Rejection::new(RejectionKind::Crashed)
            },
        }
    }
}

impl From<GrantError> for Rejection {
    fn from(error: GrantError) -> Self {
        Rejection {
            kind: RejectionKind::of_grant(error),
            cause: Some(Cause::Granted(error)),
            ..Rejection::new(RejectionKind::Crashed)
        }
    }
}

impl Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.description())
    }
}

impl Error for Rejection {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(Cause::error)
    }
}

/// The challenge has to match the scheme that was tried (RFC 6749 §5.2), and `Basic` is the one
/// scheme by which a client authenticates in this header.
fn used_basic(parts: &Parts) -> bool {
    parts
        .headers
        .get(AUTHORIZATION)
        .and_then(|value| value.as_bytes().get(..6))
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"basic "))
}

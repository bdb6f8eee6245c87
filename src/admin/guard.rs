//! The host's own authentication, in front of every route of the page.

use std::future::Future;

use axum::response::Response;
use http::request::Parts;

use crate::admin::identity::Identity;
use crate::resolve::fetch::BoxFuture;

/// Says who is at the page, or answers in its place.
///
/// It is asked first, on every request of every route, before the body is read and before anything
/// else is looked at. What an outer layer of the host found out, such as a session, stands in the
/// extensions of the request.
///
/// Any function from the head of a request to a future is a guard:
///
/// ```
/// use axum::response::{IntoResponse, Response};
/// use http::StatusCode;
/// use http::request::Parts;
/// use tower_cimd::admin::{Guard, Identity};
///
/// /// What the host's own session layer puts into the extensions.
/// #[derive(Clone)]
/// struct Session { user: String, is_operator: bool }
///
/// fn guard(parts: &Parts) -> std::future::Ready<Result<Identity, Response>> {
///     std::future::ready(match parts.extensions.get::<Session>() {
///         Some(session) if session.is_operator => Ok(Identity::operator(&session.user)),
///         Some(_) => Err(StatusCode::FORBIDDEN.into_response()),
///         None => Err(StatusCode::UNAUTHORIZED.into_response()),
///     })
/// }
/// # fn is_guard(_: impl Guard) {}
/// # is_guard(guard);
/// ```
///
/// # Security
///
/// Whom it lets in may have any URL fetched that the resolver would fetch, within its budgets. It should
/// let in operators alone, and where it goes by a cookie, that should be `HttpOnly`, `Secure` and
/// `SameSite`; what a page of another site makes a browser send is refused without it, too.
pub trait Guard: Send + Sync + 'static {
    /// Who sends the request; else the answer to it: 401, 403, or a redirect to where he signs in.
    fn admit<'a>(&'a self, parts: &'a Parts) -> BoxFuture<'a, Result<Identity, Response>>;
}

impl<G, F> Guard for G
where
    G: Fn(&Parts) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Identity, Response>> + Send + 'static,
{
    fn admit<'a>(&'a self, parts: &'a Parts) -> BoxFuture<'a, Result<Identity, Response>> {
        Box::pin(self(parts))
    }
}

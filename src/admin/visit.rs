//! One request, once it was let in.

use axum::extract::OriginalUri;
use http::Uri;
use http::request::Parts;

use crate::admin::desk::Desk;
use crate::admin::failure::Failure;
use crate::admin::fields::Fields;
use crate::admin::identity::Identity;

/// One request, once the guard has let it in: who sends it, and what it says.
pub(super) struct Visit<'a> {
    pub(super) desk: &'a Desk,
    pub(super) identity: Identity,
    pub(super) fields: Fields,
    /// How the page is reached from where the browser is: what stands before each link.
    pub(super) base: String,
}

impl<'a> Visit<'a> {
    pub(super) fn new(desk: &'a Desk, identity: Identity, parts: &Parts) -> Result<Self, Failure> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Visit {
            desk,
            identity,
            fields: Fields::of_form(query.as_bytes())?,
            base: base(parts),
        })
    }
}

/// Every route is one segment below where the page is mounted, or two for the API. Links are relative,
/// so that it does not matter what a proxy in front calls that place. Only the overview may be asked
/// for without a slash at its end, and its links begin with its own last segment then.
pub(super) fn base(parts: &Parts) -> String {
    let own = parts.uri.path();
    let seen = parts.extensions.get::<OriginalUri>();
    let seen = seen.map_or(&parts.uri, |OriginalUri(uri)| uri);
    match own {
        "/" => last_segment(seen).map_or_else(|| "./".to_owned(), |last| format!("./{last}/")),
        _ => "./".to_owned(),
    }
}

fn last_segment(uri: &Uri) -> Option<&str> {
    let (_, last) = uri.path().rsplit_once('/')?;
    (!last.is_empty()).then_some(last)
}

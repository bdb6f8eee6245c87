//! Which requests a page of this very server sent (T19).

use http::header::{HOST, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, HeaderName};

/// Where a request came from, as the browser says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sender {
    /// A page of this origin.
    Same,
    /// Another site, a sandbox, or something that says two things.
    Other,
    /// Nothing is said: no browser of this decade, or none at all.
    Unsaid,
}

impl Sender {
    /// `Sec-Fetch-Site` cannot be set by a page, so it decides where it stands, and `Origin` must
    /// not be opaque beside it. Where it does not stand, as over plain HTTP, `Origin` decides.
    ///
    /// `own` is the origin that browsers see, where the host says so; else it is of the authority that
    /// the request was sent to, with either scheme, which a server behind a proxy does not know.
    pub(super) fn of(parts: &Parts, own: Option<&str>) -> Self {
        let site = only(&parts.headers, &SEC_FETCH_SITE);
        let origin = only(&parts.headers, &ORIGIN);
        match (site, origin) {
            (Field::Broken, _) | (_, Field::Broken | Field::Text("null")) => Sender::Other,
            (Field::Text("same-origin"), _) => Sender::Same,
            (Field::Text(_), _) => Sender::Other,
            (Field::Absent, Field::Text(origin)) if is_own(origin, parts, own) => Sender::Same,
            (Field::Absent, Field::Text(_)) => Sender::Other,
            (Field::Absent, Field::Absent) => Sender::Unsaid,
        }
    }
}

fn is_own(origin: &str, parts: &Parts, own: Option<&str>) -> bool {
    match own {
        Some(own) => origin == own,
        None => {
            let scheme_and = |scheme| origin.strip_prefix(scheme);
            let authority = scheme_and("https://").or_else(|| scheme_and("http://"));
            authority.is_some() && authority == host(parts)
        }
    }
}

/// The authority that the request was sent to, as a browser writes it.
fn host(parts: &Parts) -> Option<&str> {
    match parts.uri.authority() {
        Some(authority) => Some(authority.as_str()),
        None => match only(&parts.headers, &HOST) {
            Field::Text(host) => Some(host),
            Field::Absent | Field::Broken => None,
        },
    }
}

/// A header field that may stand once.
enum Field<'a> {
    Absent,
    Text(&'a str),
    Broken,
}

fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Field<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Field::Absent,
        (Some(value), None) => value.to_str().map_or(Field::Broken, Field::Text),
        (Some(_), Some(_)) => Field::Broken,
    }
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

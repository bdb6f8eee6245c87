//! Which requests may cause a fetch at all.

use http::Method;
use http::header::HeaderName;
use http::request::Parts;

/// Whether this request may make the server fetch a document (T11).
///
/// A page can make its visitors' browsers send requests by the thousand, as pictures, scripts or
/// style sheets; browsers say so in `Sec-Fetch-Dest`. Navigations (`document`), frames (`iframe`,
/// `frame`: silent authentication runs in them) and `fetch` calls (`empty`) may fetch, and so may
/// what is no browser; every other destination, also one that does not exist yet, is answered
/// from what is known. So is HEAD, which nobody signs in with.
pub(crate) fn may_cause_fetch(parts: &Parts) -> bool {
    parts.method != Method::HEAD
        && parts
            .headers
            .get_all(SEC_FETCH_DEST)
            .iter()
            .all(|destination| FETCHING.contains(&destination.as_bytes()))
}

const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");
const FETCHING: &[&[u8]] = &[b"document", b"empty", b"frame", b"iframe"];

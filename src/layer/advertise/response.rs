//! The head of a response: whether its body is metadata, and what changes with it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue,
    LAST_MODIFIED,
};
use http::{Method, Response, StatusCode};
use http_body::Body;
use sha2::{Digest, Sha256};

use crate::layer::advertise::body::AdvertisedBody;
use crate::layer::advertise::metadata::Additions;
use crate::layer::advertise::unadvertised::Unadvertised;
use crate::resolve::event::{self, Throttle};
use crate::rules::media_type::MediaType;

/// Whether the body of this answer to a `method` is worth reading.
pub(crate) fn judge<B>(method: &Method, response: &Response<B>) -> Result<(), Unadvertised> {
    let headers = response.headers();
    let rules = [
        (*method == Method::GET, Unadvertised::Method),
        (response.status() == StatusCode::OK, Unadvertised::Status),
        (
            !headers.contains_key(CONTENT_RANGE),
            Unadvertised::ContentRange,
        ),
        (is_json(headers), Unadvertised::MediaType),
        (
            !headers.contains_key(CONTENT_ENCODING),
            Unadvertised::ContentEncoding,
        ),
    ];
    match rules.into_iter().find(|(holds, _)| !holds) {
        Some((_, broken)) => Err(broken),
        None => Ok(()),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(only), None) = (types.next(), types.next()) else {
        return false;
    };
    MediaType::parse(only.as_bytes()).is_some_and(|it| it.is_json() && !it.has_foreign_charset())
}

/// Adds what the document lacks, whose body is held.
pub(crate) fn amend<B: Body<Data = Bytes>>(
    additions: &Additions,
    response: &mut Response<AdvertisedBody<B>>,
) -> Result<(), Unadvertised> {
    if let Some(document) = additions.amend(&response.body().data())? {
        describe(&document, response.headers_mut());
        response.body_mut().replace(document);
    }
    Ok(())
}

/// Makes the headers those of `document`.
fn describe(document: &[u8], headers: &mut HeaderMap) {
    if headers.contains_key(CONTENT_LENGTH) {
        headers.insert(CONTENT_LENGTH, document.len().into());
    }
    if headers.remove(ETAG).is_some() {
        headers.extend(entity_tag(document).map(|tag| (ETAG, tag)));
    }
    headers.remove(LAST_MODIFIED);
    for digest in DIGESTS {
        headers.remove(*digest);
    }
}

/// Strong: of these bytes and no others (RFC 9110 §8.8.3).
fn entity_tag(document: &[u8]) -> Option<HeaderValue> {
    let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(document));
    HeaderValue::try_from(format!("\"{digest}\"")).ok()
}

/// Tells that a response is left alone.
pub(crate) fn leave<B>(throttle: &Throttle, response: &mut Response<B>, why: Unadvertised) {
    event::unadvertised(throttle, why.rule(), why.is_usual());
    response.extensions_mut().insert(why);
}

/// RFC 9530, and RFC 3230 and RFC 2616 before it.
const DIGESTS: &[&str] = &["content-digest", "repr-digest", "digest", "content-md5"];

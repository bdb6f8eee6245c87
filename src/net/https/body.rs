//! A body, read within its bound.

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use reqwest::Response;

use crate::net::https::failure::classify;
use crate::resolve::fetch::FetchError;

/// Reads the body of `response` if it has no content coding and at most `max_bytes`.
///
/// A declared length over the bound is refused before anything is read. Otherwise bytes are counted as
/// they arrive; what has been read beyond the bound by then is one read of hyper's buffer.
pub(crate) async fn read(response: &mut Response, max_bytes: usize) -> Result<Bytes, FetchError> {
    if is_encoded(response.headers()) {
        return Err(FetchError::Encoded);
    }
    if response
        .content_length()
        .is_some_and(|length| length > max_bytes as u64)
    {
        return Err(FetchError::TooLarge);
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| classify(&error))? {
        if chunk.len() > max_bytes - body.len() {
            return Err(FetchError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Whether any coding but `identity` was applied. None was offered, and none is ever undone: 321 bytes
/// can unfold to 10 MB.
fn is_encoded(headers: &HeaderMap) -> bool {
    headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .any(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity"))
}

//! What a publisher's answer was, before its contents are judged. (stub)
use crate::rules::blame::Blame;
use crate::rules::media_type::MediaType;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
/// A 200 answer: the raw document and the facts of its transport, enough for another rule set to judge it again without a fetch.
#[derive(Clone, Debug)]
pub struct Publication {
    media_type: Option<MediaType>,
    body: Bytes,
}
impl Publication {
    /// accepts status 200 without a content coding only
    pub fn receive(
        status: StatusCode,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Self, PublicationError> {
        let _ = (status, headers, body);
        todo!()
    }
    /// raw
    pub fn body(&self) -> &Bytes {
        &self.body
    }
    /// declared media type
    pub fn media_type(&self) -> Option<&MediaType> {
        self.media_type.as_ref()
    }
}
/// Why an answer is no publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublicationError {
    /// 404, 410
    #[error("not found")]
    Gone,
    /// 3xx
    #[error("redirect")]
    Redirect,
    /// other status
    #[error("status {0}")]
    Status(u16),
    /// content coding
    #[error("content coding")]
    Encoded,
    /// 403, 429, 5xx
    #[error("status {0}")]
    Unavailable(u16),
}
impl PublicationError {
    /// whose fault
    pub const fn blame(self) -> Blame {
        Blame::Document
    }
    /// rule
    pub const fn rule(self) -> &'static str {
        "document.status"
    }
}

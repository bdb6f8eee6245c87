//! What a publisher's answer was, before its contents are judged.
//!
//! The draft wants 200 and calls every other status an error; redirects are not followed
//! (draft-ietf-oauth-client-id-metadata-document-02 §5). Whose fault an error is differs: a page
//! that is gone, moved or forbidden by its form is the document's, a block, a rate limit or a
//! broken server is weather, and may pass.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use crate::rules::blame::Blame;
use crate::rules::media_type::MediaType;

/// A 200 answer: the raw document and the facts of its transport, enough for another rule set to
/// judge it again without a fetch.
#[derive(Clone, Debug)]
pub struct Publication {
    media_type: Option<MediaType>,
    body: Bytes,
}

impl Publication {
    /// Takes an answer with status 200 and no content coding.
    ///
    /// The body is copied, so that a record that is kept pins no larger receive buffer. Its size
    /// is for the fetcher to bound while it reads, and for the document's rules to judge.
    ///
    /// # Errors
    ///
    /// Any other status, and any content coding: we ask for `identity`, and what the size rule
    /// counts is decoded bytes.
    pub fn receive(
        status: StatusCode,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Self, PublicationError> {
        judge_status(status)?;
        if is_encoded(headers) {
            return Err(PublicationError::Encoded);
        }
        Ok(Publication {
            media_type: declared_media_type(headers),
            body: Bytes::copy_from_slice(&body),
        })
    }

    /// A document that the operator supplies as JSON, without an answer of its publisher.
    pub fn supplied(body: Bytes) -> Self {
        Publication {
            media_type: MediaType::parse(b"application/json"),
            body,
        }
    }

    /// The document as it was received.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The media type; `None` where it was missing, unreadable or declared more than once.
    pub fn media_type(&self) -> Option<&MediaType> {
        self.media_type.as_ref()
    }
}

/// Why an answer is no publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum PublicationError {
    /// 404 or 410: the client is no longer published.
    #[error("nothing is published there")]
    Gone,
    /// A redirection, which is never followed.
    #[error("the answer is a redirection, and redirections are not followed")]
    Redirect,
    /// Any other status than 200 for which the publisher answers.
    #[error("the answer has status {0}, not 200")]
    Status(u16),
    /// A content coding other than `identity`.
    #[error("the answer has a content coding")]
    Encoded,
    /// 403, 429 or 5xx: the publisher, or something before it, does not serve us now.
    #[error("the publisher answers {0}")]
    Unavailable(u16),
}

impl PublicationError {
    /// The stable names of the rules.
    pub const RULES: &'static [&'static str] = &[
        PublicationError::Gone.rule(),
        PublicationError::Redirect.rule(),
        PublicationError::Status(0).rule(),
        PublicationError::Encoded.rule(),
        PublicationError::Unavailable(0).rule(),
    ];

    /// Whose fault it is: the document's, but for 403, 429 and 5xx, which are weather.
    ///
    /// 403 is weather because content networks answer it to whole ranges of addresses.
    pub const fn blame(self) -> Blame {
        match self {
            PublicationError::Gone
            | PublicationError::Redirect
            | PublicationError::Status(_)
            | PublicationError::Encoded => Blame::Document,
            PublicationError::Unavailable(_) => Blame::Weather,
        }
    }

    /// The stable name of the rule.
    pub const fn rule(self) -> &'static str {
        match self {
            PublicationError::Gone => "document.status.gone",
            PublicationError::Redirect => "document.status.redirect",
            PublicationError::Status(_) => "document.status.not_ok",
            PublicationError::Encoded => "document.content_coding",
            PublicationError::Unavailable(_) => "document.status.unavailable",
        }
    }
}

fn judge_status(status: StatusCode) -> Result<(), PublicationError> {
    match status.as_u16() {
        200 => Ok(()),
        404 | 410 => Err(PublicationError::Gone),
        // 304 redirects nobody; without a conditional request of ours it says nothing at all.
        300..=303 | 305..=399 => Err(PublicationError::Redirect),
        code @ (403 | 429 | 500..=599) => Err(PublicationError::Unavailable(code)),
        code => Err(PublicationError::Status(code)),
    }
}

fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get_all(CONTENT_ENCODING).iter().any(|value| {
        value
            .as_bytes()
            .split(|byte| *byte == b',')
            .map(<[u8]>::trim_ascii)
            .any(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity"))
    })
}

/// Two Content-Type fields are two claims (RFC 9110 §5.3 allows one), so neither is believed.
fn declared_media_type(headers: &HeaderMap) -> Option<MediaType> {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => MediaType::parse(value.as_bytes()),
        _ => None,
    }
}

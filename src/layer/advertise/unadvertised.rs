//! Why a response is left alone.

use crate::rules::json::JsonError;
use crate::rules::refusal::refusals;

refusals! {
    /// Why nothing is added to a response.
    Unadvertised {
        /// The request is no GET.
        Method => "advertise.method", "the request is not a GET";
        /// The status is not 200.
        Status => "advertise.status", "the status is not 200";
        /// `Content-Range`: a part.
        ContentRange => "advertise.content_range", "the response is a part of a document";
        /// `Content-Type` is not one JSON media type in UTF-8.
        MediaType => "advertise.media_type", "the media type is not JSON in UTF-8";
        /// `Content-Encoding`: the layer stands outside of compression.
        ContentEncoding => "advertise.content_encoding", "the response has a content coding";
        /// More than 64 KiB.
        Size => "advertise.size", "the document is larger than 64 KiB";
        /// The body broke off.
        Broken => "advertise.broken", "the body of the response broke off";
        /// Not one JSON object, by the strict reading of [`json`](crate::rules::json).
        Json => "advertise.json", "the document is not one JSON object";
        /// A member name twice in one object: nobody knows which of them counts.
        DuplicateMember => "advertise.duplicate_member", "an object of the document has the same member name twice";
        /// The `issuer` is not the resolver's.
        Issuer => "advertise.issuer", "the document is of another issuer";
        /// `signed_metadata`, which takes precedence over what would be added (RFC 8414 §2.1).
        Signed => "advertise.signed_metadata", "the document has signed metadata";
        /// A list to which something would be added is no array of strings.
        Malformed => "advertise.malformed", "a list of the document is not an array of strings";
        /// The layer lets no client past the token endpoint, whatever its authentication method.
        NoMethod => "advertise.no_method", "the layer accepts no authentication method";
        /// The operator has switched Client Identifier URLs off.
        Off => "advertise.off", "client identifier urls are switched off";
    }
}

impl Unadvertised {
    /// Whether a well-mounted layer meets it, too.
    pub(crate) const fn is_usual(self) -> bool {
        match self {
            Unadvertised::Method
            | Unadvertised::Status
            | Unadvertised::ContentRange
            | Unadvertised::MediaType => true,
            Unadvertised::ContentEncoding
            | Unadvertised::Size
            | Unadvertised::Broken
            | Unadvertised::Json
            | Unadvertised::DuplicateMember
            | Unadvertised::Issuer
            | Unadvertised::Signed
            | Unadvertised::Malformed
            | Unadvertised::NoMethod
            | Unadvertised::Off => false,
        }
    }
}

impl From<JsonError> for Unadvertised {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::Size => Unadvertised::Size,
            JsonError::DuplicateMember => Unadvertised::DuplicateMember,
            JsonError::Encoding | JsonError::Syntax | JsonError::Depth | JsonError::NotAnObject => {
                Unadvertised::Json
            }
        }
    }
}

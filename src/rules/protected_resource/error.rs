//! Why a text is no resource identifier.

use crate::rules::issuer::IssuerError;
use crate::rules::refusal::refusals;

refusals! {
    /// Why a text is no resource identifier.
    ResourceError {
        /// No absolute URL with a host.
        NotAUrl => "resource.not_a_url", "the resource identifier is not an absolute URL";
        /// Another scheme than `https`.
        Scheme => "resource.scheme", "the resource identifier must start with https:// in lower case";
        /// `http`, and the host is not loopback.
        PlainHttp => "resource.plain_http", "the resource identifier may use http on a loopback host alone";
        /// Holds a user name or a password.
        Userinfo => "resource.userinfo", "the resource identifier must have no user name and no password";
        /// Has a query, if an empty one.
        Query => "resource.query", "the resource identifier must have no query";
        /// Has a fragment, if an empty one.
        Fragment => "resource.fragment", "the resource identifier must have no fragment";
        /// A segment of the path is `.` or `..`.
        DotSegment => "resource.dot_segment", "the path of the resource identifier must have no dot segment";
    }
}

impl From<IssuerError> for ResourceError {
    fn from(error: IssuerError) -> Self {
        match error {
            IssuerError::NotAUrl => ResourceError::NotAUrl,
            IssuerError::Scheme => ResourceError::Scheme,
            IssuerError::PlainHttp => ResourceError::PlainHttp,
            IssuerError::Userinfo => ResourceError::Userinfo,
            IssuerError::Query => ResourceError::Query,
            IssuerError::Fragment => ResourceError::Fragment,
        }
    }
}

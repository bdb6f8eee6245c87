//! What a client demands of the server for itself.

use crate::rules::document::error::DocumentError;
use crate::rules::document::members::Members;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Requirements {
    pub(crate) dpop_bound_access_tokens: bool,
    pub(crate) require_pushed_authorization_requests: bool,
    pub(crate) require_signed_request_object: bool,
    pub(crate) tls_client_certificate_bound_access_tokens: bool,
}

pub(super) fn read(members: Members<'_>) -> Result<Requirements, DocumentError> {
    Ok(Requirements {
        dpop_bound_access_tokens: members.flag("dpop_bound_access_tokens")?,
        require_pushed_authorization_requests: members
            .flag("require_pushed_authorization_requests")?,
        require_signed_request_object: members.flag("require_signed_request_object")?,
        tls_client_certificate_bound_access_tokens: members
            .flag("tls_client_certificate_bound_access_tokens")?,
    })
}

//! The redirection URI of a request.

use crate::rules::checks::error::CheckError;
use crate::rules::client::Client;
use crate::rules::redirect_uri::RedirectUri;

impl Client {
    /// The registered redirection URI that a request means: the one that `presented` matches, or the
    /// only one where none is presented (RFC 6749 §3.1.2.3).
    ///
    /// A loopback one has to be presented, for without its port it leads nowhere.
    ///
    /// # Errors
    ///
    /// [`CheckError::RedirectUriMissing`] and [`CheckError::RedirectUriUnregistered`]. Neither is ever
    /// redirected.
    pub fn check_redirect_uri(&self, presented: Option<&str>) -> Result<&RedirectUri, CheckError> {
        match (presented, self.redirect_uris()) {
            (Some(presented), _) => self
                .match_redirect_uri(presented)
                .ok_or(CheckError::RedirectUriUnregistered),
            (None, [only]) if !only.is_loopback() => Ok(only),
            (None, _) => Err(CheckError::RedirectUriMissing),
        }
    }
}

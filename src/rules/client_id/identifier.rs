//! A valid client identifier URL.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::rules::client_id::error::ClientIdError;
use crate::rules::client_id::rules::ClientIdRules;
use crate::rules::client_id::{dialled, port, written};
use crate::rules::uri::Parts;

/// A valid client identifier URL, exactly as the client presented it.
///
/// The text is the identity (`draft-ietf-oauth-client-id-metadata-document-02 §3`): equality, order
/// and hash are those of its bytes, so another spelling of the same server is another client. Made
/// by its parsers alone; a clone shares the text.
///
/// ```
/// use tower_cimd::ClientId;
///
/// let id = ClientId::parse("https://app.example.com:8443/client.json")?;
/// assert_eq!(id.host(), "app.example.com");
/// assert_eq!(id.port(), Some(8443));
/// assert_eq!(id, *"https://app.example.com:8443/client.json");
/// # Ok::<(), tower_cimd::rules::client_id::ClientIdError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(Arc<str>);

impl ClientId {
    /// Whether the text is of URL form: starts with `https://`, in any case.
    ///
    /// What is of URL form and does not parse is refused, never passed on as an identifier of
    /// another kind.
    pub fn is_url_form(text: &str) -> bool {
        const PREFIX: &str = "https://";
        text.get(..PREFIX.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
    }

    /// Parses what a client presented, by the default [`ClientIdRules`].
    ///
    /// # Errors
    ///
    /// The first rule that the text breaks.
    pub fn parse(presented: &str) -> Result<Self, ClientIdError> {
        Self::parse_with(presented, &ClientIdRules::default())
    }

    /// Parses what a client presented, by the rules of a server.
    ///
    /// # Errors
    ///
    /// The first rule that the text breaks.
    pub fn parse_with(presented: &str, rules: &ClientIdRules) -> Result<Self, ClientIdError> {
        let parts = written::judge(presented, rules)?;
        dialled::agree(presented, &parts)?;
        Ok(ClientId(presented.into()))
    }

    /// The text, exactly as presented.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, exactly as presented, shared.
    pub fn to_shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }

    /// The host, as presented: compare it without regard to case, or use
    /// [`host_lowercase`](ClientId::host_lowercase).
    pub fn host(&self) -> &str {
        self.authority().host_and_port().0
    }

    /// The host in lower case, for comparison with a host that an operator wrote down.
    pub fn host_lowercase(&self) -> Cow<'_, str> {
        let host = self.host();
        if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(host.to_ascii_lowercase())
        } else {
            Cow::Borrowed(host)
        }
    }

    /// The port, where one is written; `None` means 443.
    pub fn port(&self) -> Option<u16> {
        self.authority().host_and_port().1.and_then(port::read)
    }

    /// The path, as presented. Starts with `/`.
    pub fn path(&self) -> &str {
        self.parts().path
    }

    /// The query without its `?`, as presented.
    pub fn query(&self) -> Option<&str> {
        self.parts().query
    }

    /// What stands before the path alone: every request asks for the host.
    fn authority(&self) -> Parts<'_> {
        written::authority(&self.0).unwrap_or(Parts::path(""))
    }

    /// Cutting again is cheaper than carrying the places with every clone.
    fn parts(&self) -> Parts<'_> {
        written::parts(&self.0).unwrap_or(Parts::after_scheme(""))
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for ClientId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for ClientId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for ClientId {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for ClientId {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl FromStr for ClientId {
    type Err = ClientIdError;

    fn from_str(presented: &str) -> Result<Self, ClientIdError> {
        Self::parse(presented)
    }
}

impl TryFrom<&str> for ClientId {
    type Error = ClientIdError;

    fn try_from(presented: &str) -> Result<Self, ClientIdError> {
        Self::parse(presented)
    }
}

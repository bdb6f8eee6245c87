//! The name of a protected resource.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::rules::issuer::Issuer;
use crate::rules::protected_resource::error::ResourceError;
use crate::rules::uri::Parts;
use crate::rules::well_known;

/// A resource identifier (RFC 9728 §1.2, RFC 8707 §2): an `https` URL without fragment, kept as it
/// is written.
///
/// What clients send as `resource`, what tokens have as an audience and what the metadata says must
/// be this text, byte for byte. Some clients send `https://mcp.example.com` with a slash at its
/// end, as their URL parser writes it; an identifier with a path, `https://mcp.example.com/mcp`, is
/// the same everywhere.
///
/// A query is not accepted, although RFC 9728 only advises against one: several resources would
/// have their metadata at one path. `http` is accepted where the host is loopback, for tests and
/// development.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResourceIdentifier(Arc<str>);

impl ResourceIdentifier {
    /// Parses a resource identifier.
    ///
    /// # Errors
    ///
    /// The first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, ResourceError> {
        // The rules on issuer identifiers are the same but for dot segments.
        Issuer::parse(text)?;
        let (_, rest) = text.split_once("://").ok_or(ResourceError::NotAUrl)?;
        match Parts::after_scheme(rest).has_dot_segment() {
            true => Err(ResourceError::DotSegment),
            false => Ok(ResourceIdentifier(text.into())),
        }
    }

    /// The identifier, as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URL of the resource's metadata: `/.well-known/oauth-protected-resource` before the path
    /// of the resource (RFC 9728 §3.1), a slash at the end taken away.
    pub fn metadata_url(&self) -> String {
        well_known::url(&self.0, WELL_KNOWN)
    }

    /// The path of [`metadata_url`](Self::metadata_url), for a router.
    pub fn metadata_path(&self) -> String {
        well_known::path(&self.0, WELL_KNOWN)
    }
}

impl fmt::Display for ResourceIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ResourceIdentifier {
    type Err = ResourceError;

    fn from_str(text: &str) -> Result<Self, ResourceError> {
        Self::parse(text)
    }
}

const WELL_KNOWN: &str = "oauth-protected-resource";

//! The two resources: where each is, and what it takes to call it.

use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::protected_resource::ProtectedResourceMetadata;

use crate::Failure;

/// Where the MCP server is mounted. A token is for one of them alone (RFC 8707 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mount {
    Open,
    Admin,
}

impl Mount {
    pub(crate) const ALL: [Mount; 2] = [Mount::Open, Mount::Admin];

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Mount::Open => "/mcp",
            Mount::Admin => "/mcp/admin",
        }
    }

    /// The scope without which nothing can be called there.
    pub(crate) const fn scope(self) -> &'static str {
        match self {
            Mount::Open => "mcp:tools",
            Mount::Admin => "mcp:admin",
        }
    }

    /// Its resource identifier, which is what a token has for audience.
    pub(crate) fn url(self, issuer: &str) -> String {
        format!("{issuer}{}", self.path())
    }

    /// The mount that a `resource` parameter names.
    pub(crate) fn named(issuer: &str, resource: &str) -> Option<Mount> {
        let path = resource.strip_prefix(issuer)?;
        Mount::ALL.into_iter().find(|mount| mount.path() == path)
    }

    /// What the mount says about itself (RFC 9728 §2).
    pub(crate) fn metadata(self, issuer: &Issuer) -> Result<ProtectedResourceMetadata, Failure> {
        let resource = self.url(issuer.as_str()).parse()?;
        let metadata = ProtectedResourceMetadata::new(resource, issuer.clone());
        Ok(metadata.scopes(&self.scope().parse()?))
    }
}

//! What a protected resource publishes about itself.

use serde_json::{Map, Value};

use crate::rules::access_token::Scopes;
use crate::rules::issuer::Issuer;
use crate::rules::protected_resource::identifier::ResourceIdentifier;

/// Protected resource metadata (RFC 9728 §2).
///
/// It has at least one authorization server, as MCP demands, and says that tokens are taken from
/// the `Authorization` header alone.
///
/// ```
/// use tower_cimd::rules::protected_resource::ProtectedResourceMetadata;
///
/// let metadata = ProtectedResourceMetadata::new(
///     "https://mcp.example.com/mcp".parse()?,
///     tower_cimd::rules::issuer::Issuer::parse("https://as.example.com")?,
/// )
/// .scopes(&"mcp:tools".parse()?)
/// .member("resource_name", "Example tools");
/// assert_eq!(
///     metadata.resource().metadata_url(),
///     "https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ProtectedResourceMetadata {
    resource: ResourceIdentifier,
    /// Never empty.
    authorization_servers: Vec<Issuer>,
    scopes: Scopes,
    others: Map<String, Value>,
}

impl ProtectedResourceMetadata {
    /// For `resource`, whose access tokens `authorization_server` issues.
    pub fn new(resource: ResourceIdentifier, authorization_server: Issuer) -> Self {
        ProtectedResourceMetadata {
            resource,
            authorization_servers: vec![authorization_server],
            scopes: Scopes::default(),
            others: Map::new(),
        }
    }

    /// Names one more authorization server. Clients choose; many take the first.
    pub fn authorization_server(mut self, issuer: Issuer) -> Self {
        self.authorization_servers.push(issuer);
        self
    }

    /// `scopes_supported`. Default: absent. `offline_access` does not belong here: it is between
    /// client and authorization server (MCP 2025-11-25, "Scope Selection Strategy").
    pub fn scopes(mut self, scopes: &Scopes) -> Self {
        self.scopes = scopes.clone();
        self
    }

    /// Any other member, such as `resource_name`, `resource_documentation`, `jwks_uri` or
    /// `dpop_bound_access_tokens_required`. What this type writes itself stays as it is.
    pub fn member(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.others.insert(name.into(), value.into());
        self
    }

    /// The resource identifier.
    pub fn resource(&self) -> &ResourceIdentifier {
        &self.resource
    }

    /// The issuers whose tokens the resource takes; never empty.
    pub fn authorization_servers(&self) -> &[Issuer] {
        &self.authorization_servers
    }

    /// The document, as it is published.
    pub fn to_json(&self) -> Value {
        let mut members = self.others.clone();
        let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
        set("resource", self.resource.as_str().into());
        set(
            "authorization_servers",
            list(self.authorization_servers.iter().map(Issuer::as_str)),
        );
        set("bearer_methods_supported", list(["header"]));
        // RFC 9728 §3.2: members without a value must be left out.
        if !self.scopes.is_empty() {
            set("scopes_supported", list(self.scopes.iter()));
        }
        Value::Object(members)
    }
}

fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value {
    texts.into_iter().map(Value::from).collect()
}

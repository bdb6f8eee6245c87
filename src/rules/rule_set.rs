//! The rules of one server, as data. (stub)
use crate::rules::auth_method::{AuthMethod, Selection};
use crate::rules::client_id::ClientIdRules;
use crate::rules::issuer::Issuer;
use crate::rules::redirect_uri::RedirectUriRules;
/// Everything on which the validation of a document depends.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// ours
    pub issuer: Issuer,
    /// client ids
    pub client_id: ClientIdRules,
    /// redirects
    pub redirect_uri: RedirectUriRules,
    /// document
    pub document: DocumentRules,
    /// what this server does
    pub server: ServerCapabilities,
}
impl RuleSet {
    /// the defaults for an issuer
    pub fn new(issuer: Issuer) -> Self {
        let _ = issuer;
        todo!()
    }
    /// a digest over every field: the tag of clients derived under it
    pub fn digest(&self) -> [u8; 32] {
        todo!()
    }
}
/// Rules on documents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocumentRules {
    /// decoded bytes, 5120
    pub max_bytes: usize,
    /// `https://host/path/` prefixes, compared by segment, under which text/plain is read as JSON
    pub text_plain: Vec<String>,
    /// default false
    pub require_explicit_auth_method: bool,
    /// exact client_ids that may live (and redirect) on the issuer's own host
    pub own_host: Vec<String>,
}
/// What this server supports.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServerCapabilities {
    /// default [none]
    pub auth_methods: Vec<AuthMethod>,
    /// default prefer authenticated
    pub selection: Selection,
    /// default authorization_code, refresh_token
    pub grant_types: Vec<String>,
    /// default code
    pub response_types: Vec<String>,
}

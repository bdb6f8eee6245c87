//! What documents and client_ids are held to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::names;
use crate::rules::auth_method::AuthMethod;
use crate::rules::client_id::ClientIdRules;
use crate::rules::rule_set::{DocumentRules, RuleSet, ServerCapabilities};

/// What this server does, against which documents are negotiated.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Server {
    /// Token endpoint authentication methods, in the order of preference. `none` alone, because the others
    /// need a server that verifies them.
    #[schemars(schema_with = "names::auth_methods")]
    pub(crate) auth_methods: Vec<String>,
    /// Grant types.
    pub(crate) grant_types: Vec<String>,
}

impl Default for Server {
    fn default() -> Self {
        let server = ServerCapabilities::default();
        let names = server.auth_methods.iter().map(|method| method.as_str());
        Server {
            auth_methods: names.map(str::to_owned).collect(),
            grant_types: server.grant_types,
        }
    }
}

impl Server {
    pub(crate) fn methods(&self) -> impl Iterator<Item = AuthMethod> {
        let names = self.auth_methods.iter();
        names.filter_map(|name| AuthMethod::from_name(name))
    }
}

/// Client identifier URLs.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ClientIds {
    /// Whether they may have a query: clients in the field have one.
    pub(crate) query: bool,
    /// Whether their path may be `/`.
    pub(crate) root_path: bool,
    /// Whether they may have a port that browsers block, such as 25: a request to one can be read as another
    /// protocol's command.
    pub(crate) bad_ports: bool,
    /// Bytes, at most.
    #[schemars(range(min = 64, max = 8_192))]
    pub(crate) max_bytes: usize,
    /// The exact client_ids that may be on the issuer's own host: whoever has a file there would speak in this
    /// server's name.
    pub(crate) own_host: Vec<String>,
}

impl Default for ClientIds {
    fn default() -> Self {
        let rules = ClientIdRules::default();
        ClientIds {
            query: rules.query,
            root_path: rules.root_path,
            bad_ports: rules.bad_ports,
            max_bytes: rules.max_bytes,
            own_host: DocumentRules::default().own_host,
        }
    }
}

/// Documents.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Documents {
    /// Bytes, at most: what the draft recommends.
    #[schemars(range(min = 1_024, max = 65_536))]
    pub(crate) max_bytes: usize,
    /// URLs with a path, such as `https://raw.githubusercontent.com/owner/`, below which `text/plain` is read as
    /// JSON.
    pub(crate) text_plain: Vec<String>,
    /// Whether a document that names no authentication method is refused, instead of taken for a public client.
    pub(crate) require_explicit_auth_method: bool,
}

impl Default for Documents {
    fn default() -> Self {
        let rules = DocumentRules::default();
        Documents {
            max_bytes: rules.max_bytes,
            text_plain: rules.text_plain,
            require_explicit_auth_method: rules.require_explicit_auth_method,
        }
    }
}

impl ClientIds {
    pub(crate) fn apply(self, rules: &mut RuleSet) {
        rules.client_id.query = self.query;
        rules.client_id.root_path = self.root_path;
        rules.client_id.bad_ports = self.bad_ports;
        rules.client_id.max_bytes = self.max_bytes;
        rules.document.own_host = self.own_host;
    }
}

impl Documents {
    pub(crate) fn apply(self, rules: &mut RuleSet) {
        rules.document.max_bytes = self.max_bytes;
        rules.document.text_plain = self.text_plain;
        rules.document.require_explicit_auth_method = self.require_explicit_auth_method;
    }
}

//! All settings together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::bounds::{Cache, Fetches, Freshness, Rates, Stale};
use crate::config::egress::Egress;
use crate::config::judgement::{ClientIds, Documents, Server};
use crate::config::names;
use crate::config::pin::PinnedFile;
use crate::config::store::Store;
use crate::resolve::rulebook::WrittenRules;
use crate::rules::profile::Profile;

/// Every member of the file. Without the documentation of its members, which is the file's own.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
#[schemars(title = "The settings of tower-cimd")]
pub(crate) struct Members {
    /// The issuer identifier of this server, as its metadata has it. To change it takes a restart.
    #[schemars(example = &"https://as.example.com")]
    pub(crate) issuer: String,
    /// The specification that documents are held against.
    #[serde(default = "profile")]
    #[schemars(schema_with = "names::profiles")]
    pub(crate) profile: String,
    #[serde(default)]
    pub(crate) server: Server,
    /// Who may be a client: the mode, an ordered list of rules, and what becomes of all others.
    #[serde(default)]
    #[schemars(example = rules_example())]
    pub(crate) policy: WrittenRules,
    #[serde(default)]
    pub(crate) client_ids: ClientIds,
    #[serde(default)]
    pub(crate) documents: Documents,
    #[serde(default)]
    pub(crate) cache: Cache,
    #[serde(default)]
    pub(crate) freshness: Freshness,
    #[serde(default)]
    pub(crate) stale: Stale,
    #[serde(default)]
    pub(crate) fetches: Fetches,
    #[serde(default)]
    pub(crate) limits: Rates,
    #[serde(default)]
    pub(crate) egress: Egress,
    #[serde(default)]
    pub(crate) store: Option<Store>,
    /// Documents of the operator's own, one for each client_id.
    #[serde(default)]
    #[schemars(example = pin_example())]
    pub(crate) pins: Vec<PinnedFile>,
}

fn profile() -> String {
    Profile::default().name().to_owned()
}

fn rules_example() -> serde_json::Value {
    serde_json::json!({ "rules": [
        { "name": "leaked keys", "effect": "deny", "clients": ["bad.example.com"] },
        { "name": "partners", "effect": "allow", "clients": ["chatgpt.com/oauth", "*.example.com"],
          "scopes": ["tools"], "redirects": ["https_only"] },
    ] })
}

fn pin_example() -> serde_json::Value {
    serde_json::json!([{
        "client_id": "https://client.example.com/oauth",
        "file": "pins/client.json",
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "expires": "2027-01-31T00:00:00Z",
        "use": "last_resort",
    }])
}

//! The store that nodes share.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::bounds::millis;
use crate::config::secret::Secret;
use crate::resolve::store;

/// The store that the nodes of this server share, on a Redis server. Without this section there is none.
/// Keys and passwords may stand in files or in other variables; nothing prints them.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Store {
    /// Where it is: `redis://[user][:password@]host[:port][/database]`, or `redis+unix:///path`.
    #[schemars(example = &"redis://redis.internal:6379/0")]
    pub(crate) url: Option<Secret>,
    /// The environment variable in which that stands instead.
    #[schemars(example = &"REDIS_URL")]
    pub(crate) url_env: Option<String>,
    /// The file with the key by which the nodes trust each other, at least 32 random bytes; a line's end behind
    /// a text does not count. Whoever knows it can plant clients.
    #[schemars(example = &"/run/secrets/cimd-store-key")]
    pub(crate) key_file: Option<PathBuf>,
    /// The environment variable in which the key stands instead, as text.
    #[schemars(example = &"CIMD_STORE_KEY")]
    pub(crate) key_env: Option<String>,
    /// A second key that is accepted, for the time in which the key is changed.
    #[schemars(example = &"/run/secrets/cimd-store-key-before")]
    pub(crate) other_key_file: Option<PathBuf>,
    /// The environment variable in which that stands instead.
    #[schemars(example = &"CIMD_STORE_KEY_BEFORE")]
    pub(crate) other_key_env: Option<String>,
    /// What keeps this server apart from another one on the same store with the same key, as staging may be.
    pub(crate) namespace: String,
    /// What this node is called on the list of nodes. Without it, a random name of this process.
    #[schemars(length(min = 1, max = 64), example = &"node-1")]
    pub(crate) node: Option<String>,
    /// Milliseconds for one operation, a hundred times what a store in the same data centre needs. One that is
    /// late counts as one that failed.
    #[schemars(range(min = 1, max = 5_000))]
    pub(crate) deadline_ms: u64,
    /// Milliseconds that a node has for a fetch before the others stop waiting for it.
    #[schemars(range(min = 100, max = 60_000))]
    pub(crate) lease_ms: u64,
}

impl Default for Store {
    fn default() -> Self {
        Store {
            url: None,
            url_env: None,
            key_file: None,
            key_env: None,
            other_key_file: None,
            other_key_env: None,
            namespace: String::new(),
            node: None,
            deadline_ms: millis(store::DEADLINE),
            lease_ms: millis(store::LEASE),
        }
    }
}

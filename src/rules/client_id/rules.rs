//! What a server may choose about client identifier URLs.

/// What a server may choose about client identifier URLs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClientIdRules {
    /// Accepts a query. On by default, though the draft says SHOULD NOT (§3): clients in the field
    /// have ids with one.
    pub query: bool,
    /// Accepts the path `/`. On by default, though the draft says NOT RECOMMENDED (§3).
    pub root_path: bool,
    /// Accepts the ports that the WHATWG Fetch standard blocks, such as 25 and 6667. Off by
    /// default: a request to them can be read as another protocol's command (T12).
    pub bad_ports: bool,
    /// The longest identifier, in bytes. 2,048 by default; more does not fit what servers, logs
    /// and database columns take.
    pub max_bytes: usize,
    /// Accepts `localhost`, single labels and special-use names such as `client.test`, never an IP
    /// address. For tests and development: such a name belongs to nobody, and whoever controls the
    /// local network or hosts file answers for it.
    pub danger_special_use_names: bool,
}

impl Default for ClientIdRules {
    fn default() -> Self {
        ClientIdRules {
            query: true,
            root_path: true,
            bad_ports: false,
            max_bytes: 2048,
            danger_special_use_names: false,
        }
    }
}

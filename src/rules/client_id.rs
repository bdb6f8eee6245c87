//! Client identifier URLs. (stub)
/// A valid client identifier URL.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClientId(std::sync::Arc<str>);
/// Policy choices about client identifier URLs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClientIdRules {
    /// accept a query
    pub query: bool,
    /// accept root path
    pub root_path: bool,
    /// octets
    pub max_bytes: usize,
    /// accept localhost, .localhost, .test, single labels...
    pub danger_special_use_names: bool,
}
impl Default for ClientIdRules {
    fn default() -> Self {
        ClientIdRules {
            query: true,
            root_path: true,
            max_bytes: 2048,
            danger_special_use_names: false,
        }
    }
}
impl ClientId {
    /// starts with `https://` in any case
    pub fn is_url_form(text: &str) -> bool {
        let _ = text;
        todo!()
    }
    /// default rules
    pub fn parse(presented: &str) -> Result<Self, ClientIdError> {
        Self::parse_with(presented, &ClientIdRules::default())
    }
    /// with rules
    pub fn parse_with(presented: &str, rules: &ClientIdRules) -> Result<Self, ClientIdError> {
        let _ = (presented, rules);
        todo!()
    }
    /// the exact string
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// shared exact string
    pub fn to_shared(&self) -> std::sync::Arc<str> {
        self.0.clone()
    }
    /// host as presented
    pub fn host(&self) -> &str {
        todo!()
    }
    /// lower-cased
    pub fn host_lowercase(&self) -> std::borrow::Cow<'_, str> {
        todo!()
    }
    /// explicit port
    pub fn port(&self) -> Option<u16> {
        todo!()
    }
    /// path, starts with /
    pub fn path(&self) -> &str {
        todo!()
    }
    /// query without ?
    pub fn query(&self) -> Option<&str> {
        todo!()
    }
}
/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientIdError {
    /// scheme
    #[error("not https")]
    Scheme,
}
impl ClientIdError {
    /// all
    pub const ALL: &'static [ClientIdError] = &[ClientIdError::Scheme];
    /// stable
    pub const fn rule(self) -> &'static str {
        "client_id.scheme"
    }
}

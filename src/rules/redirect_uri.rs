//! Redirection URIs. (stub)
/// A registered redirection URI, verbatim.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RedirectUri(Box<str>);
/// Choices.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RedirectUriRules {
    /// reverse-domain schemes (com.example.app:), default true
    pub dotted_schemes: bool,
    /// cursor: vscode:, default false
    pub undotted_schemes: bool,
}
impl RedirectUri {
    /// parse one entry of redirect_uris
    pub fn parse(registered: &str, rules: &RedirectUriRules) -> Result<Self, RedirectUriError> {
        let _ = (registered, rules);
        todo!()
    }
    /// verbatim
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// exact, or the loopback port exception
    pub fn matches(&self, presented: &str) -> bool {
        let _ = presented;
        todo!()
    }
    /// http on 127.0.0.1, [::1], localhost exactly
    pub fn is_loopback(&self) -> bool {
        todo!()
    }
    /// host, where there is one
    pub fn host(&self) -> Option<&str> {
        todo!()
    }
}
/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RedirectUriError {
    /// not absolute
    #[error("not an absolute URI")]
    NotAbsolute,
}
impl RedirectUriError {
    /// rule
    pub const fn rule(self) -> &'static str {
        "redirect_uri.not_absolute"
    }
}

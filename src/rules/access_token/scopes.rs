//! Scopes.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::rules::refusal::refusals;

/// A set of scope tokens (RFC 6749 §3.3), each of visible ASCII without `"` and `\`.
///
/// ```
/// use tower_cimd::rules::access_token::Scopes;
///
/// let scopes: Scopes = "mcp:tools profile".parse()?;
/// assert!(scopes.contains("mcp:tools"));
/// # Ok::<(), tower_cimd::rules::access_token::ScopesError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scopes(BTreeSet<Box<str>>);

impl Scopes {
    /// Whether this very token is in it.
    pub fn contains(&self, token: &str) -> bool {
        self.0.contains(token)
    }

    /// Whether every token of `required` is in it.
    pub fn contains_all(&self, required: &Scopes) -> bool {
        required.0.is_subset(&self.0)
    }

    /// Whether no token is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The tokens, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|token| &**token)
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Scopes) -> Scopes {
        Scopes(self.0.union(&other.0).cloned().collect())
    }

    /// The scope tokens in `text`; whatever is none is left out, and grants nothing.
    pub(crate) fn lenient(text: &str) -> Self {
        let tokens = text.split(' ').filter(|token| is_token(token));
        Scopes(tokens.map(Into::into).collect())
    }
}

impl FromStr for Scopes {
    type Err = ScopesError;

    /// Reads tokens with spaces between them.
    fn from_str(text: &str) -> Result<Self, ScopesError> {
        let tokens = text.split(' ').filter(|token| !token.is_empty());
        let tokens = tokens.map(|token| is_token(token).then(|| token.into()));
        let tokens: Option<BTreeSet<Box<str>>> = tokens.collect();
        tokens.map(Scopes).ok_or(ScopesError::Token)
    }
}

/// As the parameter `scope` carries it.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, token) in self.iter().enumerate() {
            let space = if place == 0 { "" } else { " " };
            write!(f, "{space}{token}")?;
        }
        Ok(())
    }
}

refusals! {
    /// Why a text is no set of scope tokens.
    ScopesError {
        /// A character that no scope token has.
        Token => "scope.token", "a scope token has a character that it must not have";
    }
}

fn is_token(token: &str) -> bool {
    let legal = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    !token.is_empty() && token.bytes().all(legal)
}

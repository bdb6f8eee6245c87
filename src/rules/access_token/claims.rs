//! What a verified token says.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use crate::rules::access_token::assurance::Assurance;
use crate::rules::access_token::error::AccessTokenError;
use crate::rules::access_token::scopes::Scopes;

/// What a token says that its verifier has verified.
///
/// Made by a host's [`TokenVerifier`](crate::TokenVerifier), from its own table of tokens, from an
/// introspection response or from the claims of a JWT. What is not set is not there: a token
/// without an audience is for no resource.
///
/// ```
/// use tower_cimd::rules::access_token::TokenClaims;
///
/// let claims = TokenClaims::new("https://as.example.com")
///     .audience(["https://mcp.example.com/mcp"])
///     .client_id("https://client.example.com/oauth")
///     .subject("alice")
///     .scope("mcp:tools");
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct TokenClaims {
    pub(crate) issuer: Box<str>,
    pub(super) audience: Vec<Box<str>>,
    pub(crate) scope: Scopes,
    pub(crate) client_id: Option<Box<str>>,
    pub(super) subject: Option<Box<str>>,
    pub(crate) expires_at: Option<SystemTime>,
    pub(crate) assurance: Assurance,
    pub(super) members: Map<String, Value>,
}

impl TokenClaims {
    /// Of a token that `issuer` issued: the issuer identifier, as its metadata spells it.
    pub fn new(issuer: impl Into<Box<str>>) -> Self {
        TokenClaims {
            issuer: issuer.into(),
            audience: Vec::new(),
            scope: Scopes::default(),
            client_id: None,
            subject: None,
            expires_at: None,
            assurance: Assurance::Unknown,
            members: Map::new(),
        }
    }

    /// Reads the claims of a verified JWT, or a response of introspection with `active: true` (RFC
    /// 7662 §2.2): `iss`, `aud`, `scope`, `client_id`, `sub`, `exp` and [`Assurance::CLAIM`]. All of
    /// `members` are kept for [`AccessToken::claim`](super::AccessToken::claim).
    ///
    /// # Errors
    ///
    /// Where `iss` is missing or one of them is not of its type. Nothing else is checked: whether a
    /// signature is valid and a response `active` is for the verifier to find out.
    pub fn read(members: Map<String, Value>) -> Result<Self, AccessTokenError> {
        let text = |name, fault| match members.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.as_str().into())),
            Some(_) => Err(fault),
        };
        let issuer: Option<Box<str>> = text("iss", AccessTokenError::Iss)?;
        Ok(TokenClaims {
            issuer: issuer.ok_or(AccessTokenError::Iss)?,
            audience: audience(members.get("aud"))?,
            scope: scope(members.get("scope"))?,
            client_id: text("client_id", AccessTokenError::ClientId)?,
            subject: text("sub", AccessTokenError::Sub)?,
            expires_at: expiry(members.get("exp"))?,
            assurance: assurance(members.get(Assurance::CLAIM)),
            members,
        })
    }

    /// Whom the token is for: the identifiers of resources (RFC 8707 §2).
    pub fn audience<A: Into<Box<str>>>(mut self, audience: impl IntoIterator<Item = A>) -> Self {
        self.audience = audience.into_iter().map(Into::into).collect();
        self
    }

    /// What it grants, as `scope` says it. What is no scope token grants nothing.
    pub fn scope(mut self, scope: &str) -> Self {
        self.scope = Scopes::lenient(scope);
        self
    }

    /// The client that it was issued to.
    pub fn client_id(mut self, client_id: impl Into<Box<str>>) -> Self {
        self.client_id = Some(client_id.into());
        self
    }

    /// In whose name it is used.
    pub fn subject(mut self, subject: impl Into<Box<str>>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// From when on it is refused. Without it, it is for the verifier to know.
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// How well the issuer knew the client. Default [`Assurance::Unknown`].
    pub fn assurance(mut self, assurance: Assurance) -> Self {
        self.assurance = assurance;
        self
    }

    /// Whether `issuer` issued it, byte for byte.
    pub(crate) fn is_by(&self, issuer: &str) -> bool {
        *self.issuer == *issuer
    }

    /// Whether `resource` is in the audience, byte for byte.
    pub(crate) fn is_for(&self, resource: &str) -> bool {
        self.audience.iter().any(|audience| **audience == *resource)
    }

    /// Anything else that the handler is to know.
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.members.insert(name.into(), value.into());
        self
    }
}

/// A text or several (RFC 7519 §4.1.3).
fn audience(aud: Option<&Value>) -> Result<Vec<Box<str>>, AccessTokenError> {
    let text = |value: &Value| value.as_str().map(Into::into);
    let audience = match aud {
        None => Some(Vec::new()),
        Some(Value::Array(several)) => several.iter().map(text).collect(),
        Some(one) => text(one).map(|one| vec![one]),
    };
    audience.ok_or(AccessTokenError::Aud)
}

fn scope(scope: Option<&Value>) -> Result<Scopes, AccessTokenError> {
    match scope {
        None => Ok(Scopes::default()),
        Some(Value::String(text)) => text.parse().map_err(|_| AccessTokenError::Scope),
        Some(_) => Err(AccessTokenError::Scope),
    }
}

fn expiry(exp: Option<&Value>) -> Result<Option<SystemTime>, AccessTokenError> {
    match exp {
        None => Ok(None),
        Some(exp) => numeric_date(exp).ok_or(AccessTokenError::Exp).map(Some),
    }
}

/// A value that this crate does not know says nothing.
fn assurance(claim: Option<&Value>) -> Assurance {
    let name = claim.and_then(Value::as_str);
    name.map(Assurance::from_name).unwrap_or_default()
}

/// A NumericDate (RFC 7519 §2): what lies before 1970 is 1970, and what no clock reaches is none.
pub(super) fn numeric_date(value: &Value) -> Option<SystemTime> {
    let seconds = value.as_f64()?.max(0.0);
    let since = Duration::try_from_secs_f64(seconds).ok()?;
    UNIX_EPOCH.checked_add(since)
}

//! Which clients may call a route.

use std::collections::HashSet;

use crate::layer::protect::kind::DenialKind;
use crate::resolve::patterns::{Pattern, PatternError};
use crate::rules::access_token::{Assurance, TokenClaims};
use crate::rules::client_id::ClientId;

/// Which clients may call a route, judged by the client_id that stands in the verified token.
///
/// No document is needed: a resource server in another process than the authorization server never
/// has one. The patterns are those of
/// [`AllowedClients`](crate::resolve::patterns::AllowedClients).
///
/// # Security
///
/// **A rule on hosts is no authentication.** Any program can say that it is the client of somebody
/// else's host; what stops it is only that the code is sent elsewhere, and with a redirection URI
/// on the loopback interface it is sent to the program. Such a rule keeps honest clients apart.
/// Where it must keep others out, demand an [`assurance`](Self::assurance) that the authorization
/// server puts into its tokens (T5).
///
/// ```
/// use tower_cimd::layer::protect::ClientRules;
/// use tower_cimd::rules::access_token::Assurance;
///
/// let admins = ClientRules::matching(["vscode.dev", "*.example.com"])?
///     .registered("our-backend")
///     .assurance(Assurance::HttpsRedirect);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ClientRules {
    /// `None` allows every client.
    allowed: Option<Vec<Pattern>>,
    denied: Vec<Pattern>,
    /// Whole client_ids, in URL form or not.
    named: HashSet<ClientId>,
    registered: HashSet<Box<str>>,
    assurance: Assurance,
}

impl ClientRules {
    /// Every client, those without a client_id among them. The default of a layer.
    pub fn any() -> Self {
        ClientRules::default()
    }

    /// The clients whose Client Identifier URL one of `patterns` matches, and those that are
    /// [`named`](Self::named) or [`registered`](Self::registered).
    ///
    /// # Errors
    ///
    /// [`PatternError`] for the first that is no pattern.
    pub fn matching<P: AsRef<str>>(
        patterns: impl IntoIterator<Item = P>,
    ) -> Result<Self, PatternError> {
        Ok(ClientRules {
            allowed: Some(parse(patterns)?),
            ..ClientRules::default()
        })
    }

    /// The clients that are [`named`](Self::named) or [`registered`](Self::registered), and no
    /// other.
    pub fn only_named() -> Self {
        ClientRules {
            allowed: Some(Vec::new()),
            ..ClientRules::default()
        }
    }

    /// Not the clients that one of `patterns` matches, whatever else allows them.
    ///
    /// # Errors
    ///
    /// [`PatternError`] for the first that is no pattern.
    pub fn denied<P: AsRef<str>>(
        mut self,
        patterns: impl IntoIterator<Item = P>,
    ) -> Result<Self, PatternError> {
        self.denied.extend(parse(patterns)?);
        Ok(self)
    }

    /// Allows exactly this Client Identifier URL, too.
    pub fn named(mut self, client_id: ClientId) -> Self {
        self.named.insert(client_id);
        self
    }

    /// Allows exactly this client of the authorization server's own table, too, whose client_id is
    /// no Client Identifier URL.
    pub fn registered(mut self, client_id: impl Into<Box<str>>) -> Self {
        self.registered.insert(client_id.into());
        self
    }

    /// Demands of every client that the issuer knew it at least so well. Default
    /// [`Assurance::Unknown`], which every token has.
    pub fn assurance(mut self, least: Assurance) -> Self {
        self.assurance = least;
        self
    }

    /// Judges the client of a token, by texts alone. `client_id` is a Client Identifier URL where the
    /// token's issuer issues such, and the claim is one.
    pub(crate) fn judge(
        &self,
        claims: &TokenClaims,
        client_id: Option<&ClientId>,
    ) -> Result<(), DenialKind> {
        let claim = claims.client_id.as_deref();
        let is_allowed = match (&self.allowed, client_id) {
            (None, _) => true,
            (Some(_), Some(id)) if self.named.contains(id) => true,
            (Some(patterns), Some(id)) => patterns.iter().any(|pattern| pattern.matches(id)),
            (Some(_), None) => claim.is_some_and(|id| self.registered.contains(id)),
        };
        if !is_allowed || self.denies(claim) {
            return Err(DenialKind::Client);
        }
        match claims.assurance >= self.assurance {
            true => Ok(()),
            false => Err(DenialKind::Assurance),
        }
    }

    /// A denial holds whoever issued the token, and for what cannot be read as well.
    fn denies(&self, claim: Option<&str>) -> bool {
        let claim = claim.filter(|id| ClientId::is_url_form(id));
        let is_denied = |id: &str| match ClientId::parse(id) {
            Ok(id) => self.denied.iter().any(|pattern| pattern.matches(&id)),
            Err(_) => !self.denied.is_empty(),
        };
        claim.is_some_and(is_denied)
    }
}

fn parse<P: AsRef<str>>(
    patterns: impl IntoIterator<Item = P>,
) -> Result<Vec<Pattern>, PatternError> {
    let patterns = patterns.into_iter();
    patterns.map(|pattern| pattern.as_ref().parse()).collect()
}

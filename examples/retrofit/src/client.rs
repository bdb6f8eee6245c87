//! A client: a program that acts for a user.

use crate::random::hash;
use crate::scope;

/// What the server knows of a client.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Hashed; a public client has none.
    pub(crate) secret: Option<String>,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) scope: String,
    /// What a person should read before allowing it.
    pub(crate) notices: Vec<String>,
}

impl Client {
    /// A program that everybody has a copy of, so that it keeps no secret. It may read.
    pub(crate) fn public(id: &str, name: &str, redirect_uri: Option<&str>) -> Self {
        Client {
            id: id.to_owned(),
            name: name.to_owned(),
            secret: None,
            redirect_uris: redirect_uri.into_iter().map(str::to_owned).collect(),
            scope: scope::READ.to_owned(),
            notices: Vec::new(),
        }
    }

    /// The command line that this company ships. It is in no table.
    pub(crate) fn first_party(id: &str) -> Option<Self> {
        let redirect_uri = Some("http://127.0.0.1:7890/callback");
        let own = Client::public("notes-cli", "Notes CLI", redirect_uri);
        (id == own.id).then_some(own)
    }

    /// Compared as text: a URL that is nearly the registered one may be somebody else's (RFC 9700 §4.1.3).
    pub(crate) fn has_redirect_uri(&self, presented: &str) -> bool {
        self.redirect_uris.iter().any(|uri| uri == presented)
    }

    /// Whether what was presented is what the client authenticates with: its secret, or nothing.
    pub(crate) fn is_proven_by(&self, presented: Option<&str>) -> bool {
        self.secret == presented.map(hash)
    }
}

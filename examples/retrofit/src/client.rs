//! A client: a program that acts for a user.

use tower_cimd::rules::consent::ConsentView; // CIMD

use crate::incoming::Incoming; // CIMD
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
    pub(crate) fn public(id: &str, name: &str, redirect_uri: &str) -> Self {
        Client {
            id: id.to_owned(),
            name: name.to_owned(),
            secret: None,
            redirect_uris: vec![redirect_uri.to_owned()],
            scope: scope::READ.to_owned(),
            notices: Vec::new(),
        }
    }

    /// The command line that this company ships. It is in no table.
    pub(crate) fn first_party(id: &str) -> Option<Self> {
        let own = Client::public("notes-cli", "Notes CLI", "http://127.0.0.1:7890/callback");
        (id == own.id).then_some(own)
    }

    /// The client of a document that the layer has resolved. What is proven of it is its host; what it
    /// says of itself is a notice.
    // CIMD {
    pub(crate) fn published(request: &Incoming) -> Option<Self> {
        let (cimd, id) = (request.cimd.as_ref()?, request.cimd.as_ref()?.client_id());
        let presented = request.params.get("redirect_uri").unwrap_or_default();
        let view = ConsentView::presented(cimd, presented);
        let redirect_uri = view.redirect().map_or("", |_| presented);
        let name = view.host_and_name().1.unwrap_or("nothing");
        let mut client = Client::public(id.as_str(), id.host(), redirect_uri);
        client.notices = vec![format!(
            "It calls itself \u{2068}{name}\u{2069} and stands at {id}."
        )];
        let cautions = view.cautions().into_iter();
        client
            .notices
            .extend(cautions.map(|caution| caution.sentence().to_owned()));
        Some(client)
    }
    // }

    /// Compared as text: a URL that is nearly the registered one may be somebody else's (RFC 9700 §4.1.3).
    pub(crate) fn has_redirect_uri(&self, presented: &str) -> bool {
        self.redirect_uris.iter().any(|uri| uri == presented)
    }

    /// Whether what was presented is what the client authenticates with: its secret, or nothing.
    pub(crate) fn is_proven_by(&self, presented: Option<&str>) -> bool {
        self.secret == presented.map(hash)
    }
}

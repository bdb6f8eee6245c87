//! The rules of one server, as data.

use sha2::{Digest as _, Sha256};

use crate::rules::auth_method::{AuthMethod, Selection};
use crate::rules::client_id::{ClientId, ClientIdRules};
use crate::rules::issuer::Issuer;
use crate::rules::redirect_uri::RedirectUriRules;

/// Everything on which the judgement of a document depends.
///
/// Two servers with equal rule sets judge every document alike. [`digest`](Self::digest) names a
/// rule set, and tags each client that was derived under it, so that no configuration reads
/// another's verdict (T8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// This server: what it may not be impersonated as.
    pub issuer: Issuer,
    /// Client identifier URLs.
    pub client_id: ClientIdRules,
    /// Redirection URIs.
    pub redirect_uri: RedirectUriRules,
    /// Documents.
    pub document: DocumentRules,
    /// What this server does, against which a document is negotiated.
    pub server: ServerCapabilities,
}

impl RuleSet {
    /// The defaults for an issuer.
    pub fn new(issuer: Issuer) -> Self {
        RuleSet {
            issuer,
            client_id: ClientIdRules::default(),
            redirect_uri: RedirectUriRules::default(),
            document: DocumentRules::default(),
            server: ServerCapabilities::default(),
        }
    }

    /// Whether `host`, in the metadata of this client or in its identifier, is the issuer's own,
    /// and no rule names the client (T17): whoever can put a file there would speak, and have
    /// codes sent, in this server's name.
    pub fn is_false_name(&self, host: &str, client_id: &ClientId) -> bool {
        self.issuer.is_own_host(host) && !self.document.names_own(client_id)
    }

    /// SHA-256 over every field and the version of this crate's judgement.
    ///
    /// Equal rule sets have equal digests on every machine; the order in lists counts, because the
    /// order of methods is this server's preference.
    pub fn digest(&self) -> [u8; 32] {
        let RuleSet {
            issuer,
            client_id,
            redirect_uri,
            document,
            server,
        } = self;
        let mut encoding = Encoding(Sha256::new());
        encoding.text(JUDGEMENT);
        encoding.text(issuer.as_str());
        encode_client_id(client_id, &mut encoding);
        encode_redirect_uri(redirect_uri, &mut encoding);
        encode_document(document, &mut encoding);
        encode_server(server, &mut encoding);
        encoding.0.finalize().into()
    }
}

/// Rules on documents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocumentRules {
    /// The most decoded bytes that are read. 5,120: the 5 kilobytes that
    /// draft-ietf-oauth-client-id-metadata-document-02 §8.7 recommends, counted as everybody does.
    pub max_bytes: usize,
    /// URLs such as `https://raw.githubusercontent.com/owner/`, below which `text/plain` is read
    /// as JSON. Compared by path segment and exactly; a URL without a path segment has no effect,
    /// because a whole host of strangers' files is never meant (T17). Empty by default.
    pub text_plain: Vec<String>,
    /// Refuses a document that names no authentication method, instead of taking it for a public
    /// client as the -03 branch §6 says. `false` by default.
    pub require_explicit_auth_method: bool,
    /// Members beside `client_id` that a document must have, each with a value that is neither
    /// `null` nor empty. None by default; a [`Profile`](crate::rules::profile::Profile) names some.
    pub required_members: Vec<&'static str>,
    /// The exact client identifiers that may live, redirect and keep keys on the issuer's own host
    /// (T17). Empty by default.
    pub own_host: Vec<String>,
}

impl DocumentRules {
    /// Whether `text/plain` is read as JSON for this client.
    pub fn reads_text_plain(&self, client_id: &ClientId) -> bool {
        self.text_plain
            .iter()
            .any(|prefix| is_below(client_id.as_str(), prefix))
    }

    /// Whether this client may use the issuer's own host.
    pub(crate) fn names_own(&self, client_id: &ClientId) -> bool {
        self.own_host.iter().any(|own| own == client_id.as_str())
    }
}

impl Default for DocumentRules {
    fn default() -> Self {
        DocumentRules {
            max_bytes: 5120,
            text_plain: Vec::new(),
            require_explicit_auth_method: false,
            required_members: Vec::new(),
            own_host: Vec::new(),
        }
    }
}

/// What this server does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServerCapabilities {
    /// Methods at the token endpoint, in the order of preference. `none` alone by default: a
    /// method is supported once the host says that it, or this crate for it, verifies it.
    pub auth_methods: Vec<AuthMethod>,
    /// Which of several mutual methods may be used.
    pub selection: Selection,
    /// `authorization_code` and `refresh_token` by default.
    pub grant_types: Vec<String>,
    /// `code` by default.
    pub response_types: Vec<String>,
}

impl Default for ServerCapabilities {
    fn default() -> Self {
        ServerCapabilities {
            auth_methods: vec![AuthMethod::None],
            selection: Selection::default(),
            grant_types: vec!["authorization_code".into(), "refresh_token".into()],
            response_types: vec!["code".into()],
        }
    }
}

fn is_below(url: &str, prefix: &str) -> bool {
    let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
    let has_segment = prefix
        .strip_prefix("https://")
        .is_some_and(|rest| rest.contains('/'));
    has_segment
        && url
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with('/'))
}

/// Fields one after the other, each with its length, so that no two rule sets encode alike.
struct Encoding(Sha256);

impl Encoding {
    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.update(text);
    }

    fn texts<'t>(&mut self, texts: impl ExactSizeIterator<Item = &'t str>) {
        self.number(texts.len());
        texts.for_each(|text| self.text(text));
    }

    fn number(&mut self, number: usize) {
        self.0.update((number as u64).to_be_bytes());
    }

    fn flag(&mut self, flag: bool) {
        self.0.update([u8::from(flag)]);
    }
}

// Each takes its struct apart: a new field does not compile until it is encoded here.

fn encode_client_id(rules: &ClientIdRules, encoding: &mut Encoding) {
    let ClientIdRules {
        query,
        root_path,
        bad_ports,
        max_bytes,
        danger_special_use_names,
    } = rules;
    encoding.flag(*query);
    encoding.flag(*root_path);
    encoding.flag(*bad_ports);
    encoding.number(*max_bytes);
    encoding.flag(*danger_special_use_names);
}

fn encode_redirect_uri(rules: &RedirectUriRules, encoding: &mut Encoding) {
    let RedirectUriRules {
        dotted_schemes,
        undotted_schemes,
    } = rules;
    encoding.flag(*dotted_schemes);
    encoding.flag(*undotted_schemes);
}

fn encode_document(rules: &DocumentRules, encoding: &mut Encoding) {
    let DocumentRules {
        max_bytes,
        text_plain,
        require_explicit_auth_method,
        required_members,
        own_host,
    } = rules;
    encoding.number(*max_bytes);
    encoding.texts(text_plain.iter().map(String::as_str));
    encoding.flag(*require_explicit_auth_method);
    encoding.texts(required_members.iter().copied());
    encoding.texts(own_host.iter().map(String::as_str));
}

fn encode_server(server: &ServerCapabilities, encoding: &mut Encoding) {
    let ServerCapabilities {
        auth_methods,
        selection,
        grant_types,
        response_types,
    } = server;
    encoding.texts(auth_methods.iter().map(|method| method.as_str()));
    encoding.flag(match selection {
        Selection::PreferAuthenticated => false,
        Selection::ClientChoice => true,
    });
    encoding.texts(grant_types.iter().map(String::as_str));
    encoding.texts(response_types.iter().map(String::as_str));
}

/// Changes with every change to what is judged, or to what a client holds.
const JUDGEMENT: &str = "tower-cimd judgement 1";

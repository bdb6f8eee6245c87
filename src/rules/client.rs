//! The client: what the document says, as far as this server goes along. (stub)
use crate::rules::auth_method::AuthMethod;
use crate::rules::client_id::ClientId;
use crate::rules::document::DocumentError;
use crate::rules::jwks::JwkSet;
use crate::rules::publication::Publication;
use crate::rules::redirect_uri::RedirectUri;
use crate::rules::rule_set::RuleSet;
use bytes::Bytes;
use std::sync::Arc;
use std::time::SystemTime;
/// The validated, immutable client.
#[derive(Clone, Debug)]
pub struct Client {
    record: Arc<Record>,
    source: Source,
}
#[derive(Debug)]
struct Record {
    client_id: ClientId,
}
/// When.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// when
    pub fetched_at: SystemTime,
    /// until
    pub fresh_until: SystemTime,
}
/// Where this copy came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// just now
    Fetched,
    /// cache, fresh
    Cache,
    /// cache, past freshness
    Stale,
}
/// Derives.
impl Client {
    /// reads the document and negotiates
    pub fn derive(
        client_id: &ClientId,
        publication: &Publication,
        rules: &RuleSet,
        provenance: Provenance,
    ) -> Result<Client, DocumentError> {
        let _ = (client_id, publication, rules, provenance);
        todo!()
    }
    /// id
    pub fn client_id(&self) -> &ClientId {
        &self.record.client_id
    }
    /// same record, other source
    #[must_use]
    pub fn with_source(&self, source: Source) -> Client {
        Client {
            record: self.record.clone(),
            source,
        }
    }
    /// where from
    pub fn source(&self) -> Source {
        self.source
    }
    /// registered
    pub fn redirect_uris(&self) -> &[RedirectUri] {
        todo!()
    }
    /// the registered URI that the presented one matches
    pub fn match_redirect_uri(&self, presented: &str) -> Option<&RedirectUri> {
        let _ = presented;
        todo!()
    }
    /// negotiated
    pub fn token_endpoint_auth_method(&self) -> AuthMethod {
        todo!()
    }
    /// effective (intersection)
    pub fn grant_types(&self) -> &[String] {
        todo!()
    }
    /// effective
    pub fn response_types(&self) -> &[String] {
        todo!()
    }
    /// as published
    pub fn scope(&self) -> Option<&str> {
        todo!()
    }
    /// untagged
    pub fn client_name(&self) -> Option<&str> {
        todo!()
    }
    /// with a language tag, `client_name#ja`
    pub fn client_name_in(&self, language: &str) -> Option<&str> {
        let _ = language;
        todo!()
    }
    /// display
    pub fn client_uri(&self) -> Option<&str> {
        todo!()
    }
    /// display
    pub fn logo_uri(&self) -> Option<&str> {
        todo!()
    }
    /// keys
    pub fn jwks(&self) -> Option<&JwkSet> {
        todo!()
    }
    /// keys elsewhere
    pub fn jwks_uri(&self) -> Option<&str> {
        todo!()
    }
    /// raw document
    pub fn raw(&self) -> &Bytes {
        todo!()
    }
    /// SHA-256 of raw
    pub fn digest(&self) -> &[u8; 32] {
        todo!()
    }
    /// digest of the rule set that made it
    pub fn rule_set(&self) -> &[u8; 32] {
        todo!()
    }
    /// when
    pub fn fetched_at(&self) -> SystemTime {
        todo!()
    }
    /// until when
    pub fn fresh_until(&self) -> SystemTime {
        todo!()
    }
    /// memory, roughly, in bytes
    pub fn weight(&self) -> usize {
        todo!()
    }
}

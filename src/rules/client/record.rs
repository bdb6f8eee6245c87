//! The record, and the way to it.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use crate::rules::client::provenance::{Provenance, Source, Terms};
use crate::rules::client_id::ClientId;
use crate::rules::document::{Document, DocumentError};
use crate::rules::publication::Publication;
use crate::rules::rule_set::RuleSet;

/// A validated, immutable client.
///
/// A clone is a reference to the same record. Accessors carry the names of the metadata members;
/// they return effective values, that is, after negotiation with this server.
#[derive(Clone)]
pub struct Client {
    record: Arc<Record>,
    source: Source,
    quarantined: bool,
}

#[derive(Clone)]
struct Record {
    client_id: ClientId,
    document: Document,
    publication: Publication,
    digest: [u8; 32],
    rule_set: [u8; 32],
    provenance: Provenance,
    terms: Terms,
}

impl Client {
    /// Judges the document that was published for `client_id`, and negotiates with this server.
    ///
    /// The source is [`Source::Fetched`]; see [`with_source`](Self::with_source).
    ///
    /// # Errors
    ///
    /// The first rule that the document breaks, in the order of
    /// [`document`](crate::rules::document).
    pub fn derive(
        client_id: &ClientId,
        publication: &Publication,
        rules: &RuleSet,
        provenance: Provenance,
    ) -> Result<Client, DocumentError> {
        Self::derive_on(client_id, publication, rules, provenance, provenance.into())
    }

    /// The same, on terms that say more than the provenance does.
    pub(crate) fn derive_on(
        client_id: &ClientId,
        publication: &Publication,
        rules: &RuleSet,
        provenance: Provenance,
        terms: Terms,
    ) -> Result<Client, DocumentError> {
        let record = Record {
            client_id: client_id.clone(),
            document: Document::read(client_id, publication, rules)?,
            publication: publication.clone(),
            digest: Sha256::digest(publication.body()).into(),
            rule_set: rules.digest(),
            provenance,
            terms,
        };
        Ok(Client {
            record: Arc::new(record),
            source: Source::Fetched,
            quarantined: false,
        })
    }

    /// The same publication, judged by other rules.
    pub(crate) fn judged_again(
        &self,
        client_id: &ClientId,
        rules: &RuleSet,
    ) -> Result<Client, DocumentError> {
        let record = &self.record;
        Self::derive_on(
            client_id,
            &record.publication,
            rules,
            record.provenance,
            record.terms,
        )
    }

    /// The same record, come another way.
    #[must_use]
    pub fn with_source(&self, source: Source) -> Client {
        Client {
            source,
            ..self.clone()
        }
    }

    /// The same record, for a use under quarantine
    /// ([`MayUse::Quarantined`](crate::resolve::MayUse::Quarantined)).
    #[must_use]
    pub fn into_quarantine(self) -> Client {
        Client {
            quarantined: true,
            ..self
        }
    }

    /// The same client, confirmed by its publisher.
    #[must_use]
    pub fn renewed(&self, provenance: Provenance) -> Client {
        let record = Record {
            provenance,
            terms: provenance.into(),
            ..Record::clone(&self.record)
        };
        Client {
            record: Arc::new(record),
            source: Source::Fetched,
            quarantined: false,
        }
    }

    /// The Client Identifier URL: the identity, exactly as it was presented and published.
    pub fn client_id(&self) -> &ClientId {
        &self.record.client_id
    }

    /// How this copy came here.
    pub fn source(&self) -> Source {
        self.source
    }

    /// Whether the operator's policy has the client in quarantine, for this use: the next may be
    /// judged otherwise.
    pub fn is_quarantined(&self) -> bool {
        self.quarantined
    }

    /// The document as it was published, unknown members and all.
    pub fn raw(&self) -> &Bytes {
        self.record.publication.body()
    }

    /// SHA-256 of [`raw`](Self::raw).
    pub fn digest(&self) -> &[u8; 32] {
        &self.record.digest
    }

    /// [`RuleSet::digest`] of the rules under which the document was judged.
    pub fn rule_set(&self) -> &[u8; 32] {
        &self.record.rule_set
    }

    /// When the publisher gave the document or confirmed it.
    pub fn fetched_at(&self) -> SystemTime {
        self.record.provenance.fetched_at
    }

    /// Until when the document is used without asking its publisher again, where the policy has no
    /// [bounds](crate::resolve::Policy::lifetime) of its own: those act at each use, and are kept nowhere.
    pub fn fresh_until(&self) -> SystemTime {
        self.record.provenance.fresh_until
    }

    /// The memory that the record takes, in bytes, roughly and rather too much than too little:
    /// what a cache should charge for it.
    pub fn weight(&self) -> usize {
        let record = &self.record;
        // Every text that was taken out of the document is in it, so they are no longer than it.
        let texts = record.client_id.as_str().len() + 2 * record.publication.body().len();
        size_of::<Record>() + texts + record.document.slots()
    }

    pub(crate) fn publication(&self) -> &Publication {
        &self.record.publication
    }

    pub(crate) fn terms(&self) -> Terms {
        self.record.terms
    }

    pub(crate) fn document(&self) -> &Document {
        &self.record.document
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("client_id", &self.client_id().as_str())
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

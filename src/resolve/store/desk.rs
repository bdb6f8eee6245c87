//! Where things lie, and what is written on them.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use crate::resolve::store::refusal::StoreRefusal;
use crate::rules::seal::Seal;
use crate::rules::wire::{Reader, Writer};

/// Writes and reads what the nodes of one configuration leave for each other.
///
/// Everything says of itself what it is, of which namespace and rule set, and whose. So a sealed
/// value is believed nowhere but where it was written for (T7, T8).
#[derive(Debug)]
pub(crate) struct Desk {
    seal: Seal,
    namespace: String,
    rule_set: [u8; 32],
    /// The beginning of every key.
    prefix: String,
}

/// What a sealed value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Document,
    Lease,
    Withdrawal,
    Orders,
    Beat,
}

impl Desk {
    /// `rule_set` is the digest of the rules by which this node judges, or of what else the nodes have
    /// in common.
    pub(crate) fn new(seal: Seal, namespace: String, rule_set: [u8; 32]) -> Self {
        let mut place = Writer::default();
        place.bytes(namespace.as_bytes());
        place.array(&rule_set);
        let place = short_name(&place.finish());
        Desk {
            seal,
            namespace,
            rule_set,
            prefix: format!("tower-cimd:1:{place}"),
        }
    }

    pub(crate) fn document_key(&self, client_id: &str) -> String {
        self.key("document", client_id)
    }

    /// Where the operator's orders lie, and their version.
    pub(crate) fn orders_key(&self, name: &str) -> String {
        self.key("orders", name)
    }

    pub(crate) fn lease_key(&self, client_id: &str) -> String {
        self.key("lease", client_id)
    }

    pub(crate) fn channel(&self) -> String {
        format!("{}:withdrawn", self.prefix)
    }

    /// A stranger chose the client_id, so that the key has only its hash.
    fn key(&self, what: &str, client_id: &str) -> String {
        let mut key = self.prefix.clone();
        let _ = write!(key, ":{what}:{}", short_name(client_id.as_bytes()));
        key
    }

    /// Seals what `write` writes.
    pub(crate) fn close(
        &self,
        kind: Kind,
        client_id: &str,
        write: impl FnOnce(&mut Writer),
    ) -> Bytes {
        let mut writer = Writer::default();
        writer.byte(kind.code());
        writer.bytes(self.namespace.as_bytes());
        writer.array(&self.rule_set);
        writer.bytes(client_id.as_bytes());
        write(&mut writer);
        self.seal.close(&writer.finish())
    }

    /// Whose it is, and what `read` reads of it.
    pub(crate) fn open<T>(
        &self,
        kind: Kind,
        sealed: &Bytes,
        read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
    ) -> Result<(String, T), StoreRefusal> {
        let payload = self.seal.open(sealed)?;
        let mut reader = Reader::new(&payload);
        if reader.byte().ok_or(StoreRefusal::Form)? != kind.code() {
            return Err(StoreRefusal::Kind);
        }
        let namespace = reader.bytes().ok_or(StoreRefusal::Form)?;
        let rule_set = reader.array().ok_or(StoreRefusal::Form)?;
        if namespace != self.namespace.as_bytes() || rule_set != self.rule_set {
            return Err(StoreRefusal::Configuration);
        }
        read_rest(reader, read).ok_or(StoreRefusal::Form)
    }

    /// What `read` reads, if it is the client's of this `client_id`.
    pub(crate) fn open_of<T>(
        &self,
        kind: Kind,
        client_id: &str,
        sealed: &Bytes,
        read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
    ) -> Result<T, StoreRefusal> {
        let (whose, content) = self.open(kind, sealed, read)?;
        match whose == client_id {
            true => Ok(content),
            false => Err(StoreRefusal::Client),
        }
    }
}

impl Kind {
    const fn code(self) -> u8 {
        match self {
            Kind::Document => 1,
            Kind::Lease => 2,
            Kind::Withdrawal => 3,
            Kind::Orders => 4,
            Kind::Beat => 5,
        }
    }
}

fn read_rest<T>(
    mut reader: Reader<'_>,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Option<(String, T)> {
    let client_id = reader.text()?.to_owned();
    let content = read(&mut reader)?;
    reader.end()?;
    Some((client_id, content))
}

fn short_name(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

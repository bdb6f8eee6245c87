//! Certificates for any name.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use rcgen::KeyPair;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::sign::any_supported_type;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

use super::flaw::{Flaw, Issuer, authority, chain, generate};
use super::handshake::Handshake;

/// An authority, the certificates that it signed, and how its hosts greet.
pub(crate) struct Authority {
    issuer: Issuer,
    key: KeyPair,
    flaws: Mutex<HashMap<String, Flaw>>,
    signed: Mutex<HashMap<String, Arc<CertifiedKey>>>,
    handshakes: Mutex<HashMap<String, Handshake>>,
    configs: Mutex<HashMap<Handshake, Arc<ServerConfig>>>,
}

impl Authority {
    pub(crate) fn new() -> Authority {
        Authority {
            issuer: authority(),
            key: generate(),
            flaws: Mutex::default(),
            signed: Mutex::default(),
            handshakes: Mutex::default(),
            configs: Mutex::default(),
        }
    }

    pub(crate) fn pem(&self) -> String {
        self.issuer.pem()
    }

    pub(crate) fn flaw(&self, host: &str, flaw: Flaw) {
        self.flaws.lock().unwrap().insert(host.to_owned(), flaw);
        self.signed.lock().unwrap().remove(host);
    }

    pub(crate) fn handshake(&self, host: &str, handshake: Handshake) {
        let mut handshakes = self.handshakes.lock().unwrap();
        handshakes.insert(host.to_owned(), handshake);
    }

    /// The certificate of `host`, signed once.
    pub(crate) fn certify(&self, host: &str) -> Arc<CertifiedKey> {
        let flaw = self.flaws.lock().unwrap().get(host).copied();
        let mut signed = self.signed.lock().unwrap();
        let certified = signed.entry(host.to_owned()).or_insert_with(|| {
            let key = PrivateKeyDer::try_from(self.key.serialize_der()).expect("rcgen wrote it");
            let chain = chain(host, flaw, &self.key, &self.issuer);
            let key = any_supported_type(&key).expect("an ECDSA key is supported");
            let chain = chain.into_iter().map(Into::into).collect();
            Arc::new(CertifiedKey::new(chain, key))
        });
        certified.clone()
    }

    /// How `host` greets.
    pub(crate) fn config(self: &Arc<Self>, host: Option<&str>) -> Arc<ServerConfig> {
        let handshakes = self.handshakes.lock().unwrap();
        let handshake = host.and_then(|host| handshakes.get(host));
        let handshake = handshake.copied().unwrap_or_default();
        let mut configs = self.configs.lock().unwrap();
        let config = configs.entry(handshake).or_insert_with(|| {
            let root = self.issuer.der().clone();
            Arc::new(handshake.config(self.clone(), root))
        });
        config.clone()
    }
}

impl ResolvesServerCert for Authority {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        hello.server_name().map(|host| self.certify(host))
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

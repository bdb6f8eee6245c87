//! Certificates for any name.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
};
use tokio_rustls::rustls::crypto::aws_lc_rs::sign::any_supported_type;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It ended yesterday.
    Expired,
    /// It is its own authority.
    SelfSigned,
    /// It is another host's.
    WrongName,
}

/// An authority, and the certificates that it signed.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    key: KeyPair,
    flaws: Mutex<HashMap<String, Flaw>>,
    signed: Mutex<HashMap<String, Arc<CertifiedKey>>>,
}

impl Authority {
    pub(crate) fn new() -> Authority {
        let mut params = CertificateParams::default();
        params
            .distinguished_name
            .push(DnType::CommonName, "tower-cimd test authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Authority {
            issuer: CertifiedIssuer::self_signed(params, generate())
                .expect("the parameters are valid"),
            key: generate(),
            flaws: Mutex::default(),
            signed: Mutex::default(),
        }
    }

    pub(crate) fn pem(&self) -> String {
        self.issuer.pem()
    }

    pub(crate) fn flaw(&self, host: &str, flaw: Flaw) {
        self.flaws.lock().unwrap().insert(host.to_owned(), flaw);
        self.signed.lock().unwrap().remove(host);
    }

    /// The certificate of `host`, signed once.
    pub(crate) fn certify(&self, host: &str) -> Arc<CertifiedKey> {
        let flaw = self.flaws.lock().unwrap().get(host).copied();
        let mut signed = self.signed.lock().unwrap();
        let certified = signed.entry(host.to_owned()).or_insert_with(|| {
            let key = PrivateKeyDer::try_from(self.key.serialize_der()).expect("rcgen wrote it");
            let chain = vec![self.sign(host, flaw).into()];
            let key = any_supported_type(&key).expect("an ECDSA key is supported");
            Arc::new(CertifiedKey::new(chain, key))
        });
        certified.clone()
    }

    fn sign(&self, host: &str, flaw: Option<Flaw>) -> Certificate {
        let name = match flaw {
            Some(Flaw::WrongName) => "another.example",
            Some(Flaw::Expired | Flaw::SelfSigned) | None => host,
        };
        let mut params = CertificateParams::new([name.to_owned()]).expect("a host is a DNS name");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.not_before = (SystemTime::now() - 7 * DAY).into();
        params.not_after = match flaw {
            Some(Flaw::Expired) => (SystemTime::now() - DAY).into(),
            Some(Flaw::SelfSigned | Flaw::WrongName) | None => (SystemTime::now() + 7 * DAY).into(),
        };
        let certificate = match flaw {
            Some(Flaw::SelfSigned) => params.self_signed(&self.key),
            Some(Flaw::Expired | Flaw::WrongName) | None => {
                params.signed_by(&self.key, &self.issuer)
            }
        };
        certificate.expect("the parameters are valid")
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

fn generate() -> KeyPair {
    KeyPair::generate().expect("the machine has randomness")
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

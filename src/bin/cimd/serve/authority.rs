//! An authority that lives as long as the command, and the certificate of one host.

use std::error::Error;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, GeneralSubtree, IsCa, KeyPair,
    KeyUsagePurpose, NameConstraints,
};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A new authority, for one host.
pub(crate) struct Authority {
    /// The certificate to trust.
    pub(crate) pem: String,
    /// How the host greets.
    pub(crate) config: Arc<ServerConfig>,
}

impl Authority {
    pub(crate) fn over(host: &str) -> Result<Self, Box<dyn Error>> {
        let root = CertifiedIssuer::self_signed(root(host), KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let leaf = CertificateParams::new([host.to_owned()])?.signed_by(&key, &root)?;
        let key = PrivateKeyDer::try_from(key.serialize_der())?;
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], key)?;
        Ok(Authority {
            pem: root.pem(),
            config: Arc::new(config),
        })
    }
}

/// It can sign for this host alone (RFC 5280 §4.2.1.10), should somebody trust it for longer than meant.
fn root(host: &str) -> CertificateParams {
    let mut root = CertificateParams::default();
    root.distinguished_name
        .push(DnType::CommonName, "cimd serve, for development");
    root.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    root.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    root.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName(host.to_owned())],
        excluded_subtrees: Vec::new(),
    });
    root
}

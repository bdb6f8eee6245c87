//! How a server greets.

use std::sync::Arc;

use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::server::{ResolvesServerCert, WebPkiClientVerifier};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// What a server wants of a handshake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Handshake {
    /// It would rather speak HTTP/2, as most servers would, and takes HTTP/1.1.
    #[default]
    Usual,
    /// It speaks HTTP/2 and nothing else.
    Http2,
    /// It names no protocol, and speaks whichever it likes.
    Unnamed,
    /// It knows no TLS above 1.2.
    Tls12,
    /// It asks for a certificate of the client, and goes on without.
    AsksForCertificate,
    /// It ends the handshake of a client without a certificate.
    WantsCertificate,
}

impl Handshake {
    /// Clients' certificates are those that `root` signed; nobody has one.
    pub(crate) fn config(
        self,
        certificates: Arc<dyn ResolvesServerCert>,
        root: CertificateDer<'static>,
    ) -> ServerConfig {
        let versions: &[_] = match self {
            Handshake::Tls12 => &[&TLS12],
            _ => &[&TLS13, &TLS12],
        };
        let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(versions)
            .expect("the provider knows TLS 1.2 and 1.3");
        let mut roots = RootCertStore::empty();
        roots.add(root).expect("the authority's own certificate");
        let provider = Arc::new(default_provider());
        let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
        let builder = match self {
            Handshake::AsksForCertificate => builder
                .with_client_cert_verifier(clients.allow_unauthenticated().build().expect("roots")),
            Handshake::WantsCertificate => {
                builder.with_client_cert_verifier(clients.build().expect("roots"))
            }
            _ => builder.with_no_client_auth(),
        };
        let mut config = builder.with_cert_resolver(certificates);
        config.alpn_protocols = self.protocols();
        config
    }

    fn protocols(self) -> Vec<Vec<u8>> {
        match self {
            Handshake::Http2 => vec![b"h2".to_vec()],
            Handshake::Unnamed => Vec::new(),
            _ => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        }
    }
}

//! The certificate that a receiver shows (STARTTLS).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

/// Where a certificate and its key lie. They are read for each connection that asks for TLS, so that a renewed
/// certificate is shown without a restart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The certificate and those above it (PEM).
    pub certificate: PathBuf,
    /// Its private key (PEM).
    pub key: PathBuf,
}

impl CertificateFiles {
    /// Reads both files and sees whether they belong together.
    ///
    /// # Errors
    /// In words, with the file's name.
    pub fn check(&self) -> Result<(), String> {
        self.acceptor().map(drop)
    }

    /// The certificate with its key, for a server that chooses what it shows.
    ///
    /// # Errors
    /// As [`CertificateFiles::check`].
    pub fn certified_key(&self) -> Result<CertifiedKey, String> {
        let chain = named(&self.certificate, chain(&self.certificate))?;
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(|error| error.to_string());
        let key = named(&self.key, key)?;
        let provider = rustls::crypto::ring::default_provider();
        let certified = CertifiedKey::from_der(chain, key, &provider);
        named(&self.key, certified.map_err(|error| error.to_string()))
    }

    /// What takes part in a handshake.
    pub(super) fn acceptor(&self) -> Result<TlsAcceptor, String> {
        let chain = named(&self.certificate, chain(&self.certificate))?;
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(|error| error.to_string());
        let key = named(&self.key, key)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?;
        let config = builder.with_no_client_auth().with_single_cert(chain, key);
        Ok(TlsAcceptor::from(Arc::new(named(&self.key, config.map_err(|error| error.to_string()))?)))
    }
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates = CertificateDer::pem_file_iter(path).map_err(|error| error.to_string())?;
    let chain: Vec<_> = certificates.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    if chain.is_empty() { Err("no certificate in it".to_owned()) } else { Ok(chain) }
}

fn named<T>(path: &Path, result: Result<T, String>) -> Result<T, String> {
    result.map_err(|error| format!("{}: {error}", path.display()))
}

//! TLS for pages and API, where a certificate is configured: versions 1.2 and 1.3.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use rustls::ServerConfig;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::mail::CertificateFiles;

/// What the server shows and accepts.
///
/// # Errors
/// In words, with the file's name, for files that can't be read or do not belong together.
pub(super) fn server_config(files: &CertificateFiles) -> Result<ServerConfig, String> {
    let shown = Shown { state: Stamp::of(files), key: Arc::new(files.certified_key()?) };
    let resolver = Renewed { files: files.clone(), shown: Mutex::new(shown) };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(builder.with_no_client_auth().with_cert_resolver(Arc::new(resolver)))
}

/// When both files were last written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp([Option<SystemTime>; 2]);

impl Stamp {
    fn of(files: &CertificateFiles) -> Self {
        let written = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
        Self([written(&files.certificate), written(&files.key)])
    }
}

#[derive(Debug)]
struct Shown {
    state: Stamp,
    key: Arc<CertifiedKey>,
}

/// Shows the certificate that lies in the files now, so that a renewed one needs no restart. While the new files can't
/// be used, the old certificate is shown.
#[derive(Debug)]
struct Renewed {
    files: CertificateFiles,
    shown: Mutex<Shown>,
}

impl ResolvesServerCert for Renewed {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let state = Stamp::of(&self.files);
        if shown.state != state {
            shown.state = state;
            match self.files.certified_key() {
                Ok(key) => {
                    shown.key = Arc::new(key);
                    tracing::info!("the certificate of the web server was renewed");
                }
                Err(error) => tracing::error!(%error, "the renewed certificate can't be used"),
            }
        }
        Some(Arc::clone(&shown.key))
    }
}

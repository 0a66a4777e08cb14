//! Which servers are believed to be the database.

use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore, SignatureScheme,
};

use super::demand::{Demand, Issuers, Proof};

/// Settings for TLS as it is asked for; files are read anew each time, so that renewed ones are taken up.
///
/// # Errors
/// In words: a file can't be read or holds not what it should.
pub(super) fn client_config(demand: &Demand) -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let trust = Trust::of(demand, &provider)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trust));
    let Some((certificate, key)) = &demand.own else { return Ok(builder.with_no_client_auth()) };
    let chain = certificates(certificate)?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|error| of_file(key, &error.to_string()))?;
    builder.with_client_auth_cert(chain, key).map_err(|error| of_file(certificate, &error.to_string()))
}

/// Judges a server's certificate. The public verifier does not do, since it can't leave out the name, and knows no
/// server that is trusted by its own certificate.
#[derive(Debug)]
struct Trust {
    proof: Proof,
    issuers: RootCertStore,
    /// What stands in the operator's file: a server that shows one of these is the one that was meant, though it may
    /// have issued its certificate itself.
    named: Vec<CertificateDer<'static>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Trust {
    fn of(demand: &Demand, provider: &CryptoProvider) -> Result<Self, String> {
        let (mut issuers, mut named) = (RootCertStore::empty(), Vec::new());
        match (&demand.issuers, demand.proof) {
            (_, Proof::None) => {}
            (Issuers::Public, _) => issuers.roots.extend_from_slice(webpki_roots::TLS_SERVER_ROOTS),
            (Issuers::File(path), _) => {
                named = certificates(path)?;
                issuers.add_parsable_certificates(named.iter().cloned());
            }
        }
        let algorithms = provider.signature_verification_algorithms;
        Ok(Self { proof: demand.proof, issuers, named, algorithms })
    }

    fn judge_issuer(
        &self,
        certificate: &CertificateDer<'_>,
        parsed: &ParsedCertificate<'_>,
        between: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<(), TlsError> {
        if self.named.contains(certificate) {
            return judge_time(certificate, now);
        }
        let algorithms = self.algorithms.all;
        verify_server_cert_signed_by_trust_anchor(parsed, &self.issuers, between, now, algorithms)
    }
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        if self.proof != Proof::None {
            let parsed = ParsedCertificate::try_from(certificate)?;
            self.judge_issuer(certificate, &parsed, between, now)?;
            if self.proof == Proof::IssuerAndName {
                verify_server_name(&parsed, name)?;
            }
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

fn judge_time(certificate: &CertificateDer<'_>, now: UnixTime) -> Result<(), TlsError> {
    let (_, parsed) =
        x509_parser::parse_x509_certificate(certificate).map_err(|_| CertificateError::BadEncoding)?;
    let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    let (begin, end) = (parsed.validity().not_before.timestamp(), parsed.validity().not_after.timestamp());
    match seconds {
        _ if seconds < begin => Err(CertificateError::NotValidYet.into()),
        _ if seconds > end => Err(CertificateError::Expired.into()),
        _ => Ok(()),
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let found = read.map_err(|error| of_file(path, &error.to_string()))?;
    if found.is_empty() { Err(of_file(path, "no certificate in it")) } else { Ok(found) }
}

fn of_file(path: &Path, why: &str) -> String {
    format!("{}: {why}", path.display())
}

//! A certificate with its key, in whichever section.

use std::path::PathBuf;

use super::raw::Raw;
use crate::mail::{CertificateFiles, check_ca_file};

impl Raw {
    /// Reads `certificate` and `key` of a section. Outside: none if a setting is wrong. Inside: none if there is no
    /// certificate.
    #[allow(clippy::option_option, reason = "the two mean different things")]
    pub(super) fn certificate(&mut self, section: &str) -> Option<Option<CertificateFiles>> {
        let (certificate_at, key_at) = (format!("{section}.certificate"), format!("{section}.key"));
        let certificate = self.optional(&certificate_at).map(PathBuf::from);
        let key = self.optional(&key_at).map(PathBuf::from);
        let files = match (certificate, key) {
            (None, None) => return Some(None),
            (Some(certificate), Some(key)) => CertificateFiles { certificate, key },
            _ => return self.fault(&key_at, &format!("set {certificate_at} and {key_at} both, or neither")),
        };
        match files.check() {
            Ok(()) => Some(Some(files)),
            Err(error) => self.fault(&certificate_at, &error),
        }
    }

    /// Reads `ca_file` of a section: certificates to trust beside the public ones.
    pub(super) fn ca_file(&mut self, section: &str) -> Option<PathBuf> {
        let at = format!("{section}.ca_file");
        let file = self.optional(&at).map(PathBuf::from)?;
        match check_ca_file(&file) {
            Ok(()) => Some(file),
            Err(error) => self.fault(&at, &error),
        }
    }
}

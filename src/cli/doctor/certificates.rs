//! Whether certificates of ours are about to end.

use std::path::Path;

use chrono::{DateTime, TimeDelta};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::config::Config;
use crate::domain::Check;
use crate::sla::Instant;

/// How long before its end somebody should renew one.
const NOTICE: TimeDelta = TimeDelta::days(14);

/// One line for each certificate that is configured.
pub(super) fn check(config: &Config, now: Instant) -> Vec<Check> {
    let receiver = config.receiver.as_ref().and_then(|receiver| receiver.settings.certificate.as_ref());
    let pages = config.http.certificate.as_ref();
    let configured = [("http.certificate", pages), ("receiver.certificate", receiver)];
    let judged =
        configured.into_iter().map(|(setting, files)| Some(judge(setting, &files?.certificate, now)));
    judged.flatten().collect()
}

fn judge(setting: &str, file: &Path, now: Instant) -> Check {
    let remedy = format!("Renew the certificate in {} ({setting}).", file.display());
    match end(file) {
        Ok(end) if end <= now => Check::failing(setting, format!("It ended at {end}."), remedy),
        Ok(end) if end - now < NOTICE => Check::warning(setting, format!("It ends at {end}."), remedy),
        Ok(end) => Check::well(setting, format!("It is good until {end}.")),
        Err(why) => Check::failing(setting, why, remedy),
    }
}

/// When the first certificate of a PEM file ends.
fn end(file: &Path) -> Result<Instant, String> {
    let der = CertificateDer::from_pem_file(file).map_err(|error| error.to_string())?;
    let (_, parsed) = x509_parser::parse_x509_certificate(&der).map_err(|error| error.to_string())?;
    let seconds = parsed.validity().not_after.timestamp();
    DateTime::from_timestamp(seconds, 0).ok_or_else(|| "its end cannot be read".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Condition;

    #[test]
    fn a_certificate_is_told_about_before_it_ends() {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("certificate.pem");
        std::fs::write(&file, made.cert.pem()).unwrap();
        let end = end(&file).unwrap();
        for (before, condition) in [
            (TimeDelta::days(90), Condition::Well),
            (TimeDelta::days(3), Condition::Warning),
            (TimeDelta::zero(), Condition::Failing),
        ] {
            assert_eq!(judge("http.certificate", &file, end - before).condition, condition);
        }
        assert_eq!(judge("http.certificate", &folder.path().join("none"), end).condition, Condition::Failing);
    }
}

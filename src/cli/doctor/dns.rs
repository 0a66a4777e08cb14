//! What other mail servers find in the name system about the domain that our mail comes from.

use std::time::Duration;

use mail_auth::common::cache::NoCache;
use mail_auth::{DnsError, Error, MessageAuthenticator};
use tokio::time::timeout;

use crate::app::App;
use crate::domain::Check;
use crate::mail::{Dkim, ask_by};

/// For one answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks for MX, SPF and DMARC records of the domain, and for the key that signs our mail: the name server of
/// `trust.resolver`, else the machine's own.
pub(super) async fn check(app: &App) -> Vec<Check> {
    let domain = app.config.mail.from.domain();
    let resolver = match ask_by(app.config.trust.resolver.unwrap_or_default()) {
        Ok(resolver) => resolver,
        Err(error) => return vec![unanswered(domain, &error)],
    };
    let mx = timeout(PATIENCE, resolver.mx_lookup(domain, None::<&NoCache<_, _>>)).await;
    let mut checks = vec![match mx {
        Ok(Ok(_)) => Check::well("dns mx", format!("Mail to {domain} has a server to go to.")),
        Ok(Err(Error::Dns(DnsError::RecordNotFound(_)))) => Check::failing(
            "dns mx",
            format!("{domain} has no MX record: answers to our mail get lost."),
            "Publish an MX record that names the server which takes mail for it.",
        ),
        Ok(Err(error)) => unanswered(domain, &error.to_string()),
        Err(_) => unanswered(domain, "no answer in time"),
    }];
    checks.push(record(
        "dns spf",
        text(&resolver, &format!("{domain}.")).await,
        "v=spf1",
        &format!("Publish a TXT record for {domain} such as \"v=spf1 mx -all\" that names the servers which send our mail."),
    ));
    checks.push(record(
        "dns dmarc",
        text(&resolver, &format!("_dmarc.{domain}.")).await,
        "v=DMARC1",
        &format!("Publish a TXT record for _dmarc.{domain} such as \"v=DMARC1; p=quarantine\"."),
    ));
    if let Some(dkim) = &app.dkim {
        checks.push(signature(dkim, text(&resolver, &format!("{}.", dkim.place())).await));
    }
    checks
}

/// Whether the key that we sign with is the one that others check our signatures by.
fn signature(dkim: &Dkim, found: Result<Option<String>, String>) -> Check {
    const NAME: &str = "dns dkim";
    let remedy = format!("Publish a TXT record for {}: \"{}\".", dkim.place(), dkim.record());
    match found {
        Ok(Some(text)) if dkim.is_published_by(&text) => {
            Check::well(NAME, format!("{} publishes the key that signs our mail.", dkim.place()))
        }
        Ok(Some(_)) => {
            let words = format!(
                "{} publishes another key than the one of dkim.key_file: our signatures fail.",
                dkim.place()
            );
            Check::failing(NAME, words, remedy)
        }
        Ok(None) => Check::failing(
            NAME,
            format!("There is no record at {}: our signatures fail.", dkim.place()),
            remedy,
        ),
        Err(why) => unanswered(dkim.place(), &why),
    }
}

/// The texts of a name: none where it has no such record.
async fn text(resolver: &MessageAuthenticator, name: &str) -> Result<Option<String>, String> {
    match timeout(PATIENCE, resolver.txt_raw_lookup(name)).await {
        Ok(Ok(bytes)) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Ok(Err(Error::Dns(DnsError::RecordNotFound(_)))) => Ok(None),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("no answer in time".to_owned()),
    }
}

fn record(name: &str, found: Result<Option<String>, String>, wanted: &str, remedy: &str) -> Check {
    match found {
        Ok(Some(text)) if text.contains(wanted) => Check::well(name, text),
        Ok(_) => Check::warning(name, format!("There is no record with {wanted}."), remedy),
        Err(why) => unanswered(name, &why),
    }
}

fn unanswered(what: &str, why: &str) -> Check {
    Check::warning(
        "dns",
        format!("The name servers were asked about {what}: {why}"),
        "See that this machine may ask its name servers, or run `punctual doctor --no-dns`.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Condition;

    #[test]
    fn a_missing_record_is_told_with_what_to_publish() {
        let check = |found: Result<Option<&str>, &str>| {
            let found = found.map(|text| text.map(str::to_owned)).map_err(str::to_owned);
            record("dns spf", found, "v=spf1", "Publish it.")
        };
        assert_eq!(check(Ok(Some("google-site=1 v=spf1 mx -all"))).condition, Condition::Well);
        assert_eq!(check(Ok(Some("other"))).remedy, "Publish it.");
        assert_eq!(check(Ok(None)).remedy, "Publish it.");
        assert!(check(Err("refused")).words.contains("refused"));
    }
}

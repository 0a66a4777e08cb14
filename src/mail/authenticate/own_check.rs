//! Checks of our own, for mail that came to our listener: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), and ARC
//! (RFC 8617) where a forwarder is trusted.

use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use mail_auth::arc::Set;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts};
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{
    AuthenticatedMessage, DkimOutput, DkimResult, DmarcResult, MessageAuthenticator, SpfOutput, SpfResult,
};

use super::results::results_of;
use super::{Resolver, judged};
use crate::domain::{Authentication, EmailAddress, Envelope, MailCheck, Outcome, Proof, prove};
use crate::mail::parse::header_fields;

/// The longest that the checks of one mail may take: what is not known by then is not known.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks the name server who may send for a domain.
#[derive(Clone)]
pub struct Authenticator {
    dns: Arc<MessageAuthenticator>,
    /// Domains of forwarders that are believed, in lower case.
    sealers: Arc<[String]>,
}

/// What the checks of one mail found.
#[derive(Default)]
struct Found {
    checks: Vec<MailCheck>,
    /// What trusted forwarders had found, the last one first.
    sealed: Vec<Vec<MailCheck>>,
}

impl Authenticator {
    /// Prepares for asking; nothing is asked yet. `sealers` are the domains of forwarders that are believed.
    ///
    /// # Errors
    /// Why the name server can't be used, in words.
    pub fn new(resolver: Resolver, sealers: Vec<String>) -> Result<Self, String> {
        Ok(Self { dns: Arc::new(ask_by(resolver)?), sealers: sealers.into() })
    }

    /// Checks a mail that our listener took.
    ///
    /// A server of our own in front of the listener hides who sent the mail: SPF is not asked for then, and a failure
    /// that SPF might have saved is no failure.
    pub async fn check(
        &self,
        raw: &[u8],
        envelope: &Envelope,
        from: Option<&EmailAddress>,
    ) -> Authentication {
        // The library has no known input that makes it panic. Should one be found, its mail is not known, as any other.
        let finding = AssertUnwindSafe(self.find(raw, envelope)).catch_unwind();
        let found = tokio::time::timeout(PATIENCE, finding).await;
        let Found { checks, sealed } = found.ok().and_then(Result::ok).unwrap_or_default();
        let vouches = |checks: &Vec<MailCheck>| {
            from.is_some_and(|author| prove(author.domain(), checks) == Proof::Proven)
        };
        let is_vouched_for = sealed.iter().any(vouches);
        let own = judged("Punctual".to_owned(), checks, from);
        if is_vouched_for { own.vouched_for() } else { own }
    }

    async fn find(&self, raw: &[u8], envelope: &Envelope) -> Found {
        let Some(message) = AuthenticatedMessage::parse(raw) else { return Found::default() };
        let signatures = self.dns.verify_dkim(&message).await;
        let mut checks: Vec<MailCheck> = signatures.iter().map(of_dkim).collect();
        let sender = envelope.return_path.as_str();
        let peer = envelope.peer.ip();
        let spf = match is_outside(peer) {
            true => {
                let question =
                    SpfParameters::verify_mail_from(peer, &envelope.helo, "punctual.invalid", sender);
                Some(self.dns.verify_spf(question).await)
            }
            false => None,
        };
        checks.extend(spf.as_ref().map(of_spf));
        let spf_is_known = spf.is_some();
        let spf = spf.unwrap_or_default();
        let domain = sender.rsplit('@').next().unwrap_or_default();
        let dmarc = self.dns.verify_dmarc(DmarcParameters::new(&message, &signatures, domain, &spf)).await;
        let outcome = match of_dmarc(dmarc.dkim_result(), dmarc.spf_result()) {
            // The library says so where nothing held that could have been aligned: with a policy, that is a failure.
            Outcome::None if dmarc.dmarc_record().is_some() => Outcome::Fail,
            outcome => outcome,
        };
        if outcome != Outcome::Fail || spf_is_known {
            let domain = Some(dmarc.domain().to_ascii_lowercase());
            checks.push(MailCheck { method: "dmarc".to_owned(), outcome, domain });
        }
        let sealed = self.sealed(raw, &message, &mut checks).await;
        Found { checks, sealed }
    }

    /// What trusted forwarders had found before they changed the mail; the check of their seals joins the others.
    async fn sealed(
        &self,
        raw: &[u8],
        message: &AuthenticatedMessage<'_>,
        checks: &mut Vec<MailCheck>,
    ) -> Vec<Vec<MailCheck>> {
        if self.sealers.is_empty() || !may_be_sealed(raw) {
            return Vec::new();
        }
        let chain = self.dns.verify_arc(message).await;
        let Some(newest) = chain.sets().last() else { return Vec::new() };
        let outcome = outcome_of(chain.result());
        let domain = Some(newest.seal.header.d.to_ascii_lowercase());
        checks.push(MailCheck { method: "arc".to_owned(), outcome, domain });
        if outcome != Outcome::Pass || !covers_author(newest) {
            return Vec::new();
        }
        let trusted = chain.sets().iter().rev().take_while(|set| self.trusts(&set.seal.header.d));
        trusted.filter_map(|set| results_of_set(set.results.value)).collect()
    }

    fn trusts(&self, domain: &str) -> bool {
        self.sealers.iter().any(|sealer| sealer.eq_ignore_ascii_case(domain))
    }
}

impl std::fmt::Debug for Authenticator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Authenticator")
    }
}

/// Questions to a name server.
///
/// # Errors
/// Why it can't be used, in words.
pub fn ask_by(resolver: Resolver) -> Result<MessageAuthenticator, String> {
    let made = match resolver {
        Resolver::System => MessageAuthenticator::new_system_conf(),
        Resolver::At(address) => MessageAuthenticator::new(only(address), options()),
    };
    made.map_err(|error| error.to_string())
}

fn only(address: SocketAddr) -> ResolverConfig {
    let mut roads = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
    for road in &mut roads {
        road.port = address.port();
    }
    ResolverConfig::from_parts(None, Vec::new(), vec![NameServerConfig::new(address.ip(), true, roads)])
}

fn options() -> ResolverOpts {
    let mut options = ResolverOpts::default();
    options.timeout = Duration::from_secs(3);
    options.attempts = 2;
    options
}

/// Whether a server is not one of ours next door: SPF knows only addresses of the internet.
fn is_outside(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(address) => !address.is_loopback() && !address.is_private() && !address.is_link_local(),
        IpAddr::V6(address) => {
            !address.is_loopback() && !address.is_unique_local() && !address.is_unicast_link_local()
        }
    }
}

/// A seal says something about one author only: a mail with two, or none, is not looked at.
fn may_be_sealed(raw: &[u8]) -> bool {
    let fields = header_fields(raw);
    let count = |wanted: &str| fields.iter().filter(|(name, _)| name == wanted).count();
    count("from") == 1 && count("arc-seal") > 0
}

/// Whether the newest signature of a chain holds the whole mail with its author together.
fn covers_author(set: &Set<'_>) -> bool {
    let signature = set.signature.header;
    signature.l == 0 && signature.h.iter().any(|name| name.eq_ignore_ascii_case("from"))
}

/// The checks that a forwarder wrote down: its number in the chain, then as an Authentication-Results field (RFC 8617
/// section 4.1.1).
fn results_of_set(field: &[u8]) -> Option<Vec<MailCheck>> {
    let text = String::from_utf8_lossy(field);
    let unfolded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, results) = unfolded.split_once(';')?;
    results_of(results).map(|(_, checks)| checks)
}

fn outcome_of(result: &DkimResult) -> Outcome {
    match result {
        DkimResult::Pass => Outcome::Pass,
        DkimResult::Neutral(_) => Outcome::Neutral,
        DkimResult::Fail(_) | DkimResult::PermError(_) => Outcome::Fail,
        DkimResult::TempError(_) => Outcome::Error,
        DkimResult::None => Outcome::None,
    }
}

fn of_dkim(output: &DkimOutput<'_>) -> MailCheck {
    let outcome = outcome_of(output.result());
    let domain = output.signature().map(|signature| signature.d.to_ascii_lowercase());
    MailCheck { method: "dkim".to_owned(), outcome, domain }
}

fn of_spf(output: &SpfOutput) -> MailCheck {
    let outcome = match output.result() {
        SpfResult::Pass => Outcome::Pass,
        SpfResult::Fail => Outcome::Fail,
        SpfResult::SoftFail | SpfResult::Neutral => Outcome::Neutral,
        SpfResult::None => Outcome::None,
        SpfResult::TempError | SpfResult::PermError => Outcome::Error,
    };
    MailCheck { method: "spf".to_owned(), outcome, domain: Some(output.domain().to_ascii_lowercase()) }
}

fn of_dmarc(dkim: &DmarcResult, spf: &DmarcResult) -> Outcome {
    match (dkim, spf) {
        (DmarcResult::Pass, _) | (_, DmarcResult::Pass) => Outcome::Pass,
        (DmarcResult::TempError(_), _) | (_, DmarcResult::TempError(_)) => Outcome::Error,
        (DmarcResult::Fail(_), _) | (_, DmarcResult::Fail(_)) => Outcome::Fail,
        (DmarcResult::PermError(_), _) | (_, DmarcResult::PermError(_)) => Outcome::Error,
        (DmarcResult::None, DmarcResult::None) => Outcome::None,
    }
}

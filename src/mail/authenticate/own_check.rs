//! Checks of our own, for mail that came to our listener: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489).

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts};
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{
    AuthenticatedMessage, DkimOutput, DkimResult, DmarcResult, MessageAuthenticator, SpfOutput, SpfResult,
};

use super::{Resolver, judged};
use crate::domain::{Authentication, EmailAddress, Envelope, MailCheck, Outcome};

/// The longest that the checks of one mail may take: what is not known by then is not known.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks the name server who may send for a domain.
#[derive(Clone)]
pub struct Authenticator(std::sync::Arc<MessageAuthenticator>);

impl Authenticator {
    /// Prepares for asking; nothing is asked yet.
    ///
    /// # Errors
    /// Why the name server can't be used, in words.
    pub fn new(resolver: Resolver) -> Result<Self, String> {
        ask_by(resolver).map(|inner| Self(std::sync::Arc::new(inner)))
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
        let found = tokio::time::timeout(PATIENCE, self.find(raw, envelope)).await;
        judged("Punctual".to_owned(), found.unwrap_or_default(), from)
    }

    async fn find(&self, raw: &[u8], envelope: &Envelope) -> Vec<MailCheck> {
        let Some(message) = AuthenticatedMessage::parse(raw) else { return Vec::new() };
        let signatures = self.0.verify_dkim(&message).await;
        let mut checks: Vec<MailCheck> = signatures.iter().map(of_dkim).collect();
        let sender = envelope.return_path.as_str();
        let peer = envelope.peer.ip();
        let spf = match is_outside(peer) {
            true => {
                let question =
                    SpfParameters::verify_mail_from(peer, &envelope.helo, "punctual.invalid", sender);
                Some(self.0.verify_spf(question).await)
            }
            false => None,
        };
        checks.extend(spf.as_ref().map(of_spf));
        let spf_is_known = spf.is_some();
        let spf = spf.unwrap_or_default();
        let domain = sender.rsplit('@').next().unwrap_or_default();
        let dmarc = self.0.verify_dmarc(DmarcParameters::new(&message, &signatures, domain, &spf)).await;
        let outcome = match of_dmarc(dmarc.dkim_result(), dmarc.spf_result()) {
            // The library says so where nothing held that could have been aligned: with a policy, that is a failure.
            Outcome::None if dmarc.dmarc_record().is_some() => Outcome::Fail,
            outcome => outcome,
        };
        if outcome != Outcome::Fail || spf_is_known {
            let domain = Some(dmarc.domain().to_ascii_lowercase());
            checks.push(MailCheck { method: "dmarc".to_owned(), outcome, domain });
        }
        checks
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

fn of_dkim(output: &DkimOutput<'_>) -> MailCheck {
    let outcome = match output.result() {
        DkimResult::Pass => Outcome::Pass,
        DkimResult::Neutral(_) => Outcome::Neutral,
        DkimResult::Fail(_) | DkimResult::PermError(_) => Outcome::Fail,
        DkimResult::TempError(_) => Outcome::Error,
        DkimResult::None => Outcome::None,
    };
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

//! What every verb is given beside its arguments.

use std::sync::Arc;

use chrono_tz::Tz;

use super::Contracts;
use crate::domain::{
    self, AuditActor, AuditKey, EmailAddress, MailPolicy, OutboxId, Person, Scanning, Signer, TicketNumber,
    WritingPace,
};
use crate::sla::Instant;
use crate::vault::Keyring;

/// The one `now` of a request or tick, and what the installation is called.
#[derive(Debug, Clone)]
pub struct Context {
    /// When this happens. Read once, in the clock module.
    pub now: Instant,
    /// Contracts, parsed once.
    pub contracts: Contracts,
    /// What the installation is.
    pub identity: Arc<Identity>,
    /// Who asks, for the audit log: the program itself unless [`Context::by`] says otherwise.
    pub actor: AuditActor,
    /// How much one customer may write within an hour.
    pub pace: WritingPace,
}

impl Context {
    /// The same, asked by a person.
    #[must_use]
    pub fn by(self, person: &Person) -> Self {
        Self { actor: person.into(), ..self }
    }

    /// The same, asked at the command line.
    #[must_use]
    pub fn by_command_line(self) -> Self {
        Self { actor: AuditActor::CommandLine, ..self }
    }

    /// The same where customers may write as much as they like: for a history that is made up.
    #[must_use]
    pub fn unhurried(self) -> Self {
        Self { pace: WritingPace::default(), ..self }
    }
}

/// What stays the same while the installation runs.
#[derive(Debug)]
pub struct Identity {
    /// The domain of Message-IDs, in lower case.
    pub mail_domain: String,
    /// Who signs a notice that is about no ticket.
    pub provider: String,
    /// Signs links and Message-IDs.
    pub signer: Signer,
    /// Encrypts what is kept.
    pub keys: Keyring,
    /// Seals the audit log.
    pub audit_key: AuditKey,
    /// Whether pages also go to a pager gateway.
    pub pages_by_webhook: bool,
    /// The zone for people who have not chosen one and whose customer has none.
    pub time_zone: Tz,
    /// Our own addresses: mail from them is never answered.
    pub own_addresses: Vec<EmailAddress>,
    /// The largest file that is kept, in bytes.
    pub largest_file: usize,
    /// Whether files are checked for malware before anybody has them.
    pub scanning: Scanning,
    /// What becomes of mail that can't be believed.
    pub mail_policy: MailPolicy,
}

impl Identity {
    /// The Message-ID of a notice, without brackets: the ticket, the notice, and a signature over both.
    #[must_use]
    pub fn message_id(&self, ticket: TicketNumber, notice: OutboxId) -> String {
        domain::message_id(&self.signer, ticket, notice, &self.mail_domain)
    }

    /// The Message-ID of a notice about no ticket, without brackets: an answer to it finds no ticket.
    #[must_use]
    pub fn message_id_apart(&self, notice: OutboxId) -> String {
        domain::message_id_apart(&self.signer, notice, &self.mail_domain)
    }
}

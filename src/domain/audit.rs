//! The audit log: who did what to the installation, each entry sealed together with all before it.
//!
//! An entry's seal is an HMAC-SHA-256 (RFC 2104) under the installation's audit key over the seal of the entry before
//! and everything the entry says. So a change of one entry shows in its own seal, and a removed one in the next.
//! Entries can't be erased: their detail holds ids and words of ours, and never a name, an address or a text.

use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use super::{
    ApiTokenId, ContractVersionId, DeliveryId, InboundMailId, MailboxTokenId, OrganizationId, OutboxId,
    Person, PersonId, RotaId, TeamId, TicketId, WebhookId,
};
use crate::sla::Instant;

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditActor {
    /// Somebody who is signed in, or signs in.
    Person(PersonId),
    /// Whoever has a shell on the machine.
    CommandLine,
    /// The program by itself.
    System,
}

impl From<&Person> for AuditActor {
    fn from(person: &Person) -> Self {
        Self::Person(person.id)
    }
}

/// What was done. The words are in the database and in the API: they stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    /// A person was added, or given a role.
    PersonAdded,
    /// A person's name, role, team, zone or notices were changed.
    PersonChanged,
    /// A person may sign in again.
    PersonEnabled,
    /// A person may no longer sign in.
    PersonDisabled,
    /// Somebody ended a person's sessions, perhaps with a new password.
    SignInReset,
    /// A person was mailed an invitation.
    PersonInvited,
    /// A person's invitation was taken back.
    InvitationWithdrawn,
    /// A person chose a new password.
    PasswordChosen,
    /// A person set up a second step of signing in.
    SecondStepSet,
    /// A person's second step of signing in was taken away.
    SecondStepRemoved,
    /// A person's data were given out.
    PersonExported,
    /// A person's data were erased.
    PersonErased,
    /// A customer was added.
    OrganizationAdded,
    /// A customer was changed.
    OrganizationChanged,
    /// A version of a contract was added.
    ContractAdded,
    /// A day ahead was proclaimed a holiday of a contract.
    HolidayProclaimed,
    /// A proclaimed holiday ahead was withdrawn.
    HolidayWithdrawn,
    /// A team was added.
    TeamAdded,
    /// A team was changed.
    TeamChanged,
    /// A rota was added.
    RotaAdded,
    /// A rota was changed.
    RotaChanged,
    /// A stand-in was put into a rota.
    StandInAdded,
    /// A stand-in was taken out of a rota.
    StandInRemoved,
    /// A token for calling the API was made.
    ApiTokenAdded,
    /// A token for calling the API was revoked.
    ApiTokenRevoked,
    /// A webhook was added.
    WebhookAdded,
    /// A webhook was changed.
    WebhookChanged,
    /// A webhook got a new key for its signatures.
    WebhookKeyRenewed,
    /// A webhook was paused.
    WebhookPaused,
    /// A webhook is at work again.
    WebhookResumed,
    /// A webhook was removed.
    WebhookRemoved,
    /// A test was sent to a webhook.
    WebhookTested,
    /// An event is posted to a webhook again.
    DeliveryRepeated,
    /// A token for handing in mail was made.
    MailboxTokenAdded,
    /// A token for handing in mail was revoked.
    MailboxTokenRevoked,
    /// A mail that was held back is read again.
    MailReread,
    /// A mail that was held back was let in.
    MailReleased,
    /// A mail that was held back was set aside.
    MailDiscarded,
    /// A mail that had been set aside is held back again.
    MailRestored,
    /// A notice that was given up is tried again.
    NoticeRetried,
    /// An address from which mail had come back counts as good again.
    AddressCleared,
    /// The words of a kind of mail were changed.
    TemplateSaved,
    /// The words of a kind of mail were put back to what they were before anybody changed them.
    TemplateReset,
    /// Stored contents were put under the newest key.
    KeyRotated,
    /// What a customer's contacts may do was changed: who hears of breaches, instructs, looks after contacts.
    ContactsChanged,
    /// A breach was excused.
    BreachExcused,
    /// The excuse of a breach was taken back.
    ExcuseWithdrawn,
    /// Sessions were ended before their time: by their person from elsewhere, or since one of their tokens was used
    /// twice.
    SessionRevoked,
}

impl AuditAction {
    /// Every act.
    pub const ALL: [Self; 48] = [
        Self::PersonAdded,
        Self::PersonChanged,
        Self::PersonEnabled,
        Self::PersonDisabled,
        Self::SignInReset,
        Self::PersonInvited,
        Self::InvitationWithdrawn,
        Self::PasswordChosen,
        Self::SecondStepSet,
        Self::SecondStepRemoved,
        Self::PersonExported,
        Self::PersonErased,
        Self::OrganizationAdded,
        Self::OrganizationChanged,
        Self::ContractAdded,
        Self::HolidayProclaimed,
        Self::HolidayWithdrawn,
        Self::TeamAdded,
        Self::TeamChanged,
        Self::RotaAdded,
        Self::RotaChanged,
        Self::StandInAdded,
        Self::StandInRemoved,
        Self::ApiTokenAdded,
        Self::ApiTokenRevoked,
        Self::WebhookAdded,
        Self::WebhookChanged,
        Self::WebhookKeyRenewed,
        Self::WebhookPaused,
        Self::WebhookResumed,
        Self::WebhookRemoved,
        Self::WebhookTested,
        Self::DeliveryRepeated,
        Self::MailboxTokenAdded,
        Self::MailboxTokenRevoked,
        Self::MailReread,
        Self::MailReleased,
        Self::MailDiscarded,
        Self::MailRestored,
        Self::NoticeRetried,
        Self::AddressCleared,
        Self::TemplateSaved,
        Self::TemplateReset,
        Self::KeyRotated,
        Self::ContactsChanged,
        Self::BreachExcused,
        Self::ExcuseWithdrawn,
        Self::SessionRevoked,
    ];

    /// The word in the database and in the API.
    #[must_use]
    pub fn word(self) -> String {
        word(&self)
    }
}

/// What it was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AuditObject {
    /// The kind of thing.
    pub kind: AuditObjectKind,
    /// Which one; none for the installation itself.
    pub id: Option<Uuid>,
}

/// Kinds of things that are administered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditObjectKind {
    /// The whole of it.
    Installation,
    /// Somebody.
    Person,
    /// A customer.
    Organization,
    /// A version of a contract.
    Contract,
    /// A team.
    Team,
    /// An on-call rota.
    Rota,
    /// A received mail.
    Mail,
    /// A token for calling the API.
    ApiToken,
    /// An address to which events are posted.
    Webhook,
    /// An event on its way to a webhook.
    Delivery,
    /// A token for handing in mail.
    MailboxToken,
    /// A notice of ours.
    Notice,
    /// A ticket.
    Ticket,
}

impl AuditObject {
    /// The installation as a whole.
    pub const INSTALLATION: Self = Self { kind: AuditObjectKind::Installation, id: None };
}

macro_rules! object {
    ($($id:ident => $kind:ident),+ $(,)?) => {$(
        impl From<$id> for AuditObject {
            fn from(id: $id) -> Self {
                Self { kind: AuditObjectKind::$kind, id: Some(id.0) }
            }
        }
    )+};
}

object!(
    PersonId => Person,
    OrganizationId => Organization,
    ContractVersionId => Contract,
    TeamId => Team,
    RotaId => Rota,
    InboundMailId => Mail,
    ApiTokenId => ApiToken,
    WebhookId => Webhook,
    DeliveryId => Delivery,
    MailboxTokenId => MailboxToken,
    OutboxId => Notice,
    TicketId => Ticket,
);

/// What an entry says, beside its seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its place, from 1, without gaps.
    pub number: i64,
    /// When it was done.
    pub at: Instant,
    /// Who did it.
    pub actor: AuditActor,
    /// What was done.
    pub action: AuditAction,
    /// To what.
    pub object: AuditObject,
    /// What else is to be known: a JSON document, letter by letter.
    pub detail: String,
}

/// Where the log ends: to be kept elsewhere, it proves later that nothing before it was changed or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditHead {
    /// How many entries there are.
    pub number: i64,
    /// The seal of the last one; empty for an empty log.
    pub seal: String,
}

impl std::fmt::Display for AuditHead {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.number, self.seal)
    }
}

impl std::str::FromStr for AuditHead {
    type Err = String;

    /// Reads `NUMBER:SEAL`.
    ///
    /// # Errors
    /// A sentence that says how a head is written.
    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("“{text}” is no head of an audit log: write NUMBER:SEAL as it was printed");
        let (number, seal) = text.trim().split_once(':').ok_or_else(refused)?;
        let number = number.parse().map_err(|_| refused())?;
        match seal.chars().all(|character| character.is_ascii_hexdigit()) {
            true => Ok(Self { number, seal: seal.to_lowercase() }),
            false => Err(refused()),
        }
    }
}

/// The key under which entries are sealed.
#[derive(Clone)]
pub struct AuditKey(Vec<u8>);

impl AuditKey {
    /// A key of these bytes; 32 random ones are right.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The seal of an entry that follows one with the seal `previous`, 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn seal(&self, previous: &str, entry: &AuditEntry) -> String {
        let (actor, person) = match entry.actor {
            AuditActor::Person(person) => ("person", person.to_string()),
            AuditActor::CommandLine => ("command_line", String::new()),
            AuditActor::System => ("system", String::new()),
        };
        self.mac(&[
            "entry",
            previous,
            &entry.number.to_string(),
            &entry.at.timestamp_micros().to_string(),
            actor,
            &person,
            &word(&entry.action),
            &word(&entry.object.kind),
            &entry.object.id.map(|id| id.to_string()).unwrap_or_default(),
            &entry.detail,
        ])
    }

    /// The seal of a head: it can't be made for an earlier entry without the key.
    #[must_use]
    pub fn seal_head(&self, head: &AuditHead) -> String {
        self.mac(&["head", &head.number.to_string(), &head.seal])
    }

    /// Each part goes in with its length before it, so that no two lists of parts are the same bytes.
    fn mac(&self, parts: &[&str]) -> String {
        // HMAC takes a key of any length: the error it declares never comes.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0)
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of every length"));
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The word of an enum without fields, as the database and the API spell it.
fn word<T: Serialize>(value: &T) -> String {
    let word = serde_json::to_value(value).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}

impl std::fmt::Debug for AuditKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AuditKey")
    }
}

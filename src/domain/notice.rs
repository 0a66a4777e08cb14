//! Notices: everything that leaves the house, as data. The mail module turns one into text and HTML.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{EmailAddress, LinkId, LinkPurpose, OrganizationId, Person, TicketId, TicketNumber};
use crate::sla::{ClockKind, Instant};

/// Who receives a notice, and in which zone to write times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The address.
    pub email: EmailAddress,
    /// The name as shown.
    pub name: String,
    /// The reader's zone.
    pub time_zone: Tz,
    /// The reader's customer, whose words the notice is written with; none for the provider's people.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

impl From<&Person> for Recipient {
    fn from(person: &Person) -> Self {
        Self {
            email: person.email.clone(),
            name: person.name.clone(),
            time_zone: person.time_zone,
            organization_id: person.organization_id,
        }
    }
}

/// A promise in a notice: "first response by ...".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseLine {
    /// The clock.
    pub clock: ClockKind,
    /// When its time starts to count, if that is later than now (held over).
    pub starts_at: Option<Instant>,
    /// When it is due; none where nothing is promised.
    pub due_at: Option<Instant>,
    /// The target as the contract words it: "1 business day".
    pub target: String,
    /// How it came about, in words.
    pub explanation: String,
}

/// On which side they are who resolved a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolver {
    /// Somebody of the provider.
    #[default]
    Agent,
    /// Somebody of the customer, who said that it is solved.
    Customer,
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum NoticeBody {
    /// We have your report: an automatic acknowledgement, never counted as a response.
    Acknowledgement {
        /// The severity's name.
        severity: String,
        /// What is promised now.
        promises: Vec<PromiseLine>,
        /// Whether the first response is held over.
        is_held_over: bool,
        /// Whether the report lies outside the agreement and may be chargeable.
        is_outside_agreement: bool,
    },
    /// An agent's public reply.
    Reply {
        /// Who wrote it.
        author: String,
        /// The text.
        text: String,
        /// When the next update is due.
        next_update: Option<Instant>,
    },
    /// Promises that were broken.
    Breach {
        /// The severity's name.
        severity: String,
        /// What was promised and missed, worst first.
        missed: Vec<PromiseLine>,
        /// What happens next: the running clock after the miss.
        next: Option<PromiseLine>,
    },
    /// The ticket is resolved.
    Resolution {
        /// Who resolved it.
        author: String,
        /// On which side they are.
        #[serde(default)]
        resolver: Resolver,
        /// The page on which to say how content one is: a path with a token; none for who is no customer.
        #[serde(default)]
        rate_path: Option<String>,
    },
    /// To staff: a promise is about to break.
    Warning {
        /// The promise.
        promise: PromiseLine,
        /// The severity's name.
        severity: String,
    },
    /// To the on-call chain: take this ticket.
    Page {
        /// The severity's name.
        severity: String,
        /// Why it pages.
        why: String,
        /// Step of the chain, 0 first.
        step: u32,
        /// The promise to keep.
        promise: Option<PromiseLine>,
        /// The page on which to confirm taking it: a path with a token.
        take_path: String,
    },
    /// To those of the team who want it: a ticket was opened.
    NewTicket {
        /// The severity's name.
        severity: String,
        /// Who reported it.
        author: String,
        /// What they wrote.
        text: String,
        /// The promise of an answer.
        promise: Option<PromiseLine>,
    },
    /// To the assignee: the customer wrote. Answering this mail answers the customer.
    CustomerWrote {
        /// Who wrote.
        author: String,
        /// The text.
        text: String,
    },
    /// To somebody of the provider who follows a ticket, or is mentioned in it: a colleague wrote.
    ColleagueWrote {
        /// Who wrote.
        author: String,
        /// What they did.
        word: ColleagueWord,
        /// The text of a public reply; empty for a note, which stays in the house.
        text: String,
    },
    /// A link that is good once. Its token is added when the mail is sent, so that nobody reads it in the outbox.
    AccountLink {
        /// What it is good for.
        purpose: LinkPurpose,
        /// The link.
        link_id: LinkId,
        /// When it stops being good.
        expires_at: Instant,
        /// Who invites.
        from: Option<String>,
    },
    /// Something about how the reader signs in has changed.
    AccountChanged {
        /// What.
        change: AccountChange,
    },
    /// To the sender of a mail: these files were too large to be kept. An automatic answer.
    FilesRefused {
        /// Each with its size in words.
        files: Vec<String>,
        /// The largest that is kept, in words.
        limit: String,
    },
    /// To administrators or managers: something needs a person. About a ticket or about the installation.
    Alarm {
        /// What is wrong, in one line: the subject.
        title: String,
        /// What was seen, and what to do about it: paragraphs.
        text: String,
    },
}

/// What a colleague did in a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColleagueWord {
    /// Mentioned the reader in an internal note.
    Mentioned,
    /// Wrote an internal note.
    Noted,
    /// Replied to the customer.
    Replied,
}

/// What has changed about how a person signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountChange {
    /// A new password.
    Password,
    /// A second step was set up.
    SecondStepOn,
    /// The second step was taken away.
    SecondStepOff,
}

/// The ticket that a notice is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutTicket {
    /// The id.
    #[serde(rename = "ticket_id")]
    pub id: TicketId,
    /// Its number.
    #[serde(rename = "ticket_number")]
    pub number: TicketNumber,
    /// Its subject.
    #[serde(rename = "ticket_subject")]
    pub subject: String,
}

/// One notice to one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// To whom.
    pub to: Recipient,
    /// About which ticket; none for what concerns a person's account or the installation.
    #[serde(flatten)]
    pub ticket: Option<AboutTicket>,
    /// The provider's name, who signs.
    pub provider: String,
    /// The page to look at it: a path on the public address.
    #[serde(alias = "ticket_path")]
    pub path: String,
    /// The Message-ID of the mail that it answers, without brackets.
    pub in_reply_to: Option<String>,
    /// The thread's Message-IDs, oldest first, without brackets.
    pub references: Vec<String>,
    /// What it says.
    pub body: NoticeBody,
}

impl NoticeBody {
    /// The priority of what is least urgent.
    pub const LEAST_PRIORITY: i32 = 4;

    /// What this is, in words for the history: "acknowledgement", "breach notice".
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.kind().label()
    }

    /// How urgent: lower leaves first, so that a backlog never delays a page or a breach notice. From 0 to
    /// [`NoticeBody::LEAST_PRIORITY`].
    #[must_use]
    pub fn priority(&self) -> i32 {
        match self {
            Self::Page { .. } => 0,
            Self::Breach { .. } => 1,
            Self::Warning { .. } | Self::Alarm { .. } | Self::AccountLink { .. } => 2,
            Self::Reply { .. }
            | Self::Resolution { .. }
            | Self::CustomerWrote { .. }
            | Self::ColleagueWrote { .. }
            | Self::AccountChanged { .. } => 3,
            Self::Acknowledgement { .. } | Self::FilesRefused { .. } | Self::NewTicket { .. } => {
                Self::LEAST_PRIORITY
            }
        }
    }
}

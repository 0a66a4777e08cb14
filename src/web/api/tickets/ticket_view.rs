//! A ticket with all that belongs to it, as its reader may know it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Clocks, MessageView, NextDue, RelatedView, SnoozeView, WatcherView};
use crate::domain::{Answers, Page, SeverityChoice, TeamId, TicketNumber};
use crate::sla::{Channel, Instant, SeverityCode, Status};
use crate::web::api::names::{NamedOrganization, NamedPerson};
use crate::web::ticket_data::TicketData;

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketView {
    /// The number that people use.
    pub number: TicketNumber,
    /// Counts every change. Its entity tag is this number in quotes: send it as `If-Match` with a change.
    pub version: i64,
    /// What it is about, one line.
    pub subject: String,
    /// How it came in.
    pub channel: Channel,
    /// Where it stands.
    pub status: Status,
    /// Who of the customer said that it is solved; null where it is open, or an agent resolved it.
    pub solved_by: Option<NamedPerson>,
    /// The customer; null where nobody knows the sender.
    pub organization: Option<NamedOrganization>,
    /// Who reported it.
    pub requester: NamedPerson,
    /// Who works it.
    pub assignee: Option<NamedPerson>,
    /// The key of the agreement that it was opened under.
    pub contract: String,
    /// The severity’s code in that agreement.
    pub severity: SeverityCode,
    /// The severity’s name.
    pub severity_name: String,
    /// What the reporter answered.
    pub answers: Option<Answers>,
    /// Its three clocks.
    pub clocks: Clocks,
    /// What is due next.
    pub next_due: Option<NextDue>,
    /// How many promises were broken so far.
    pub breach_count: i32,
    /// Whether the agreement doesn’t cover it, so that it may be charged for.
    pub is_outside_agreement: bool,
    /// The closed ticket that it follows up.
    pub follows_up: Option<TicketNumber>,
    /// The ticket in which it goes on, since it was merged.
    pub merged_into: Option<TicketNumber>,
    /// The tickets that go on in it.
    pub merged: Vec<TicketNumber>,
    /// What other tickets have to do with it, as far as the reader may see them.
    pub related: Vec<RelatedView>,
    /// When it was received.
    pub created_at: DateTime<Utc>,
    /// When it last changed, as far as the reader may know.
    pub updated_at: DateTime<Utc>,
    /// Who reads along.
    pub watchers: Vec<WatcherView>,
    /// The conversation, oldest first.
    pub messages: Vec<MessageView>,
    /// What only the provider’s people are sent; left out for customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal: Option<Internal>,
}

/// What customers are never sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Internal {
    /// Why it has its severity.
    pub severity_reason: String,
    /// What classification read into a mail, until somebody decides.
    pub suggestion: Option<SeverityChoice>,
    /// The team it belongs to.
    pub team_id: Option<TeamId>,
    /// Its tags, in order.
    pub tags: Vec<String>,
    /// Who of the provider follows it.
    pub followers: Vec<NamedPerson>,
    /// How it is put away, or was before it came back; null where it is not, or somebody has looked at it since.
    pub snooze: Option<SnoozeView>,
    /// Calls on the on-call chain that nobody has taken yet, in order.
    pub open_pages: Vec<PageLine>,
}

/// One call on the on-call chain.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageLine {
    /// The step of the chain, 0 first.
    pub step: i32,
    /// Who was called; null where the whole team was.
    pub person: Option<NamedPerson>,
    /// Why.
    pub why: String,
    /// When.
    pub paged_at: DateTime<Utc>,
}

impl TicketView {
    /// A ticket as its viewer may know it.
    #[must_use]
    pub fn of(data: &TicketData, is_staff: bool, now: Instant) -> Self {
        let ticket = &data.ticket;
        let code = ticket.severity.code.clone();
        let known = data.contract.severity(code.as_str());
        let named = |id| NamedPerson { id, name: data.name(id) };
        Self {
            number: ticket.number,
            version: ticket.version,
            subject: ticket.subject.clone(),
            channel: ticket.channel,
            status: ticket.status,
            solved_by: data.solved_by.map(named),
            organization: data.organization.as_ref().map(NamedOrganization::of),
            requester: named(ticket.requester_id),
            assignee: ticket.assignee_id.map(named),
            contract: data.contract.key().to_owned(),
            severity_name: known.map_or_else(|| code.to_string(), |severity| severity.name().to_owned()),
            severity: code,
            answers: ticket.answers,
            clocks: Clocks::at(&ticket.timers, &data.contract, now),
            next_due: ticket.next_due.map(NextDue::of),
            breach_count: ticket.breach_count,
            is_outside_agreement: ticket.is_outside_agreement,
            follows_up: data.follows_up,
            merged_into: data.merged_into.as_ref().map(|other| other.number),
            merged: data.merged.iter().map(|other| other.number).collect(),
            related: data.related.iter().map(RelatedView::of).collect(),
            created_at: ticket.created_at,
            updated_at: data.changed_at,
            watchers: data.watchers.iter().map(WatcherView::of).collect(),
            messages: MessageView::all(data),
            internal: is_staff.then(|| Internal::of(data)),
        }
    }
}

impl Internal {
    fn of(data: &TicketData) -> Self {
        Self {
            severity_reason: data.ticket.severity.reason.clone(),
            suggestion: data.ticket.suggestion.clone(),
            team_id: data.ticket.team_id,
            tags: data.tags.iter().map(ToString::to_string).collect(),
            followers: data.followers.iter().map(NamedPerson::of).collect(),
            snooze: data.snooze.as_ref().map(|snooze| SnoozeView::of(snooze, data)),
            open_pages: data.open_pages.iter().map(|page| PageLine::of(page, data)).collect(),
        }
    }
}

impl PageLine {
    fn of(page: &Page, data: &TicketData) -> Self {
        Self {
            step: page.step,
            person: page.person_id.map(|id| NamedPerson { id, name: data.name(id) }),
            why: page.why.clone(),
            paged_at: page.paged_at,
        }
    }
}

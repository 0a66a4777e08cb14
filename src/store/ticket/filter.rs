//! Which tickets a list shows.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::queue_order::{FINISHED, SNOOZED};
use crate::domain::{OrganizationId, PersonId, Tag, TeamId, TicketId, Viewer};
use crate::sla::{ClockKind, Instant, SeverityCode, Status};
use crate::store::any_connection::MultiBackend;
use crate::store::dialect::lower;
use crate::store::schema::{contract_version, ticket, ticket_follower, ticket_tag};
use crate::store::sql_type::At;
use crate::store::text::containing;
use crate::store::word::word;
use crate::store::{Connection, StoreError};

/// Whose tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AssigneeFilter {
    /// Everybody's, and nobody's.
    #[default]
    Any,
    /// Nobody's.
    Nobody,
    /// This person's.
    Is(PersonId),
}

/// Which tickets; every condition that is given must hold. The default is all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TicketFilter {
    /// In one of these states; empty for any.
    pub status: Vec<Status>,
    /// Whose.
    pub assignee: AssigneeFilter,
    /// Of one of these severities; empty for any.
    pub severities: Vec<SeverityCode>,
    /// Of this customer.
    pub organization: Option<OrganizationId>,
    /// Of this team.
    pub team: Option<TeamId>,
    /// Of senders who belong to no customer.
    pub is_without_organization: bool,
    /// Of no team.
    pub is_without_team: bool,
    /// Of one of these customers; empty for any.
    pub organizations: Vec<OrganizationId>,
    /// Worked by one of these; empty for anybody, or nobody.
    pub assignees: Vec<PersonId>,
    /// Reported by one of these; empty for anybody.
    pub requesters: Vec<PersonId>,
    /// Bearing all of these tags.
    pub tags: Vec<Tag>,
    /// Reported by this person.
    pub requester: Option<PersonId>,
    /// Opened under a version of this contract.
    pub contract_key: Option<String>,
    /// With a breach, or without any.
    pub is_breached: Option<bool>,
    /// With a suggestion that waits for triage, or without.
    pub has_suggestion: Option<bool>,
    /// Followed by this person.
    pub follower: Option<PersonId>,
    /// Put away until later, or not.
    pub is_snoozed: Option<bool>,
    /// Outside the agreement, or inside.
    pub is_outside_agreement: Option<bool>,
    /// Whose next due instant is of this clock.
    pub next_clock: Option<ClockKind>,
    /// With this in the subject, without regard to case, or with this number.
    pub text: Option<String>,
    /// Received at or after this.
    pub created_from: Option<Instant>,
    /// Received before this.
    pub created_before: Option<Instant>,
    /// One of these; empty for any.
    pub ids: Vec<TicketId>,
}

pub(super) type Tickets = ticket::BoxedQuery<'static, MultiBackend>;

/// The tickets that the viewer may see.
pub(in crate::store) fn visible_to(viewer: Viewer) -> Tickets {
    let all = ticket::table.into_boxed();
    match viewer {
        Viewer::Staff(_) => all,
        Viewer::Customer(_, organization) => all.filter(ticket::organization_id.eq(Some(organization))),
        Viewer::Stranger(person) => all.filter(ticket::requester_id.eq(person)),
    }
}

impl TicketFilter {
    /// The tickets that the viewer may see and that meet every condition.
    pub(super) fn apply(&self, c: &mut Connection, viewer: Viewer) -> Result<Tickets, StoreError> {
        let found = self.by_state(visible_to(viewer))?;
        let found = self.by_people(found);
        let found = self.by_contract(c, found)?;
        Ok(self.by_text(self.by_time(found)))
    }

    fn by_state(&self, mut found: Tickets) -> Result<Tickets, StoreError> {
        if !self.status.is_empty() {
            let words = self.status.iter().map(word).collect::<Result<Vec<_>, _>>()?;
            found = found.filter(ticket::status.eq_any(words));
            found = self.by_place(found);
        }
        if let Some(is_snoozed) = self.is_snoozed {
            found = match is_snoozed {
                true => {
                    found.filter(ticket::queue_order.ge(SNOOZED)).filter(ticket::queue_order.lt(FINISHED))
                }
                false => found.filter(ticket::queue_order.lt(SNOOZED).or(ticket::queue_order.ge(FINISHED))),
            };
        }
        if let Some(is_breached) = self.is_breached {
            found = match is_breached {
                // Word for word as in the index over these alone, or it would not be used.
                true => found.filter(sql::<Bool>("ticket.breach_count > 0")),
                false => found.filter(ticket::breach_count.eq(0)),
            };
        }
        if let Some(has_suggestion) = self.has_suggestion {
            found = match has_suggestion {
                true => found.filter(ticket::suggested_severity.is_not_null()),
                false => found.filter(ticket::suggested_severity.is_null()),
            };
        }
        if let Some(is_outside) = self.is_outside_agreement {
            found = found.filter(ticket::is_outside_agreement.eq(is_outside));
        }
        Ok(found)
    }

    /// Finished tickets lie at the end of the queue's index: saying so spares a walk over all of them.
    fn by_place(&self, found: Tickets) -> Tickets {
        let is_finished = |status: &Status| matches!(status, Status::Resolved | Status::Closed);
        match self.status.iter().filter(|status| is_finished(status)).count() {
            0 if self.is_snoozed == Some(false) => found.filter(ticket::queue_order.lt(SNOOZED)),
            0 => found.filter(ticket::queue_order.lt(FINISHED)),
            all if all == self.status.len() => found.filter(ticket::queue_order.ge(FINISHED)),
            _ => found,
        }
    }

    fn by_people(&self, mut found: Tickets) -> Tickets {
        found = match self.assignee {
            AssigneeFilter::Any => found,
            AssigneeFilter::Nobody => found.filter(ticket::assignee_id.is_null()),
            AssigneeFilter::Is(person) => found.filter(ticket::assignee_id.eq(Some(person))),
        };
        if let Some(organization) = self.organization {
            found = found.filter(ticket::organization_id.eq(Some(organization)));
        }
        if let Some(team) = self.team {
            found = found.filter(ticket::team_id.eq(Some(team)));
        }
        if self.is_without_organization {
            found = found.filter(ticket::organization_id.is_null());
        }
        if self.is_without_team {
            found = found.filter(ticket::team_id.is_null());
        }
        if let Some(requester) = self.requester {
            found = found.filter(ticket::requester_id.eq(requester));
        }
        if !self.organizations.is_empty() {
            let wanted = self.organizations.iter().copied().map(Some).collect::<Vec<_>>();
            found = found.filter(ticket::organization_id.eq_any(wanted));
        }
        if !self.assignees.is_empty() {
            let wanted = self.assignees.iter().copied().map(Some).collect::<Vec<_>>();
            found = found.filter(ticket::assignee_id.eq_any(wanted));
        }
        if !self.requesters.is_empty() {
            found = found.filter(ticket::requester_id.eq_any(self.requesters.clone()));
        }
        for tag in &self.tags {
            let bearers = ticket_tag::table.filter(ticket_tag::tag.eq(tag.as_str().to_owned()));
            found = found.filter(ticket::id.eq_any(bearers.select(ticket_tag::ticket_id)));
        }
        if let Some(person) = self.follower {
            let followed = ticket_follower::table.filter(ticket_follower::person_id.eq(person));
            found = found.filter(ticket::id.eq_any(followed.select(ticket_follower::ticket_id)));
        }
        if !self.ids.is_empty() {
            found = found.filter(ticket::id.eq_any(self.ids.clone()));
        }
        found
    }

    fn by_contract(&self, c: &mut Connection, mut found: Tickets) -> Result<Tickets, StoreError> {
        found = match self.severities.as_slice() {
            [] => found,
            // A single one has an index in the queue's order; of several, the queue's own index is walked.
            [code] => found.filter(ticket::severity.eq(code.as_str().to_owned())),
            codes => {
                let codes: Vec<String> = codes.iter().map(|code| code.as_str().to_owned()).collect();
                found.filter(ticket::severity.eq_any(codes))
            }
        };
        if let Some(clock) = self.next_clock {
            found = found.filter(ticket::next_due_clock.eq(Some(word(&clock)?)));
        }
        if let Some(key) = &self.contract_key {
            // A contract has few versions, so their ids are looked up first.
            let versions: Vec<crate::domain::ContractVersionId> = contract_version::table
                .filter(contract_version::key.eq(key))
                .select(contract_version::id)
                .load(c)?;
            found = found.filter(ticket::contract_version_id.eq_any(versions));
        }
        Ok(found)
    }

    fn by_time(&self, mut found: Tickets) -> Tickets {
        if let Some(from) = self.created_from {
            found = found.filter(ticket::created_at.ge(At(from)));
        }
        if let Some(before) = self.created_before {
            found = found.filter(ticket::created_at.lt(At(before)));
        }
        found
    }

    fn by_text(&self, found: Tickets) -> Tickets {
        let Some(text) = self.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
            return found;
        };
        let in_subject = lower(ticket::subject).like(containing(text)).escape('\\');
        match text.trim_start_matches('#').parse::<i64>() {
            Ok(number) => found.filter(ticket::number.eq(number).or(in_subject)),
            Err(_) => found.filter(in_subject),
        }
    }
}

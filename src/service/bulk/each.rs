//! What an action makes of each ticket.

use crate::domain::{
    BulkAction, BulkOutcome, BulkStep, ChosenTicket, LeftAlone, MOST_IN_BULK, Person, Ticket, TicketId,
    Viewer,
};
use crate::service::{Context, ServiceError, assign, assign_team, reclassify, set_status, set_tags};
use crate::store::{self, Connection};

/// What became, or would become, of one ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkLine {
    /// The ticket afterwards.
    pub ticket: Ticket,
    /// What was done to it, or why nothing was.
    pub outcome: BulkOutcome,
    /// The kinds of the notices that it caused.
    pub notices: Vec<String>,
}

/// Does an action to each of the tickets. In one order for everybody, so that of two actions on the same tickets one waits
/// for the other, and never each for the other.
pub(super) fn each(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    chosen: &[ChosenTicket],
    action: &BulkAction,
) -> Result<Vec<BulkLine>, ServiceError> {
    let tickets = find(c, by, chosen)?;
    tickets.into_iter().map(|(id, version)| one(c, cx, by, id, version, action)).collect()
}

fn find(
    c: &mut Connection,
    by: &Person,
    chosen: &[ChosenTicket],
) -> Result<Vec<(TicketId, Option<i64>)>, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents change several tickets at once."));
    }
    if chosen.is_empty() {
        return Err(ServiceError::invalid("tickets", "Choose at least one ticket."));
    }
    if chosen.len() > MOST_IN_BULK {
        return Err(ServiceError::invalid(
            "tickets",
            format!("Choose at most {MOST_IN_BULK} tickets at once."),
        ));
    }
    let mut tickets = Vec::with_capacity(chosen.len());
    for one in chosen {
        let found = store::ticket::find_by_number(c, Viewer::of(by), one.number)?;
        let missing = || ServiceError::invalid("tickets", format!("There is no ticket #{}.", one.number));
        tickets.push((found.ok_or_else(missing)?.id, one.version));
    }
    tickets.sort_unstable_by_key(|(id, _)| *id);
    tickets.dedup_by_key(|(id, _)| *id);
    Ok(tickets)
}

fn one(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: TicketId,
    version: Option<i64>,
    action: &BulkAction,
) -> Result<BulkLine, ServiceError> {
    let before = store::ticket::lock(c, id)?.ok_or(ServiceError::NotFound("ticket"))?;
    let left =
        |why| BulkLine { ticket: before.clone(), outcome: BulkOutcome::Left { why }, notices: Vec::new() };
    let Some(step) = step(c, &before, action)? else { return Ok(left(LeftAlone::Unchanged)) };
    let known = store::outbox::labels_about(c, id)?.len();
    match store::savepoint(c, |c| perform(c, cx, by, id, version, action)) {
        Ok(ticket) => {
            let notices = store::outbox::labels_about(c, id)?.into_iter().skip(known).collect();
            let acts = store::activity::count_acts(c, id)?;
            Ok(BulkLine { ticket, outcome: BulkOutcome::Done { step, acts }, notices })
        }
        Err(error) => Ok(left(left_alone(error)?)),
    }
}

/// What the action changes of the ticket; none where it is so already.
fn step(c: &mut Connection, ticket: &Ticket, action: &BulkAction) -> Result<Option<BulkStep>, ServiceError> {
    Ok(match action {
        BulkAction::Assign(to) => {
            let from = ticket.assignee_id;
            (from != *to).then_some(BulkStep::Assigned { from, to: *to })
        }
        BulkAction::AssignTeam(to) => {
            let from = ticket.team_id;
            (from != *to).then_some(BulkStep::TeamAssigned { from, to: *to })
        }
        BulkAction::Reclassify { to, .. } => {
            let from = ticket.severity.code.clone();
            // The same severity answers a suggestion that waits for somebody's word.
            let changes = from != *to || ticket.suggestion.is_some();
            changes.then(|| BulkStep::Reclassified { from, to: to.clone() })
        }
        BulkAction::SetStatus(to) => {
            let from = ticket.status;
            (from != *to).then_some(BulkStep::StatusChanged { from, to: *to })
        }
        BulkAction::AddTag(tag) => {
            let has = store::tag::of_ticket(c, ticket.id)?.contains(tag);
            (!has).then(|| BulkStep::Tagged { tag: tag.clone() })
        }
        BulkAction::RemoveTag(tag) => {
            let has = store::tag::of_ticket(c, ticket.id)?.contains(tag);
            has.then(|| BulkStep::Untagged { tag: tag.clone() })
        }
    })
}

/// Changes one ticket by the verb that the action stands for.
pub(super) fn perform(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: TicketId,
    version: Option<i64>,
    action: &BulkAction,
) -> Result<Ticket, ServiceError> {
    match action {
        BulkAction::Assign(to) => assign(c, cx, by, id, version, *to),
        BulkAction::AssignTeam(to) => assign_team(c, cx, by, id, version, *to),
        BulkAction::Reclassify { to, reason } => reclassify(c, cx, by, id, version, to, reason),
        BulkAction::SetStatus(to) => set_status(c, cx, by, id, version, *to),
        BulkAction::AddTag(tag) => {
            let mut tags = store::tag::of_ticket(c, id)?;
            tags.push(tag.clone());
            set_tags(c, cx, by, id, version, tags)
        }
        BulkAction::RemoveTag(tag) => {
            let mut tags = store::tag::of_ticket(c, id)?;
            tags.retain(|one| one != tag);
            set_tags(c, cx, by, id, version, tags)
        }
    }
}

/// Why a verb refused one ticket. What is wrong with the database is wrong for all of them.
pub(super) fn left_alone(error: ServiceError) -> Result<LeftAlone, ServiceError> {
    match error {
        ServiceError::Stale => Ok(LeftAlone::Stale),
        ServiceError::Store(_) | ServiceError::Contract(_) => Err(error),
        ServiceError::NotFound(_)
        | ServiceError::Forbidden(_)
        | ServiceError::Invalid { .. }
        | ServiceError::TooMuch(_)
        | ServiceError::Conflict(_) => Ok(LeftAlone::Refused { reason: error.to_string() }),
    }
}

//! What an action makes of each ticket.

use super::answer::answer;
use crate::domain::{
    BulkAction, BulkOutcome, BulkStep, ChosenTicket, HeldReplyId, LeftAlone, MOST_IN_BULK, Person, Rest,
    Ticket, TicketId, TicketNumber, Viewer,
};
use crate::service::{
    Context, ServiceError, assign, assign_team, merge_tickets, reclassify, set_status, set_tags,
    snooze_ticket,
};
use crate::sla::{ClockKind, ClockState};
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
    /// How its first response stood before.
    pub first_response: ClockState,
}

/// Whether an action is only looked at, and undone again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    Rehearsal,
    InEarnest,
}

/// What a verb made of a ticket.
pub(super) struct Performed {
    ticket: Ticket,
    /// The reply that is held.
    reply: Option<HeldReplyId>,
}

impl From<Ticket> for Performed {
    fn from(ticket: Ticket) -> Self {
        Self { ticket, reply: None }
    }
}

/// Does an action to each of the tickets. In one order for everybody, so that of two actions on the same tickets one waits
/// for the other, and never each for the other.
pub(super) fn each(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    chosen: &[ChosenTicket],
    action: &BulkAction,
    run: Run,
) -> Result<Vec<BulkLine>, ServiceError> {
    let tickets = find(c, by, chosen)?;
    if let BulkAction::Merge { into } = action {
        lock_with(c, by, &tickets, *into)?;
    }
    tickets.into_iter().map(|(id, version)| one(c, cx, by, (id, version), action, run)).collect()
}

/// Locks the tickets that are merged, and the one into which they go, in everybody's order.
fn lock_with(
    c: &mut Connection,
    by: &Person,
    tickets: &[(TicketId, Option<i64>)],
    into: TicketNumber,
) -> Result<(), ServiceError> {
    let target = store::ticket::find_by_number(c, Viewer::of(by), into)?;
    let mut all: Vec<TicketId> = tickets.iter().map(|(id, _)| *id).chain(target.map(|one| one.id)).collect();
    all.sort_unstable();
    for id in all {
        store::ticket::lock(c, id)?;
    }
    Ok(())
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
    (id, version): (TicketId, Option<i64>),
    action: &BulkAction,
    run: Run,
) -> Result<BulkLine, ServiceError> {
    let before = store::ticket::lock(c, id)?.ok_or(ServiceError::NotFound("ticket"))?;
    let contract = cx.contracts.get(c, before.contract_version_id)?;
    let first_response = before.timers.clock(&contract, ClockKind::Respond).state;
    let left = |why| BulkLine {
        ticket: before.clone(),
        outcome: BulkOutcome::Left { why },
        notices: Vec::new(),
        first_response,
    };
    if matches!(action, BulkAction::Merge { into } if *into == before.number) {
        let reason = "It is the ticket in which the others go on.".to_owned();
        return Ok(left(LeftAlone::Refused { reason }));
    }
    let Some(step) = step(c, &before, action)? else { return Ok(left(LeftAlone::Unchanged)) };
    let known = store::outbox::labels_about(c, id)?.len();
    match store::savepoint(c, |c| perform(c, cx, by, (id, version), action, run)) {
        Ok(performed) => {
            let notices = store::outbox::labels_about(c, id)?.into_iter().skip(known).collect();
            let acts = store::activity::count_acts(c, id)?;
            let step = completed(step, &performed);
            let outcome = BulkOutcome::Done { step, acts };
            Ok(BulkLine { ticket: performed.ticket, outcome, notices, first_response })
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
        BulkAction::Answer(answer) => {
            Some(BulkStep::Answered { with: answer.name.clone(), then: answer.then, reply: None })
        }
        BulkAction::Snooze { .. } => {
            let before = store::snooze::find(c, ticket.id)?.filter(|snooze| snooze.woken.is_none());
            let before = before.map(|snooze| (snooze.until, snooze.reason));
            Some(BulkStep::Snoozed { until: ticket.updated_at, before })
        }
        BulkAction::Merge { into } => Some(BulkStep::Merged { into: *into }),
    })
}

/// The same with what only doing it tells: which reply is held, and until when the ticket is really put away.
fn completed(step: BulkStep, performed: &Performed) -> BulkStep {
    match (step, performed.ticket.rest) {
        (BulkStep::Answered { with, then, .. }, _) => {
            BulkStep::Answered { with, then, reply: performed.reply }
        }
        (BulkStep::Snoozed { before, .. }, Rest::Until(until)) => BulkStep::Snoozed { until, before },
        (step, _) => step,
    }
}

/// Changes one ticket by the verb that the action stands for.
pub(super) fn perform(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    (id, version): (TicketId, Option<i64>),
    action: &BulkAction,
    run: Run,
) -> Result<Performed, ServiceError> {
    let ticket = match action {
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
        BulkAction::Snooze { until, reason } => snooze_ticket(c, cx, by, id, version, *until, reason),
        BulkAction::Merge { into } => merge_tickets(c, cx, by, id, version, *into),
        BulkAction::Answer(texts) => {
            let reply = answer(c, cx, by, id, version, texts, run)?;
            let ticket = store::ticket::lock(c, id)?.ok_or(ServiceError::NotFound("ticket"))?;
            return Ok(Performed { ticket, reply });
        }
    };
    ticket.map(Performed::from)
}

/// Why a verb refused one ticket. What is wrong with the database is wrong for all of them.
pub(super) fn left_alone(error: ServiceError) -> Result<LeftAlone, ServiceError> {
    match error {
        ServiceError::Stale => Ok(LeftAlone::Stale),
        ServiceError::Store(_) | ServiceError::Contract(_) => Err(error),
        ServiceError::NotFound(_)
        | ServiceError::Forbidden(_)
        | ServiceError::Invalid(_)
        | ServiceError::TooMuch(_)
        | ServiceError::Conflict(_) => Ok(LeftAlone::Refused { reason: error.to_string() }),
    }
}

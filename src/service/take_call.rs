//! An agent opens a ticket for a customer who calls, or whom a program of the provider speaks for.

use chrono::TimeDelta;

use super::open_ticket::{self, Agreement, Holder, NewTicket};
use super::reply::{self, NewMessage};
use super::{Context, ServiceError, assign, both};
use crate::domain::{Person, PersonId, Role, Ticket};
use crate::store::{self, Connection};

/// How long ago a call may be that is written down now.
const LONGEST_AGO: TimeDelta = TimeDelta::days(7);

/// What came of a call.
#[derive(Debug, Clone)]
pub struct Call {
    /// Who called.
    pub caller: PersonId,
    /// What they report. Its clocks start at the instant of the call.
    pub report: NewTicket,
    /// What they are answered in writing; none for nothing yet. It counts from now, when it leaves.
    pub answer: Option<String>,
    /// Whether the agent keeps the ticket.
    pub holder: Holder,
}

/// Opens a ticket in a customer's name, starts its clocks at the instant at which they called, and tells them what is
/// promised. What fell due since is recorded at its true instant. Nobody is called out for a ticket that the agent keeps.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a customer; as [`open_ticket`](super::open_ticket()); [`ServiceError::Invalid`] naming
/// `requester` where that is no customer, and `received_at` for an instant that is still to come, is over a week ago, or
/// lies before their agreement.
pub fn take_call(c: &mut Connection, cx: &Context, by: &Person, call: Call) -> Result<Ticket, ServiceError> {
    let Call { caller, report, answer, holder } = call;
    let caller = requester(c, by, caller)?;
    let instant = check_instant(cx, &report).and_then(|()| check_agreement(c, cx, &caller, &report));
    let at = if instant.is_ok() { report.received_at } else { cx.now };
    let agreement = Agreement::of(c, cx, &caller, at)?;
    let reported = both(open_ticket::check(cx, &agreement, &report), instant);
    both(reported, reply::check_text(answer.as_deref().unwrap_or_default(), true))?;
    let mut work = open_ticket::start(c, cx, by.id, &caller, agreement, holder, report)?;
    // First who has it: they, and not the whole team, are warned of what is late by now.
    if holder == Holder::Agent {
        assign::give(&mut work, Some(by.id))?;
    }
    work.advance()?;
    if let Some(text) = answer.filter(|text| !text.trim().is_empty()) {
        reply::write(&mut work, by, NewMessage::public_text(cx, text))?;
    }
    work.finish()
}

fn requester(c: &mut Connection, by: &Person, caller: PersonId) -> Result<Person, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents open tickets for others."));
    }
    let found = store::person::find(c, caller)?.filter(|person| person.role == Role::Customer);
    found.ok_or_else(|| ServiceError::invalid("requester", "Choose a contact of a customer."))
}

fn check_instant(cx: &Context, report: &NewTicket) -> Result<(), ServiceError> {
    let refused = |why: &str| Err(ServiceError::invalid("received_at", why));
    if report.received_at > cx.now {
        return refused("This time is still to come: write when they called.");
    }
    if cx.now - report.received_at > LONGEST_AGO {
        return refused("Write down a call within 7 days. Say in the text when an earlier one was.");
    }
    Ok(())
}

/// An installation, or an agreement, may be younger than a call: what was promised then nobody knows.
fn check_agreement(
    c: &mut Connection,
    cx: &Context,
    caller: &Person,
    report: &NewTicket,
) -> Result<(), ServiceError> {
    let organization = match caller.organization_id {
        Some(id) => store::organization::find(c, id)?,
        None => None,
    };
    let mut is_known = |at| match cx.contracts.in_force(c, organization.as_ref(), at) {
        Ok(_) => Ok(true),
        Err(ServiceError::Contract(_)) => Ok(false),
        Err(error) => Err(error),
    };
    if is_known(report.received_at)? || !is_known(cx.now)? {
        return Ok(());
    }
    Err(ServiceError::invalid(
        "received_at",
        "No agreement was in force for them at this time yet. Choose a later one, and say in the text when they called.",
    ))
}

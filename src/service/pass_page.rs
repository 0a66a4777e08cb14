//! Somebody who was called can't come: the page goes on to the next step of its chain at once.

use super::raise_alarm::{Alarm, raise_alarm};
use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{ActivityKind, Actor, PassCause, Person, PersonId, Role, TicketId};
use crate::sla::Event;
use crate::store::{self, Connection};

/// Passes the page of a ticket on, if this person was the last one called and nobody has taken it. Says whether it did.
///
/// Where no step is left, the managers hear that nobody came.
pub(super) fn pass_page(
    c: &mut Connection,
    cx: &Context,
    ticket: TicketId,
    called: PersonId,
    cause: PassCause,
) -> Result<bool, ServiceError> {
    let last = store::page::open(c, ticket)?.pop();
    if last.and_then(|page| page.person_id) != Some(called) {
        return Ok(false);
    }
    let mut work = Work::load_as(c, cx, Actor::System, ticket)?;
    let has_next = work.ticket.timers.pages(&work.contract).is_some_and(|chain| chain.next.is_some());
    work.log(ActivityKind::PagePassedOn { person_id: called, cause });
    if has_next {
        work.apply(Event::PassPage)?;
    } else if let Some(person) = store::person::find(work.c, called)? {
        alarm(&mut work, &person)?;
    }
    work.finish()?;
    Ok(true)
}

fn alarm(work: &mut Work<'_>, called: &Person) -> Result<(), ServiceError> {
    let number = work.ticket.number;
    let alarm = Alarm {
        cause: format!("nobody-came:{}:{}", work.ticket.id, called.id),
        concerns: Role::Manager,
        title: format!("Nobody is left to call for ticket #{number}"),
        text: format!(
            "{} was called last for ticket #{number} and can’t come, and the chain of the agreement ends there.\n\n\
             Take the ticket, or find somebody who does.",
            called.name
        ),
        path: format!("/desk/tickets/{number}"),
    };
    raise_alarm(work.c, work.cx, &alarm).map(drop)
}

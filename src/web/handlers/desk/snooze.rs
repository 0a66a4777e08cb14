//! `POST /desk/tickets/{number}/snooze` and `/wake`: a ticket is put away until later, and brought back.

use actix_web::{HttpResponse, ResponseError};
use chrono::TimeDelta;
use chrono_tz::Tz;

use super::actions::Action;
use super::ticket::Refused;
use crate::domain::{Person, SnoozeChoice, SnoozeUntil};
use crate::service::{self, Context};
use crate::sla::{Contract, Instant};
use crate::store::Connection;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::admin::local_time;
use crate::web::input::{Faults, Posted};
use crate::web::pages::desk::{Selectable, SnoozeForm};
use crate::web::view::Moment;

/// What is told where somebody else was faster.
const CROSSED: &str = "Somebody else changed this ticket in the meantime. What they did is on the page now. Send this again if it still fits.";

/// Puts it away.
///
/// # Errors
/// [`WebError::NotFound`], as [`Posted`], or that the database can't be written. One that is refused, or that crossed
/// with somebody else's change, is shown again as typed.
pub async fn submit(action: Action) -> Result<HttpResponse, WebError> {
    let typed = SnoozeForm {
        until: action.posted.text("until"),
        at: action.posted.text("at"),
        reason: action.posted.text("reason"),
        faults: Vec::new(),
    };
    let reason = typed.reason.clone();
    let mut faults = Faults::default();
    let until = until(&action.posted, action.visit.session.person.time_zone);
    let until = faults.take(until, SnoozeUntil::At(action.visit.now + TimeDelta::hours(1)))?;
    let verb = move |c: &mut Connection, cx: &Context, by: &Person, id, version| {
        faults.settle(service::snooze_ticket(c, cx, by, id, version, until, &reason))
    };
    let (status, faults) = match action.write(verb).await {
        Ok(()) => return Ok(action.back("snoozed")),
        Err(error) => (error.status_code(), refusal(error)?),
    };
    let snooze = Some(SnoozeForm { faults, ..typed });
    action.again(status, Refused { snooze, ..Refused::default() }).await
}

/// What stands above the form when it is shown again; the error itself where that would not help.
fn refusal(error: WebError) -> Result<Vec<FieldFault>, WebError> {
    match error {
        WebError::Invalid(faults) => Ok(faults),
        WebError::Conflict(text) => Ok(vec![FieldFault::new("", text)]),
        WebError::Stale => Ok(vec![FieldFault::new("", CROSSED)]),
        error => Err(error),
    }
}

/// Brings it back.
///
/// # Errors
/// [`WebError`]: not found, or not put away.
pub async fn wake(action: Action) -> Result<HttpResponse, WebError> {
    action.run("woken", |c, cx, by, id, _| service::wake_ticket(c, cx, by, id, None)).await
}

/// A date wins over a choice: somebody typed it.
fn until(posted: &Posted, zone: Tz) -> Result<SnoozeUntil, WebError> {
    match posted.text("at").trim() {
        "" => Ok(SnoozeUntil::Choice(posted.required("until")?)),
        text => {
            let at = local_time::parse(text, zone).map_err(|fault| WebError::field("at", fault))?;
            Ok(SnoozeUntil::At(at))
        }
    }
}

/// The times that can be chosen by name for a ticket under this agreement.
pub(super) fn choices(contract: &Contract, now: Instant, zone: Tz) -> Vec<Selectable> {
    let choice = |choice: SnoozeChoice| {
        let at = Moment::new(choice.instant(contract.calendar(), now)?, now, zone);
        let label = match choice {
            SnoozeChoice::Hour => format!("for an hour, {}", at.spoken),
            SnoozeChoice::Afternoon => format!("until this afternoon, {}", at.spoken),
            SnoozeChoice::Opening => format!("until office hours open, {}", at.spoken),
            SnoozeChoice::NextOpening => format!("until the business day after, {}", at.spoken),
        };
        Some(Selectable { value: choice.as_str().to_owned(), label, is_chosen: false })
    };
    SnoozeChoice::ALL.into_iter().filter_map(choice).collect()
}

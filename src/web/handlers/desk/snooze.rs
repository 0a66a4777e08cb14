//! `POST /desk/tickets/{number}/snooze` and `/wake`: a ticket is put away until later, and brought back.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono_tz::Tz;

use super::place::Place;
use crate::domain::{SnoozeChoice, Viewer};
use crate::service::{self, SnoozeUntil};
use crate::sla::{Contract, Instant};
use crate::store;
use crate::web::error::WebError;
use crate::web::handlers::admin::local_time;
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::pages::desk::Selectable;
use crate::web::view::Moment;
use crate::web::visit::Visit;

/// Puts it away.
///
/// # Errors
/// [`WebError`]: not found, no reason, a time that does not fit, changed in the meantime, or a promise that needs somebody.
pub async fn submit(
    visit: Visit,
    request: HttpRequest,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let (version, reason) = (posted.parse("version")?, posted.text("reason"));
    let until = until(&posted, visit.session.person.time_zone)?;
    let put = visit.write(move |c, cx, by| -> Result<_, WebError> {
        let ticket = store::ticket::find_by_number(c, Viewer::of(by), number)?.ok_or(WebError::NotFound)?;
        Ok(service::snooze_ticket(c, cx, by, ticket.id, version, until, &reason)?)
    });
    put.await?;
    Ok(see_other(&Place::of(&request).address(&format!("/desk/tickets/{number}"), Some("snoozed"))))
}

/// Brings it back.
///
/// # Errors
/// [`WebError`]: not found, or not put away.
pub async fn wake(
    visit: Visit,
    request: HttpRequest,
    number: web::Path<String>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let bring = visit.write(move |c, cx, by| -> Result<_, WebError> {
        let ticket = store::ticket::find_by_number(c, Viewer::of(by), number)?.ok_or(WebError::NotFound)?;
        Ok(service::wake_ticket(c, cx, by, ticket.id, None)?)
    });
    bring.await?;
    Ok(see_other(&Place::of(&request).address(&format!("/desk/tickets/{number}"), Some("woken"))))
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

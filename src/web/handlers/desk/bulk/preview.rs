//! `POST /desk/bulk/preview`: what an action would do to each of the chosen tickets.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::choices::choices;
use super::form::{BulkForm, mark};
use super::line::rows;
use crate::domain::{BULK_UNDO, BulkAction, BulkAnswer, BulkOutcome, HOLD, TicketNumber};
use crate::service::{self, BulkLine};
use crate::sla::{ClockState, Status};
use crate::web::error::WebError;
use crate::web::handlers::desk::place::Place;
use crate::web::input::Posted;
use crate::web::pages::desk::BulkPage;
use crate::web::pages::render_with;
use crate::web::view::{Area, labels};
use crate::web::visit::Visit;

/// What is told where the texts are not those that were looked at.
const CHANGED: &str =
    "The text was changed since you looked, and nothing was sent. This is what would be sent now.";

/// Shows what would happen. An action that lacks something is asked for again, the tickets still chosen.
///
/// # Errors
/// [`WebError::Invalid`] for no ticket, too many, or one that is not there, or that the database can't be read.
pub async fn show(visit: Visit, request: HttpRequest, posted: Posted) -> Result<HttpResponse, WebError> {
    let (place, form) = (Place::of(&request), BulkForm::of(posted));
    let (contracts, reader, now) =
        (visit.site.app.contracts.clone(), visit.session.person.clone(), visit.now);
    let wanted = form.clone();
    match visit.read(move |c| wanted.action(c, &contracts, &reader, now)).await {
        Ok(action) => rehearse(visit, place, form, action, None).await,
        Err(WebError::Invalid(faults)) if !form.chosen.is_empty() => {
            let (contracts, reader, act) =
                (visit.site.app.contracts.clone(), visit.session.person.clone(), form.act.clone());
            let now = visit.now;
            let actions = visit.read(move |c| choices(c, &contracts, &reader, now, &act)).await?;
            let mut page = page(&visit, &place, &form);
            page.actions = actions;
            page.fault = faults.into_iter().next().map(|fault| fault.message);
            render_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error),
    }
}

/// Shows what would happen once more, since it is something else by now.
///
/// # Errors
/// As [`show`].
pub(super) async fn again(visit: Visit, place: Place, form: BulkForm) -> Result<HttpResponse, WebError> {
    let (contracts, reader, now) =
        (visit.site.app.contracts.clone(), visit.session.person.clone(), visit.now);
    let wanted = form.clone();
    let action = visit.read(move |c| wanted.action(c, &contracts, &reader, now)).await?;
    rehearse(visit, place, form, action, Some(CHANGED)).await
}

async fn rehearse(
    visit: Visit,
    place: Place,
    form: BulkForm,
    action: BulkAction,
    warning: Option<&str>,
) -> Result<HttpResponse, WebError> {
    let mut page = page(&visit, &place, &form);
    page.seen = mark(&action);
    let texts = match &action {
        BulkAction::Answer(answer) => answer.texts.clone(),
        _ => BTreeMap::new(),
    };
    page.notes = notes(&action);
    let (contracts, answering) = (visit.site.app.contracts.clone(), answering(&action));
    let rehearsal = visit.write(move |c, cx, by| -> Result<_, WebError> {
        let lines = service::preview_bulk(c, cx, by, &form.chosen, &action)?;
        let notices = notices(&lines);
        let owed = owed(&lines);
        let outcomes: Vec<(_, BulkOutcome)> =
            lines.into_iter().map(|line| (line.ticket.id, line.outcome)).collect();
        Ok((notices, owed, rows(c, &contracts, by, &place, cx.now, outcomes)?))
    });
    let (notices, owed, (mut changing, left)) = rehearsal.await?;
    for row in &mut changing {
        row.text = texts.get(&TicketNumber(row.number)).cloned();
    }
    if let Some(what) = answering.filter(|_| owed > 0) {
        page.notes.insert(0, first_responses(what, owed));
    }
    if let Some(warning) = warning {
        page.notes.insert(0, warning.to_owned());
    }
    page.notices = notices;
    page.changing = changing;
    page.left = left;
    render_with(if warning.is_some() { StatusCode::CONFLICT } else { StatusCode::OK }, &page)
}

fn page(visit: &Visit, place: &Place, form: &BulkForm) -> BulkPage {
    BulkPage {
        shell: visit.shell(Area::Queue(place.queue_view()), "Change several tickets"),
        place: place.address("", None),
        back: place.address("/desk", None),
        rows: form.rows(),
        act: form.act.clone(),
        detail: form.detail.clone(),
        seen: String::new(),
        actions: Vec::new(),
        fault: None,
        changing: Vec::new(),
        left: Vec::new(),
        notices: Vec::new(),
        notes: Vec::new(),
    }
}

/// What of an action counts as an answer to the customer, as it begins a sentence.
fn answering(action: &BulkAction) -> Option<&'static str> {
    match action {
        BulkAction::Answer(_) => Some("The reply"),
        BulkAction::SetStatus(Status::Resolved | Status::Closed) => Some("Resolving"),
        _ => None,
    }
}

/// How many of the tickets that would be changed owe their first response.
fn owed(lines: &[BulkLine]) -> usize {
    let is_owed = |line: &&BulkLine| {
        matches!(line.outcome, BulkOutcome::Done { .. })
            && matches!(line.first_response, ClockState::Running | ClockState::Breached)
    };
    lines.iter().filter(is_owed).count()
}

fn first_responses(what: &str, owed: usize) -> String {
    let whose = match owed {
        1 => "One of the tickets still owes its first response".to_owned(),
        many => format!("{many} of the tickets still owe their first response"),
    };
    format!("{whose}. {what} counts as that answer, at its own moment: nobody else has to answer them.")
}

/// How many notices of each kind would leave.
fn notices(lines: &[BulkLine]) -> Vec<(usize, String)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in lines.iter().flat_map(|line| &line.notices) {
        *counts.entry(label.as_str()).or_default() += 1;
    }
    counts.into_iter().map(|(label, count)| (count, label.to_owned())).collect()
}

/// What is to be known before the action is done.
fn notes(action: &BulkAction) -> Vec<String> {
    let minutes = BULK_UNDO.num_minutes();
    let undo = format!(
        "For {minutes} minutes it can be taken back, ticket by ticket, where nobody did anything since."
    );
    let more = match action {
        BulkAction::SetStatus(Status::Closed) => {
            return vec!["Closing is final: it can’t be taken back.".to_owned()];
        }
        BulkAction::SetStatus(Status::Resolved) => {
            "Resolving tells the customers. Taking it back opens the tickets again, but mails that have left stay sent."
        }
        BulkAction::SetStatus(_) => "The clocks follow the status by each ticket’s agreement.",
        BulkAction::Reclassify { .. } => {
            "The clocks follow the severity by each ticket’s agreement. Promises add up: setting it back later takes none \
             back that became due sooner, and a suggestion counts as answered."
        }
        BulkAction::Answer(answer) => return notes_on(answer),
        BulkAction::Snooze { .. } => {
            "The clocks run on. A ticket comes back sooner when a promise needs somebody, when the customer writes, or when it is \
             raised."
        }
        BulkAction::Merge { .. } => {
            "Each is closed and goes on in the other; its clocks stop, and those of the other stay. Its customer is told."
        }
        BulkAction::Assign(_)
        | BulkAction::AssignTeam(_)
        | BulkAction::AddTag(_)
        | BulkAction::RemoveTag(_) => {
            return vec![undo];
        }
    };
    vec![more.to_owned(), undo]
}

fn notes_on(answer: &BulkAnswer) -> Vec<String> {
    let seconds = HOLD.num_seconds();
    let mut notes = vec![format!(
        "Each reply leaves {seconds} seconds after you confirm, and its clock counts then. Until then all can be taken back; \
         what has left stays sent."
    )];
    notes.extend(answer.then.map(|then| {
        format!("With its reply, each ticket is set to {}.", labels::status_for_staff(then).label)
    }));
    notes
}

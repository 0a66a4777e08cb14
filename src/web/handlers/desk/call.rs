//! `/desk/new`: a ticket for a customer who calls. First who it is, then what they report.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::domain::{Answers, EmailAddress, Person, PersonId, Role, Ticket, Viewer};
use crate::service::{self, Call, Holder, NewTicket, TicketPreview};
use crate::sla::{Channel, SeverityCode, Status};
use crate::store::person::PersonFilter;
use crate::store::ticket::{Direction, Sort, SortKey, TicketFilter, TicketRow};
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::admin::local_time;
use crate::web::handlers::{files_in_words, see_other};
use crate::web::input::{Faults, Posted};
use crate::web::pages::desk::{CallDraft, CallPage, CallerRow, CallersPage, OpenTicket};
use crate::web::pages::portal::offers;
use crate::web::pages::{render, render_with};
use crate::web::view::{Area, labels};
use crate::web::visit::{PathId, Visit};

/// How many people, and how many open tickets, are shown.
const MOST_SHOWN: usize = 12;

/// So much of what is looked for is read, in characters.
const LONGEST: usize = 200;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    q: String,
}

/// Asks who calls, and shows who was found.
///
/// # Errors
/// Where the database can't be read.
pub async fn find(visit: Visit, query: web::Query<Query>) -> Result<HttpResponse, WebError> {
    let wanted: String = query.0.q.trim().chars().take(LONGEST).collect();
    let is_address = EmailAddress::parse(&wanted).is_ok();
    let (email, name) =
        if is_address { (wanted.clone(), String::new()) } else { (String::new(), wanted.clone()) };
    render(&callers(&visit, wanted, (email, name), None).await?)
}

/// Goes on with the address that was given: of somebody known, or of a new contact.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. What is refused is shown again as typed.
pub async fn add(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let (typed, name) = (posted.text("email"), posted.text("name"));
    let added = match EmailAddress::parse(&typed) {
        Ok(email) => {
            let name = name.clone();
            visit.write(move |c, cx, by| service::find_or_add_caller(c, cx, by, email, &name)).await
        }
        Err(fault) => Err(WebError::field("email", fault.to_string())),
    };
    match added {
        Ok(caller) => Ok(see_other(&form_of(caller.id))),
        Err(WebError::Invalid(faults)) => {
            let fault = faults.into_iter().next().map(|fault| fault.message);
            let page = callers(&visit, String::new(), (typed, name), fault).await?;
            render_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error),
    }
}

/// The form for a ticket of this caller.
///
/// # Errors
/// [`WebError::NotFound`] for anybody but a contact of a customer, or that the database can't be read.
pub async fn show(visit: Visit, PathId(id): PathId<PersonId>) -> Result<HttpResponse, WebError> {
    let draft = CallDraft { is_mine: true, ..CallDraft::default() };
    page(&visit, id, StatusCode::OK, draft, Vec::new()).await
}

/// Opens the ticket, or shows the form again with what was typed and what is wrong.
///
/// # Errors
/// As [`show`] and [`Posted`].
pub async fn submit(
    visit: Visit,
    PathId(id): PathId<PersonId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let draft = draft(&posted);
    match open(&visit, id, &draft, posted).await {
        Ok(ticket) => Ok(see_other(&format!("/desk/tickets/{}?done=opened", ticket.number))),
        Err(WebError::Invalid(faults)) => {
            page(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, draft, faults).await
        }
        Err(error) => Err(error),
    }
}

fn form_of(caller: PersonId) -> String {
    format!("/desk/new/{caller}")
}

fn draft(posted: &Posted) -> CallDraft {
    CallDraft {
        subject: posted.text("subject"),
        text: posted.text("text"),
        severity: posted.text("severity"),
        received_at: posted.text("received_at"),
        answer: posted.text("answer"),
        is_mine: posted.text("mine") == "yes",
    }
}

async fn open(
    visit: &Visit,
    caller: PersonId,
    draft: &CallDraft,
    mut posted: Posted,
) -> Result<Ticket, WebError> {
    let mut faults = Faults::default();
    let severity = match draft.severity.as_str() {
        "" => Err(WebError::field("severity", "Choose how severe it is.")),
        code => Ok(Some(SeverityCode::new(code))),
    };
    let severity = faults.take(severity, None)?;
    let called_at = match draft.received_at.trim() {
        "" => Ok(None),
        text => local_time::parse_past(text, visit.session.person.time_zone, visit.now)
            .map(Some)
            .map_err(|fault| WebError::field("received_at", fault)),
    };
    let called_at = faults.take(called_at, None)?;
    let (once, draft, files) = (posted.once(), draft.clone(), posted.take_files());
    let opening = visit.write(move |c, cx, by| {
        let report = NewTicket {
            channel: Channel::Phone,
            subject: draft.subject,
            text: draft.text,
            html: None,
            answers: None,
            severity,
            attachments: files,
            received_at: called_at.unwrap_or(cx.now),
            inbound_mail_id: None,
            follows_up: None,
            is_acknowledged: true,
        };
        let holder = if draft.is_mine { Holder::Agent } else { Holder::Nobody };
        let call = Call { caller, report, answer: Some(draft.answer), holder };
        let open = |c: &mut Connection| service::take_call(c, cx, by, call);
        faults.settle(service::open_ticket_once(c, cx, by, once.as_ref(), open))
    });
    opening.await
}

async fn callers(
    visit: &Visit,
    wanted: String,
    (email, name): (String, String),
    fault: Option<String>,
) -> Result<CallersPage, WebError> {
    let filter = PersonFilter {
        role: Some(Role::Customer),
        is_active: Some(true),
        words: wanted.split_whitespace().map(str::to_owned).collect(),
        ..PersonFilter::default()
    };
    let found = match wanted.is_empty() {
        true => Vec::new(),
        false => visit.read(move |c| found(c, &filter)).await?,
    };
    Ok(CallersPage {
        shell: visit.shell(Area::NewTicket, "New ticket"),
        has_more: found.len() > MOST_SHOWN,
        found: found.into_iter().take(MOST_SHOWN).collect(),
        wanted,
        email,
        name,
        fault,
    })
}

fn found(c: &mut Connection, filter: &PersonFilter) -> Result<Vec<CallerRow>, WebError> {
    let one_more = i64::try_from(MOST_SHOWN + 1).unwrap_or(i64::MAX);
    let people = store::person::list(c, filter, None, one_more)?;
    people.into_iter().map(|person| row(c, person)).collect()
}

fn row(c: &mut Connection, person: Person) -> Result<CallerRow, WebError> {
    let customer = match person.organization_id {
        Some(id) => store::organization::find(c, id)?.map(|customer| customer.name),
        None => None,
    };
    Ok(CallerRow { href: form_of(person.id), name: person.name, email: person.email.to_string(), customer })
}

/// What the form shows beside what is typed.
struct Known {
    caller: CallerRow,
    preview: TicketPreview,
    open: Vec<TicketRow>,
}

async fn page(
    visit: &Visit,
    caller: PersonId,
    status: StatusCode,
    draft: CallDraft,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let (context, viewer) = (visit.site.app.context(), visit.session.viewer());
    let known = visit.read(move |c| {
        let found = store::person::find(c, caller)?.filter(|person| person.role == Role::Customer);
        let person = found.ok_or(WebError::NotFound)?;
        Ok(Known {
            preview: service::preview_promises(c, &context, &person, &Answers::default(), "")?,
            open: open_tickets(c, viewer, caller)?,
            caller: row(c, person)?,
        })
    });
    let known = known.await?;
    let open = known.open.into_iter().map(|ticket| OpenTicket {
        number: ticket.number.0,
        subject: ticket.subject,
        status: labels::status_for_staff(ticket.status),
    });
    render_with(
        status,
        &CallPage {
            shell: visit.shell(Area::NewTicket, format!("New ticket for {}", known.caller.name)),
            action: known.caller.href.clone(),
            offers: offers(&known.preview, false, visit.now, visit.session.person.time_zone),
            open: open.collect(),
            caller: known.caller,
            draft,
            faults,
            file_hint: files_in_words(&visit.site),
        },
    )
}

fn open_tickets(c: &mut Connection, viewer: Viewer, caller: PersonId) -> Result<Vec<TicketRow>, WebError> {
    let unresolved = |status: &Status| status.is_unresolved();
    let filter = TicketFilter {
        requester: Some(caller),
        status: Status::ALL.iter().copied().filter(unresolved).collect(),
        ..TicketFilter::default()
    };
    let latest = Sort { key: SortKey::Updated, direction: Direction::Descending };
    let most = i64::try_from(MOST_SHOWN).unwrap_or(i64::MAX);
    Ok(store::ticket::list(c, viewer, &filter, latest, None, most)?.rows)
}

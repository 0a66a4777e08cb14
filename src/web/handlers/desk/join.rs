//! `/desk/tickets/{number}/join`: merging, splitting and linking a ticket, with what it would do.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError, web};
use serde::Deserialize;

use crate::domain::{Message, MessageKind, Relation, Ticket, TicketNumber, Viewer};
use crate::service;
use crate::sla::{ClockKind, Contract, Instant, Status};
use crate::store::ticket::{Direction, Sort, SortKey, TicketFilter, TicketRow};
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::pages::desk::{Candidate, ClockLine, JoinPage, Part, Preview, Selectable};
use crate::web::pages::render_with;
use crate::web::ticket_data::{self, TicketData};
use crate::web::view::{Area, QueueView, Shell, clock_cards, labels};
use crate::web::visit::Visit;

/// How many tickets are offered.
const MOST_FOUND: i64 = 12;
/// How much of a message is shown, in characters.
const EXCERPT: usize = 140;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    q: String,
}

/// What was refused.
#[derive(Default)]
struct Refused<'a> {
    /// A merge or a link.
    joining: Option<String>,
    /// A split, with what was typed.
    splitting: Option<(&'a Posted, Vec<FieldFault>)>,
    /// Anything that is not possible by now.
    action: Option<(StatusCode, String)>,
}

/// Shows the page.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(
    visit: Visit,
    number: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, WebError> {
    page(&visit, ticket_number(&number)?, query.0.q, Refused::default()).await
}

/// Merges the ticket into another.
///
/// # Errors
/// [`WebError::NotFound`]. What can't be merged, or not any more, is shown again.
pub async fn merge(
    visit: Visit,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (number, into, version) =
        (ticket_number(&number)?, posted.required::<i64>("into")?, posted.parse::<i64>("version")?);
    let ticket = ticket_data::load(&visit.site, &visit.session, number).await?.ticket.id;
    let merging =
        visit.write(move |c, cx, by| service::merge_tickets(c, cx, by, ticket, version, TicketNumber(into)));
    let outcome = merging.await.map(|_| see_other(&format!("/desk/tickets/{number}?done=merged")));
    joined(&visit, number, into, outcome).await
}

/// Brings a merged ticket back.
///
/// # Errors
/// As [`merge`].
pub async fn unmerge(
    visit: Visit,
    number: web::Path<String>,
    _posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let ticket = ticket_data::load(&visit.site, &visit.session, number).await?.ticket.id;
    let unmerging = visit.write(move |c, cx, by| service::unmerge_ticket(c, cx, by, ticket, None));
    let outcome = unmerging.await.map(|_| see_other(&format!("/desk/tickets/{number}?done=unmerged")));
    possible(&visit, number, String::new(), outcome).await
}

/// Links the ticket with another.
///
/// # Errors
/// As [`merge`].
pub async fn link(visit: Visit, number: web::Path<String>, posted: Posted) -> Result<HttpResponse, WebError> {
    let (number, other) = (ticket_number(&number)?, posted.required::<i64>("ticket")?);
    let relation = posted.required::<Relation>("relation")?;
    let ticket = ticket_data::load(&visit.site, &visit.session, number).await?.ticket.id;
    let linking =
        visit.write(move |c, cx, by| service::link_tickets(c, cx, by, ticket, relation, TicketNumber(other)));
    let outcome = linking.await.map(|_| see_other(&format!("/desk/tickets/{number}?done=linked")));
    joined(&visit, number, other, outcome).await
}

/// Takes a link back.
///
/// # Errors
/// As [`merge`].
pub async fn unlink(
    visit: Visit,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (number, other) = (ticket_number(&number)?, posted.required::<i64>("ticket")?);
    let relation = posted.required::<Relation>("relation")?;
    let ticket = ticket_data::load(&visit.site, &visit.session, number).await?.ticket.id;
    let unlinking = visit
        .write(move |c, cx, by| service::unlink_tickets(c, cx, by, ticket, relation, TicketNumber(other)));
    let outcome = unlinking.await.map(|_| see_other(&format!("/desk/tickets/{number}?done=unlinked")));
    possible(&visit, number, other.to_string(), outcome).await
}

/// Splits messages off into a ticket of their own, and shows that one.
///
/// # Errors
/// As [`merge`].
pub async fn split(
    visit: Visit,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let data = ticket_data::load(&visit.site, &visit.session, number).await?;
    let is_chosen = |message: &&Message| posted.text(&field(message)) == "yes";
    let chosen: Vec<_> = data.messages.iter().filter(is_chosen).map(|message| message.id).collect();
    let (ticket, version, subject) =
        (data.ticket.id, posted.parse::<i64>("version")?, posted.text("subject"));
    let splitting =
        visit.write(move |c, cx, by| service::split_ticket(c, cx, by, ticket, version, &subject, &chosen));
    match splitting.await {
        Ok(begun) => Ok(see_other(&format!("/desk/tickets/{}?done=split", begun.number))),
        Err(WebError::Invalid(faults)) => {
            let refused = Refused { splitting: Some((&posted, faults)), ..Refused::default() };
            page(&visit, number, String::new(), refused).await
        }
        Err(error) => possible(&visit, number, String::new(), Err(error)).await,
    }
}

/// A refused merge or link is shown on the page, at the ticket that was chosen.
async fn joined(
    visit: &Visit,
    number: TicketNumber,
    other: i64,
    outcome: Result<HttpResponse, WebError>,
) -> Result<HttpResponse, WebError> {
    match outcome {
        Err(WebError::Invalid(faults)) => {
            let words: Vec<_> = faults.into_iter().map(|fault| fault.message).collect();
            let refused = Refused { joining: Some(words.join(" ")), ..Refused::default() };
            page(visit, number, other.to_string(), refused).await
        }
        outcome => possible(visit, number, other.to_string(), outcome).await,
    }
}

/// What is not possible by now is told on the page.
async fn possible(
    visit: &Visit,
    number: TicketNumber,
    wanted: String,
    outcome: Result<HttpResponse, WebError>,
) -> Result<HttpResponse, WebError> {
    let Err(error) = outcome else { return outcome };
    let (status, words) = (error.status_code(), error.told_on_page()?);
    let refused = Refused { action: Some((status, words)), ..Refused::default() };
    page(visit, number, wanted, refused).await
}

/// What is read beside the ticket.
struct Others {
    found: Vec<TicketRow>,
    chosen: Option<(Ticket, Arc<Contract>)>,
}

fn others(
    c: &mut Connection,
    contracts: &service::Contracts,
    viewer: Viewer,
    ticket: &Ticket,
    wanted: &str,
) -> Result<Others, WebError> {
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Ok(Others { found: Vec::new(), chosen: None });
    }
    let number = wanted.trim_start_matches('#').parse().ok().map(TicketNumber);
    if let Some(number) = number
        && let Some(other) = store::ticket::find_by_number(c, viewer, number)?
    {
        let contract = contracts.get(c, other.contract_version_id)?;
        let chosen = (other.id != ticket.id).then_some((other, contract));
        return Ok(Others { found: Vec::new(), chosen });
    }
    let filter = TicketFilter { text: Some(wanted.to_owned()), ..TicketFilter::default() };
    let latest = Sort { key: SortKey::Updated, direction: Direction::Descending };
    let mut found = store::ticket::list(c, viewer, &filter, latest, None, MOST_FOUND)?.rows;
    found.retain(|other| other.id != ticket.id);
    // Those of the same customer first: only they can be merged.
    found.sort_by_key(|other| other.organization_id != ticket.organization_id);
    Ok(Others { found, chosen: None })
}

async fn page(
    visit: &Visit,
    number: TicketNumber,
    wanted: String,
    refused: Refused<'_>,
) -> Result<HttpResponse, WebError> {
    let data = ticket_data::load(&visit.site, &visit.session, number).await?;
    let (viewer, contracts) = (visit.session.viewer(), visit.site.app.contracts.clone());
    let (ticket, asked) = (data.ticket.clone(), wanted.clone());
    let others = visit.read(move |c| others(c, &contracts, viewer, &ticket, &asked)).await?;
    let is_refused = refused.joining.is_some() || refused.splitting.is_some();
    let usual = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (status, words) = refused.action.map_or((usual, None), |(status, words)| (status, Some(words)));
    let (posted, faults) = refused.splitting.unzip();
    let title = format!("Merge, split or link #{number}");
    render_with(
        status,
        &JoinPage {
            shell: Shell { refused: words, ..visit.shell(Area::Queue(QueueView::default()), title) },
            number: number.0,
            version: data.ticket.version,
            subject: data.ticket.subject.clone(),
            is_closed: data.ticket.status == Status::Closed,
            found: others.found.iter().map(|other| candidate(number, other)).collect(),
            chosen: others.chosen.map(|(other, contract)| Preview {
                number: other.number.0,
                subject: other.subject.clone(),
                status: labels::status_for_staff(other.status),
                stopping: clock_lines(visit, &data.ticket, &data.contract),
                staying: clock_lines(visit, &other, &contract),
                fault: refused.joining,
            }),
            relations: Relation::CHOICES.iter().map(|relation| selectable(*relation)).collect(),
            parts: data.messages.iter().map(|message| part(visit, &data, message, posted)).collect(),
            new_subject: posted.map(|posted| posted.text("subject")).unwrap_or_default(),
            split_faults: faults.into_iter().flatten().map(|fault: FieldFault| fault.message).collect(),
            wanted,
        },
    )
}

fn candidate(number: TicketNumber, other: &TicketRow) -> Candidate {
    let customer = other.organization_name.as_deref().unwrap_or("unknown");
    Candidate {
        number: other.number.0,
        subject: other.subject.clone(),
        about: format!("{customer} · {}", labels::status_for_staff(other.status).label),
        href: format!("/desk/tickets/{number}/join?q={}", other.number),
    }
}

fn clock_lines(visit: &Visit, ticket: &Ticket, contract: &Contract) -> Vec<ClockLine> {
    let cards = clock_cards(&ticket.timers, contract, visit.now, visit.session.person.time_zone);
    let line = |card: crate::web::view::ClockCard| ClockLine {
        label: card.label,
        standing: card.standing,
        due: card.due,
    };
    cards.into_iter().map(line).collect()
}

fn selectable(relation: Relation) -> Selectable {
    Selectable {
        value: relation.as_str().to_owned(),
        label: labels::relation(relation).to_lowercase(),
        is_chosen: false,
    }
}

fn field(message: &Message) -> String {
    format!("message-{}", message.id)
}

fn part(visit: &Visit, data: &TicketData, message: &Message, posted: Option<&Posted>) -> Part {
    let is_staff = data.people.get(&message.author_id).is_none_or(|author| author.role.is_staff());
    let is_note = message.kind == MessageKind::Note;
    let begins = !is_staff && !is_note;
    let name = data.name(message.author_id);
    let field = field(message);
    Part {
        is_chosen: posted.is_some_and(|posted| posted.text(&field) == "yes"),
        field,
        author: if is_note { format!("{name}, internal note") } else { name },
        at: visit.moment(message.created_at),
        excerpt: message.text.chars().take(EXCERPT).collect(),
        due: if begins { due(data, message.created_at).map(|at| visit.moment(at)) } else { None },
    }
}

/// When the first response would be due of a ticket that begins at an instant, with the present severity.
fn due(data: &TicketData, at: Instant) -> Option<Instant> {
    let severity = data.contract.severity(data.ticket.severity.code.as_str())?;
    data.contract.promise(severity, ClockKind::Respond, at).due
}

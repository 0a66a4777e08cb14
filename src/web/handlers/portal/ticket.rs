//! One ticket in the portal: shown, answered.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::pace::{slow_down, with_delay};
use crate::domain::MessageKind;
use crate::service::{self, NewMessage};
use crate::sla::{Channel, Status};
use crate::store;
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{Done, see_other, shell, ticket_number};
use crate::web::input::Posted;
use crate::web::pages::portal::{Escalation, PortalTicketPage, SaidOfTicket};
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::ticket_data::{self, TicketData};
use crate::web::view::{
    Area, ClockCard, Look, MergedView, Moment, SeverityMark, WatcherLine, clock_cards, conversation, labels,
    remedies,
};

/// `GET /portal/tickets/{number}`.
///
/// # Errors
/// [`WebError::NotFound`] alike for a missing ticket and another customer's.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    number: web::Path<String>,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    let data = ticket_data::load(&site, &session, ticket_number(&number)?).await?;
    answer(&site, &session, &request, data, Shown { done: done.sentence(), ..Shown::default() }).await
}

/// `POST /portal/tickets/{number}/reply`.
///
/// # Errors
/// As [`show`] and [`Posted`]. A reply that is refused is shown again as typed.
pub async fn reply(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    number: web::Path<String>,
    mut posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let data = ticket_data::load(&site, &session, number).await?;
    let (text, had_files) = (posted.text("text"), posted.has_files());
    match write(&site, &session, &data, text.clone(), &mut posted).await {
        Ok(()) => Ok(see_other(&format!("/portal/tickets/{number}?done=replied"))),
        Err(error) => refused(&site, &session, &request, data, (text, had_files), error).await,
    }
}

/// The page again with what was written, which may have had files, and why it was refused.
///
/// # Errors
/// Any error that is not about what was written.
pub async fn refused(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    data: TicketData,
    (reply, had_files): (String, bool),
    error: WebError,
) -> Result<HttpResponse, WebError> {
    match error {
        WebError::Invalid(faults) => {
            answer(site, session, request, data, Shown { reply, faults, ..Shown::default() }).await
        }
        WebError::Conflict(text) => {
            not_now(site, session, request, data, Shown { reply, ..Shown::default() }, text).await
        }
        WebError::TooMuch(over) => {
            let faults = slow_down(site, session, over, had_files);
            let shown = Shown { reply, faults, ..Shown::default() };
            let mut page = with_delay(answer(site, session, request, data, shown).await, over)?;
            *page.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            Ok(page)
        }
        error => Err(error),
    }
}

/// The page again, with why something is not possible as the ticket stands by now.
///
/// # Errors
/// Where the database can't be read.
pub async fn not_now(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    data: TicketData,
    shown: Shown,
    why: String,
) -> Result<HttpResponse, WebError> {
    let shown = Shown { faults: vec![FieldFault::new("", why)], ..shown };
    let mut page = answer(site, session, request, data, shown).await?;
    *page.status_mut() = StatusCode::CONFLICT;
    Ok(page)
}

async fn write(
    site: &Site,
    session: &Session,
    data: &TicketData,
    text: String,
    posted: &mut Posted,
) -> Result<(), WebError> {
    let (context, author, ticket) = (site.app.context(), session.person.clone(), data.ticket.id);
    let once = posted.once();
    let message = message(site, text, posted);
    let job = move |c: &mut crate::store::Connection| -> Result<(), WebError> {
        if service::is_first(c, &context, &author, once.as_ref(), ticket)? {
            service::reply(c, &context, &author, ticket, None, message, None)?;
        }
        Ok(())
    };
    site.app.db.write(job).await
}

/// What a form of the ticket's page brought, as a message.
pub fn message(site: &Site, text: String, posted: &mut Posted) -> NewMessage {
    NewMessage {
        kind: MessageKind::Public,
        channel: Channel::Portal,
        text,
        html: None,
        attachments: posted.take_files(),
        inbound_mail_id: None,
        received_at: site.now(),
    }
}

/// What a page shows beside the ticket: what was typed and refused, or what was done.
#[derive(Debug, Default)]
pub struct Shown {
    /// A reply, as typed.
    pub reply: String,
    /// A word on the ticket, as typed.
    pub comment: Option<String>,
    /// A reason to escalate, as typed.
    pub reason: Option<String>,
    /// The address of somebody who shall read along, as typed, and why it was refused.
    pub watcher: Option<(String, Vec<FieldFault>)>,
    /// Why it was refused.
    pub faults: Vec<FieldFault>,
    /// What was done.
    pub done: Option<&'static str>,
}

/// What is read of a ticket for its customer alone.
struct Aside {
    said: Option<SaidOfTicket>,
    is_escalated: bool,
    chooses_watchers: bool,
}

/// The ticket's page.
///
/// # Errors
/// Where the database can't be read.
pub async fn answer(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    data: TicketData,
    shown: Shown,
) -> Result<HttpResponse, WebError> {
    let (standing, by) = (data.ticket.clone(), session.person.clone());
    let aside = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let said = store::satisfaction::find(c, standing.id)?;
            let said = said.map(|said| SaidOfTicket { verdict: said.verdict, comment: said.comment });
            let chooses_watchers = service::chooses_watchers(c, &by, &standing)?;
            Ok(Aside { said, is_escalated: service::is_escalated(c, standing.id)?, chooses_watchers })
        })
        .await?;
    let status = if shown.faults.is_empty() && shown.watcher.is_none() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    render_with(status, &page(site, session, request, data, aside, shown))
}

fn page(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    data: TicketData,
    aside: Aside,
    shown: Shown,
) -> PortalTicketPage {
    let (now, zone) = (site.now(), session.person.time_zone);
    let company = data.organization.as_ref().map(|company| company.name.as_str());
    let title = format!("#{} {}", data.ticket.number, data.ticket.subject);
    let mut shell = shell(site, session, Look::of(request), company, now).at(Area::Tickets, title);
    shell.done = shown.done;
    let cards = clock_cards(&data.ticket.timers, &data.contract, now, zone);
    let status = data.ticket.status;
    PortalTicketPage {
        shell,
        number: data.ticket.number.0,
        status: labels::status_for_customer(status),
        severity: SeverityMark::new(&data.contract, &data.ticket.severity.code),
        requester: data.name(data.ticket.requester_id),
        opened: Moment::new(data.ticket.created_at, now, zone),
        contract: data.contract.name().to_owned(),
        promises: cards.iter().filter_map(|card| card.sentence(status)).collect(),
        remedies: remedies(&data.contract),
        is_missed: cards.iter().any(ClockCard::was_missed),
        is_outside_agreement: data.ticket.is_outside_agreement,
        messages: conversation(&data, false, now, zone),
        is_resolved: status == Status::Resolved,
        solved_by: data
            .solved_by
            .map(|id| if id == session.person.id { "You".to_owned() } else { data.name(id) }),
        is_closed: status == Status::Closed,
        merged_into: data.merged_into.as_ref().map(|other| (other.number.0, other.subject.clone())),
        merged: MergedView::all(&data, false, now, zone),
        watchers: data.watchers.iter().map(WatcherLine::of).collect(),
        chooses_watchers: aside.chooses_watchers && status != Status::Closed,
        my_id: session.person.id.to_string(),
        watcher_fault: shown
            .watcher
            .as_ref()
            .and_then(|(_, faults)| faults.first())
            .map(|one| one.message.clone()),
        watcher_typed: shown.watcher.map(|(typed, _)| typed).unwrap_or_default(),
        subject: data.ticket.subject,
        draft: shown.reply,
        faults: shown.faults,
        comment: shown.comment.or_else(|| aside.said.as_ref().map(|said| said.comment.clone())),
        said: aside.said,
        escalation: match (data.contract.escalation().by_customer().is_empty(), aside.is_escalated) {
            (true, _) => Escalation::Impossible,
            (false, true) => Escalation::Done,
            (false, false) => Escalation::Possible { reason: shown.reason.unwrap_or_default() },
        },
    }
}

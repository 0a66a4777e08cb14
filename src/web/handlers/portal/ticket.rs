//! One ticket in the portal: shown, answered.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::domain::MessageKind;
use crate::service::{self, NewMessage};
use crate::sla::{Channel, Status};
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{Done, see_other, shell, ticket_number};
use crate::web::input::Posted;
use crate::web::pages::portal::PortalTicketPage;
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::ticket_data::{self, TicketData};
use crate::web::view::{Area, Look, Moment, SeverityMark, clock_cards, conversation, labels};

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
    let page = page(&site, &session, &request, data, String::new(), Vec::new(), done.sentence());
    render_with(StatusCode::OK, &page)
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
    let text = posted.text("text");
    match write(&site, &session, &data, text.clone(), &mut posted).await {
        Ok(()) => Ok(see_other(&format!("/portal/tickets/{number}?done=replied"))),
        Err(WebError::Invalid(faults)) => {
            let page = page(&site, &session, &request, data, text, faults, None);
            render_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error),
    }
}

async fn write(
    site: &Site,
    session: &Session,
    data: &TicketData,
    text: String,
    posted: &mut Posted,
) -> Result<(), WebError> {
    let (context, author, ticket) = (site.app.context(), session.person.clone(), data.ticket.id);
    let message = NewMessage {
        kind: MessageKind::Public,
        channel: Channel::Portal,
        text,
        html: None,
        attachments: posted.take_files(),
        inbound_mail_id: None,
        received_at: context.now,
    };
    let job = move |c: &mut crate::store::Connection| -> Result<(), WebError> {
        service::reply(c, &context, &author, ticket, None, message, None)?;
        Ok(())
    };
    site.app.db.write(job).await
}

fn page(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    data: TicketData,
    draft: String,
    faults: Vec<FieldFault>,
    done: Option<&'static str>,
) -> PortalTicketPage {
    let (now, zone) = (site.now(), session.person.time_zone);
    let company = data.organization.as_ref().map(|company| company.name.as_str());
    let title = format!("#{} {}", data.ticket.number, data.ticket.subject);
    let mut shell = shell(site, session, Look::of(request), company, now).at(Area::Tickets, title);
    shell.done = done;
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
        is_outside_agreement: data.ticket.is_outside_agreement,
        messages: conversation(&data.messages, &data.attachments, &data.people, false, now, zone),
        is_resolved: status == Status::Resolved,
        is_closed: status == Status::Closed,
        subject: data.ticket.subject,
        draft,
        faults,
    }
}

//! `/rate`, the link in the mail about a resolution: it asks, and `/rate/confirm` keeps what is said.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::mailed_link;
use crate::domain::{Person, Ticket, Verdict, Viewer};
use crate::service::{self, RateLink};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::input::Posted;
use crate::web::pages::portal::{RatePage, SaidOfTicket};
use crate::web::pages::{render, render_with};
use crate::web::site::Site;
use crate::web::view::{Area, Look, Shell};

struct Found {
    person: Person,
    ticket: Ticket,
    said: Option<SaidOfTicket>,
}

/// Asks for the link.
///
/// # Errors
/// None but our own.
pub async fn ask(site: web::Data<Site>, request: HttpRequest) -> Result<HttpResponse, WebError> {
    mailed_link::ask(&site, &request, "How was it?", "/rate")
}

/// Asks, with the verdict chosen that the mail's link names.
///
/// # Errors
/// [`WebError::NotFound`] for a link that is not ours, or whose person has left.
pub async fn open(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let posted = mailed_link::token(&posted);
    let (token, verdict) = posted.split_once("&verdict=").unwrap_or((&posted, ""));
    let link = read_link(&site, token)?;
    let found = site.app.db.read(move |c| find(c, link)).await?;
    render(&RatePage { chosen: verdict.parse().ok(), ..page(&site, &request, token, found) })
}

/// Keeps what is said.
///
/// # Errors
/// As [`open`], and [`WebError::Conflict`] for a ticket that is open again.
pub async fn confirm(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let token = mailed_link::token(&posted);
    let link = read_link(&site, &token)?;
    let verdict: Verdict = posted.required("verdict")?;
    let (context, comment) = (site.app.context(), posted.text("comment"));
    let said = comment.clone();
    let written = site
        .app
        .db
        .write(move |c| -> Result<_, WebError> {
            let found = find(c, link)?;
            Ok(service::rate_ticket(c, &context, &found.person, found.ticket.id, verdict, &said)?)
        })
        .await;
    let found = site.app.db.read(move |c| find(c, link)).await?;
    let page = page(&site, &request, &token, found);
    match written {
        Ok(_) => render(&RatePage { is_saved: true, ..page }),
        Err(WebError::Invalid(faults)) => {
            let fault = faults.into_iter().next().map(|fault| fault.message);
            let typed = Some(SaidOfTicket { verdict, comment });
            render_with(StatusCode::UNPROCESSABLE_ENTITY, &RatePage { said: typed, fault, ..page })
        }
        Err(error) => Err(error),
    }
}

fn read_link(site: &Site, token: &str) -> Result<RateLink, WebError> {
    RateLink::parse(token, &site.app.identity).ok_or(WebError::NotFound)
}

fn find(c: &mut Connection, link: RateLink) -> Result<Found, WebError> {
    let person = store::person::find(c, link.person_id)?.ok_or(WebError::NotFound)?;
    if !person.is_active || person.role.is_staff() {
        return Err(WebError::NotFound);
    }
    let ticket = store::ticket::find(c, Viewer::of(&person), link.ticket_id)?.ok_or(WebError::NotFound)?;
    let said = store::satisfaction::find(c, ticket.id)?
        .map(|said| SaidOfTicket { verdict: said.verdict, comment: said.comment });
    Ok(Found { person, ticket, said })
}

fn page(site: &Site, request: &HttpRequest, token: &str, found: Found) -> RatePage {
    let title = format!("How was #{}?", found.ticket.number);
    RatePage {
        shell: Shell::anonymous(Look::of(request), site.now()).at(Area::Elsewhere, title),
        number: found.ticket.number.0,
        subject: found.ticket.subject,
        token: token.to_owned(),
        chosen: None,
        said: found.said,
        is_saved: false,
        fault: None,
    }
}

//! `/rate/{token}`, the link in the mail about a resolution: GET asks, POST keeps what is said. A mail scanner that opens the
//! link says nothing.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::domain::{Person, Ticket, Verdict, Viewer};
use crate::service::{self, RateLink};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::portal::{RatePage, SaidOfTicket};
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Shell};

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    done: String,
}

struct Found {
    person: Person,
    ticket: Ticket,
    said: Option<SaidOfTicket>,
}

/// Asks.
///
/// # Errors
/// [`WebError::NotFound`] for a link that is not ours, or whose person has left.
pub async fn show(
    site: web::Data<Site>,
    request: HttpRequest,
    token: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, WebError> {
    let link = read_link(&site, &token)?;
    let found = site.app.db.read(move |c| find(c, link)).await?;
    let page = page(&site, &request, &token, found);
    let is_saved = query.done == "rated";
    render_with(StatusCode::OK, &RatePage { chosen: query.verdict.parse().ok(), is_saved, ..page })
}

/// Keeps what is said.
///
/// # Errors
/// As [`show`], and [`WebError::Conflict`] for a ticket that is open again.
pub async fn submit(
    site: web::Data<Site>,
    request: HttpRequest,
    token: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
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
    match written {
        Ok(_) => Ok(see_other(&format!("/rate/{token}?done=rated"))),
        Err(WebError::Invalid(faults)) => {
            let found = site.app.db.read(move |c| find(c, link)).await?;
            let page = page(&site, &request, &token, found);
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

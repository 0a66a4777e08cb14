//! `/take`, the link in a page: it asks, and `/take/confirm` takes.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};

use super::mailed_link;
use crate::domain::{Page, Person, Ticket, Viewer};
use crate::service::{self, TakeLink};
use crate::sla::Contract;
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::input::Posted;
use crate::web::pages::desk::TakePage;
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Moment, SeverityMark, Shell};

struct Found {
    page: Page,
    person: Person,
    ticket: Ticket,
    customer: Option<String>,
    contract: Arc<Contract>,
    taken_by: Option<String>,
}

/// Asks for the link.
///
/// # Errors
/// None but our own.
pub async fn ask(site: web::Data<Site>, request: HttpRequest) -> Result<HttpResponse, WebError> {
    mailed_link::ask(&site, &request, "You are called", "/take")
}

/// Asks to confirm.
///
/// # Errors
/// [`WebError::NotFound`] for a link that is not ours, or whose person has left.
pub async fn open(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let token = mailed_link::token(&posted);
    let link = read_link(&site, &token)?;
    let contracts = site.app.contracts.clone();
    let found = site.app.db.read(move |c| find(c, &contracts, link)).await?;
    page(&site, &request, token, found)
}

fn page(site: &Site, request: &HttpRequest, token: String, found: Found) -> Result<HttpResponse, WebError> {
    let now = site.now();
    let title = format!("Page for #{}", found.ticket.number);
    render(&TakePage {
        shell: Shell::anonymous(Look::of(request), now).at(Area::Elsewhere, title),
        number: found.ticket.number.0,
        severity: SeverityMark::new(&found.contract, &found.ticket.severity.code),
        subject: found.ticket.subject,
        customer: found.customer,
        why: found.page.why,
        paged: Moment::new(found.page.paged_at, now, found.person.time_zone),
        person: found.person.name,
        token,
        taken_by: found.taken_by,
    })
}

/// Takes the page.
///
/// # Errors
/// As [`open`].
pub async fn confirm(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let token = mailed_link::token(&posted);
    let link = read_link(&site, &token)?;
    let context = site.app.context();
    let contracts = site.app.contracts.clone();
    let take = move |c: &mut Connection| -> Result<_, WebError> {
        let found = find(c, &contracts, link)?;
        service::take_page(c, &context, &found.person, found.ticket.id)?;
        find(c, &contracts, link)
    };
    let found = site.app.db.write(take).await?;
    page(&site, &request, token, found)
}

fn read_link(site: &Site, token: &str) -> Result<TakeLink, WebError> {
    TakeLink::parse(token, &site.app.identity).ok_or(WebError::NotFound)
}

fn find(c: &mut Connection, contracts: &service::Contracts, link: TakeLink) -> Result<Found, WebError> {
    let page = store::page::find(c, link.page_id)?.ok_or(WebError::NotFound)?;
    let person = store::person::find(c, link.person_id)?.ok_or(WebError::NotFound)?;
    if !person.is_active || !person.role.is_staff() {
        return Err(WebError::NotFound);
    }
    let ticket = store::ticket::find(c, Viewer::of(&person), page.ticket_id)?.ok_or(WebError::NotFound)?;
    let customer = match ticket.organization_id {
        Some(id) => store::organization::find(c, id)?.map(|found| found.name),
        None => None,
    };
    let taken_by = match (page.taken_at, page.taken_by) {
        (None, _) => None,
        (Some(_), Some(id)) => store::person::find(c, id)?.map(|taker| taker.name),
        (Some(_), None) => Some("Somebody".to_owned()),
    };
    let contract = contracts.get(c, ticket.contract_version_id)?;
    Ok(Found { page, person, ticket, customer, contract, taken_by })
}

//! `GET /take/{token}` asks, `POST /take/{token}` takes: a mail scanner that opens the link changes nothing.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};

use super::see_other;
use crate::domain::{Page, Person, Ticket, Viewer};
use crate::service::{self, TakeLink};
use crate::sla::Contract;
use crate::store::{self, Connection};
use crate::web::error::WebError;
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

/// Asks to confirm.
///
/// # Errors
/// [`WebError::NotFound`] for a link that is not ours, or whose person has left.
pub async fn show(
    site: web::Data<Site>,
    request: HttpRequest,
    token: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let link = read_link(&site, &token)?;
    let contracts = site.app.contracts.clone();
    let found = site.app.db.read(move |c| find(c, &contracts, link)).await?;
    let now = site.now();
    let title = format!("Page for #{}", found.ticket.number);
    render(&TakePage {
        shell: Shell::anonymous(Look::of(&request), now).at(Area::Elsewhere, title),
        number: found.ticket.number.0,
        severity: SeverityMark::new(&found.contract, &found.ticket.severity.code),
        subject: found.ticket.subject,
        customer: found.customer,
        why: found.page.why,
        paged: Moment::new(found.page.paged_at, now, found.person.time_zone),
        person: found.person.name,
        token: token.into_inner(),
        taken_by: found.taken_by,
    })
}

/// Takes the page.
///
/// # Errors
/// As [`show`].
pub async fn submit(site: web::Data<Site>, token: web::Path<String>) -> Result<HttpResponse, WebError> {
    let link = read_link(&site, &token)?;
    let context = site.app.context();
    let contracts = site.app.contracts.clone();
    site.app
        .db
        .write(move |c| -> Result<_, WebError> {
            let found = find(c, &contracts, link)?;
            Ok(service::take_page(c, &context, &found.person, found.ticket.id)?)
        })
        .await?;
    Ok(see_other(&format!("/take/{token}")))
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

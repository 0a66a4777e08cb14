//! `/admin/organizations/{id}/contacts`: what a customer's contacts may do, until one of them looks after it.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::domain::OrganizationId;
use crate::store;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::portal::contacts::{Refused, table, write};
use crate::web::handlers::{Done, contact_lines, see_other, shell};
use crate::web::input::Posted;
use crate::web::pages::portal::CustomerContactsPage;
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::view::{Area, Look};

/// Shows them.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    id: web::Path<String>,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    page(&site, &session, &request, read_id(&id)?, None, done.sentence()).await
}

/// Changes them.
///
/// # Errors
/// As [`show`] and [`Posted`]. A plan that is refused is shown again as typed.
pub async fn submit(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    id: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let id = read_id(&id)?;
    match write(&site, &session, id, &posted).await? {
        Ok(()) => Ok(see_other(&format!("/admin/organizations/{id}/contacts?done=contacts"))),
        Err(refused) => page(&site, &session, &request, id, Some(refused), None).await,
    }
}

fn read_id(text: &str) -> Result<OrganizationId, WebError> {
    text.parse().map_err(|_| WebError::NotFound)
}

async fn page(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    id: OrganizationId,
    refused: Option<Refused>,
    done: Option<&'static str>,
) -> Result<HttpResponse, WebError> {
    let (customer, lines) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let customer = store::organization::find(c, id)?.ok_or(WebError::NotFound)?;
            Ok((customer, contact_lines::read(c, id)?))
        })
        .await?;
    let mut shell = shell(site, session, Look::of(request), None, site.now())
        .at(Area::Organizations, format!("Contacts of {}", customer.name));
    shell.done = done;
    let (status, table) = table(lines, Some(format!("/admin/organizations/{id}/contacts")), refused);
    let parent = (format!("/admin/organizations/{id}"), customer.name);
    render_with(status, &CustomerContactsPage { shell, parent, table })
}

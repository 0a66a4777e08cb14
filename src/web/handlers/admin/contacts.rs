//! `/admin/organizations/{id}/contacts`: what a customer's contacts may do, until one of them looks after it.

use actix_web::HttpResponse;

use crate::domain::OrganizationId;
use crate::store;
use crate::web::error::WebError;
use crate::web::handlers::portal::contacts::{Refused, table, write};
use crate::web::handlers::{contact_lines, see_other};
use crate::web::input::Posted;
use crate::web::pages::portal::CustomerContactsPage;
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::{PathId, Visit};

/// Shows them.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(visit: Visit, PathId(id): PathId<OrganizationId>) -> Result<HttpResponse, WebError> {
    page(&visit, id, None).await
}

/// Changes them.
///
/// # Errors
/// As [`show`] and [`Posted`]. A plan that is refused is shown again as typed.
pub async fn submit(
    visit: Visit,
    PathId(id): PathId<OrganizationId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    match write(&visit, id, &posted).await? {
        Ok(()) => Ok(see_other(&format!("/admin/organizations/{id}/contacts?done=contacts"))),
        Err(refused) => page(&visit, id, Some(refused)).await,
    }
}

async fn page(visit: &Visit, id: OrganizationId, refused: Option<Refused>) -> Result<HttpResponse, WebError> {
    let (customer, lines) = visit
        .read(move |c| {
            let customer = store::organization::find(c, id)?.ok_or(WebError::NotFound)?;
            Ok((customer, contact_lines::read(c, id)?))
        })
        .await?;
    let shell = visit.shell(Area::Organizations, format!("Contacts of {}", customer.name));
    let (status, table) = table(lines, Some(format!("/admin/organizations/{id}/contacts")), refused);
    let parent = (format!("/admin/organizations/{id}"), customer.name);
    render_with(status, &CustomerContactsPage { shell, parent, table })
}

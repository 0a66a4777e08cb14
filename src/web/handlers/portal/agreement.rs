//! `GET /portal/agreement`: what the customer was promised, as tables.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::shell;
use crate::web::pages::portal::agreement_tables;
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look};

/// Shows the version in force now.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let now = site.now();
    let company = super::company(&site, &session).await?;
    let (contracts, customer) = (site.app.contracts.clone(), company.clone());
    let (_, contract) =
        site.app.db.read(move |c| Ok::<_, WebError>(contracts.in_force(c, customer.as_ref(), now)?)).await?;
    let name = company.as_ref().map(|company| company.name.as_str());
    let shell = shell(&site, &session, Look::of(&request), name, now).at(Area::Agreement, contract.name());
    render(&agreement_tables(shell, &contract, now, session.person.time_zone))
}

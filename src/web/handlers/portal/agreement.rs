//! `GET /portal/agreement`: what the customer was promised, as tables.

use actix_web::HttpResponse;

use crate::web::error::WebError;
use crate::web::pages::portal::agreement_tables;
use crate::web::pages::render;
use crate::web::view::Area;
use crate::web::visit::Visit;

/// Shows the version in force now.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit) -> Result<HttpResponse, WebError> {
    let now = visit.now;
    let company = super::company(&visit.site, &visit.session).await?;
    let (contracts, customer) = (visit.site.app.contracts.clone(), company.clone());
    let (_, contract) = visit.read(move |c| Ok(contracts.in_force(c, customer.as_ref(), now)?)).await?;
    let name = company.as_ref().map(|company| company.name.as_str());
    let shell = visit.shell_of(name, Area::Agreement, contract.name());
    render(&agreement_tables(shell, &contract, now, visit.session.person.time_zone))
}

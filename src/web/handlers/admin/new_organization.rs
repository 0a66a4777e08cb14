//! `GET` and `POST /admin/organizations/new`: adding a customer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::organization::Surroundings;
use super::reading::{Reading, chosen, time_zone};
use super::values::Values;
use crate::domain::{OrganizationId, TeamId};
use crate::service::{self, NewOrganization};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{FactLine, Form, FormPage};
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::Visit;

/// Shows the form.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit) -> Result<HttpResponse, WebError> {
    page(&visit, StatusCode::OK, &Values::empty(), Vec::new()).await
}

/// Adds the customer.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. What is refused is shown again as typed.
pub async fn submit(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    match add(&visit, &posted).await {
        Ok(id) => Ok(see_other(&format!("/admin/organizations/{id}?done=added"))),
        Err(WebError::Invalid(faults)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, &Values::Typed(&posted), faults).await
        }
        Err(error) => Err(error),
    }
}

async fn add(visit: &Visit, posted: &Posted) -> Result<OrganizationId, WebError> {
    let mut form = Reading::of(posted);
    let time_zone = form.optional("time_zone", time_zone);
    let team_id = form.optional("team", chosen::<TeamId>);
    let domains = form.lines("domains");
    let faults = form.faults();
    let new = NewOrganization {
        name: posted.text("name"),
        contract_key: posted.text("contract"),
        domains,
        time_zone,
        team_id,
    };
    visit
        .write(move |c, cx, _| faults.settle(service::add_organization(c, cx, new)))
        .await
        .map(|added| added.id)
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    values: &Values<'_>,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let now = visit.now;
    let around = visit.read(move |c| Surroundings::load(c, now)).await?;
    let form = Form::new("/admin/organizations/new", "Add the customer", around.fields(values));
    let missing = FactLine {
        href: Some("/admin/contracts/new".to_owned()),
        ..FactLine::new("First", "Add an agreement: none is in force yet, and a customer needs one")
    };
    let title = "Add a customer";
    render_with(
        status,
        &FormPage {
            shell: visit.shell(Area::Organizations, title),
            parent: ("/admin/organizations", "Customers"),
            title: title.to_owned(),
            lede: "Who signed an agreement, and whose mail domains are theirs.".to_owned(),
            form: form.with_faults(faults),
            facts: around.contracts.is_empty().then_some(missing).into_iter().collect(),
            others: Vec::new(),
        },
    )
}

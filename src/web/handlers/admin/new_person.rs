//! `GET` and `POST /admin/people/new`: adding a person.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::choices;
use super::reading::{Reading, chosen, time_zone};
use super::values::Values;
use crate::domain::{EmailAddress, Organization, PersonId, Role, Team, TeamId};
use crate::service::{self, NewPerson};
use crate::store;
use crate::web::auth::{Password, SHORTEST};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, FormPage, Input};
use crate::web::pages::manager::Choice;
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::Visit;

/// Whose contact is to be added.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    organization: String,
}

/// Shows the form.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit, query: web::Query<Query>) -> Result<HttpResponse, WebError> {
    let customer = query.into_inner().organization;
    let values = Values::known([("role", Role::Customer.as_str().to_owned()), ("organization", customer)]);
    page(&visit, StatusCode::OK, &values, Vec::new()).await
}

/// Adds the person.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. What is refused is shown again as typed.
pub async fn submit(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    match add(&visit, &posted).await {
        Ok(id) => Ok(see_other(&format!("/admin/people/{id}?done=added"))),
        Err(WebError::Invalid(faults)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, &Values::Typed(&posted), faults).await
        }
        Err(error) => Err(error),
    }
}

async fn add(visit: &Visit, posted: &Posted) -> Result<PersonId, WebError> {
    let mut form = Reading::of(posted);
    let email = form.field("email", EmailAddress::parse);
    let role = form.field("role", str::parse::<Role>);
    let zone = form.optional("time_zone", time_zone);
    let team_id = form.optional("team", chosen::<TeamId>);
    let password = form.optional("password", Password::choose);
    let receives_breach_notices = form.tick("breach_notices");
    let Some(role) = role else {
        // Which customer and team are right hangs on it.
        form.finish()?;
        return Err(WebError::internal("a role was neither read nor refused"));
    };
    let mut faults = form.faults();
    let organization = Some(posted.text("organization")).filter(|name| !name.trim().is_empty());
    let new = NewPerson {
        email: email.map_or_else(nobody, Ok)?,
        name: posted.text("name"),
        role,
        organization,
        team_id: team_id.filter(|_| role.is_staff()),
        time_zone: zone,
        receives_breach_notices: receives_breach_notices && !role.is_staff(),
        password_hash: match password {
            Some(password) => {
                let hash = visit.site.hashing.hash_chosen(password, "password").await;
                faults.take(hash.map(Some), None)?
            }
            None => None,
        },
    };
    Ok(visit.write(move |c, cx, _| faults.settle(service::add_person(c, cx, new))).await?.id)
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    values: &Values<'_>,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let (customers, teams) =
        visit.read(|c| Ok((store::organization::list(c)?, store::team::list(c)?))).await?;
    let form = Form::new("/admin/people/new", "Add the person", fields(values, &customers, &teams));
    render_with(
        status,
        &FormPage {
            shell: visit.shell(Area::People, "Add a person"),
            parent: ("/admin/people", "People"),
            title: "Add a person".to_owned(),
            lede: "A contact of a customer, or somebody of the provider.".to_owned(),
            form: form.with_faults(faults),
            facts: Vec::new(),
            others: Vec::new(),
        },
    )
}

fn fields(values: &Values<'_>, customers: &[Organization], teams: &[Team]) -> Vec<FormField> {
    let none = Choice { value: String::new(), label: "None: of the provider".to_owned(), is_chosen: false };
    let by_name = customers.iter().map(|one| Choice {
        value: one.name.clone(),
        label: one.name.clone(),
        is_chosen: false,
    });
    let line = |name, label, kind| FormField::new(name, label, Input::Line(kind), values.get(name));
    let select = |name, label, choices| FormField::new(name, label, Input::Select(choices), values.get(name));
    vec![
        line("name", "Name", "text"),
        line("email", "Email address", "email"),
        select("role", "Role", choices::roles(&Role::ALL)),
        select("organization", "Customer", std::iter::once(none).chain(by_name).collect()).optional(),
        select("team", "Team", choices::teams(teams, "No team"))
            .optional()
            .hint("For people of the provider."),
        FormField::time_zone(values.get("time_zone"))
            .optional()
            .hint("Type a city and choose. Left empty: the customer’s, or the installation’s."),
        line("password", "Password", "password").optional().hint(format!(
            "At least {SHORTEST} characters. Without one, the person can’t sign in, but can still write mail."
        )),
        FormField::new(
            "breach_notices",
            "Receives breach notices of the customer",
            Input::Tick,
            values.get("breach_notices"),
        )
        .optional(),
    ]
}

/// Stands in for an address that can't be read.
fn nobody() -> Result<EmailAddress, WebError> {
    EmailAddress::parse("nobody@example.invalid").map_err(WebError::internal)
}

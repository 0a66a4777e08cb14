//! `/admin/organizations` and `/admin/organizations/{id}`: the customers.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::choices;
use super::reading::{Reading, chosen, there, time_zone};
use super::values::Values;
use crate::domain::{ContractVersion, Organization, OrganizationId, Person, Team, TeamId};
use crate::service::{self, OrganizationChange};
use crate::sla::Instant;
use crate::store::person::PersonFilter;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{Done, see_other, shell};
use crate::web::input::Posted;
use crate::web::pages::admin::{
    FactLine, Form, FormField, FormPage, Input, OrganizationRow, OrganizationsPage,
};
use crate::web::pages::{render, render_with};
use crate::web::site::Site;
use crate::web::view::{Area, Look};

/// How many contacts are named on a customer's page.
const MOST_CONTACTS: i64 = 100;

/// What every page about customers needs beside the customer.
pub struct Surroundings {
    /// The version in force of every contract.
    pub contracts: Vec<ContractVersion>,
    /// Every team.
    pub teams: Vec<Team>,
}

impl Surroundings {
    /// Reads them.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn load(c: &mut Connection, now: Instant) -> Result<Self, WebError> {
        Ok(Self { contracts: store::contract::list_in_force(c, now)?, teams: store::team::list(c)? })
    }

    /// The fields of a customer.
    pub fn fields(&self, values: &Values<'_>) -> Vec<FormField> {
        let select =
            |name, label, choices| FormField::new(name, label, Input::Select(choices), values.get(name));
        vec![
            FormField::new("name", "Name", Input::Line("text"), values.get("name")),
            select("contract", "Agreement", choices::contracts(&self.contracts)).hint(
                "New tickets are opened under its version in force; tickets that are open keep theirs.",
            ),
            FormField::new("domains", "Mail domains", Input::Lines(3), values.get("domains"))
                .optional()
                .hint("One on each line. Whoever writes from them belongs to this customer."),
            FormField::new("time_zone", "Time zone", Input::Line("text"), values.get("time_zone"))
                .optional()
                .hint("By its IANA name. Left empty, the agreement’s."),
            select("team", "Team", choices::teams(&self.teams, "No team"))
                .optional()
                .hint("It works this customer’s tickets first."),
        ]
    }

    fn contract_name(&self, key: &str) -> String {
        let found = self.contracts.iter().find(|version| version.key == key);
        found.map_or_else(|| key.to_owned(), |version| version.name.clone())
    }
}

/// Shows every customer.
///
/// # Errors
/// Where the database can't be read.
pub async fn list(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    let now = site.now();
    let (customers, around) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            Ok((store::organization::list(c)?, Surroundings::load(c, now)?))
        })
        .await?;
    let row = |one: &Organization| OrganizationRow {
        href: format!("/admin/organizations/{}", one.id),
        name: one.name.clone(),
        contract: around.contract_name(&one.contract_key),
        domains: one.domains.clone(),
        team: around.teams.iter().find(|team| one.team_id == Some(team.id)).map(|team| team.name.clone()),
    };
    let mut shell =
        shell(&site, &session, Look::of(&request), None, now).at(Area::Organizations, "Customers");
    shell.done = done.sentence();
    render(&OrganizationsPage { shell, rows: customers.iter().map(row).collect() })
}

/// Shows one customer.
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
    page(&site, &session, &request, organization_id(&id)?, None, done.sentence()).await
}

/// Changes one customer.
///
/// # Errors
/// As [`show`] and [`Posted`]. What is refused is shown again as typed.
pub async fn change(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    id: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let id = organization_id(&id)?;
    match write_change(&site, &session, id, &posted).await {
        Ok(()) => Ok(see_other(&format!("/admin/organizations/{id}?done=changed"))),
        Err(WebError::Invalid(faults)) => {
            page(&site, &session, &request, id, Some((&posted, faults)), None).await
        }
        Err(error) => Err(error),
    }
}

async fn write_change(
    site: &Site,
    session: &Session,
    id: OrganizationId,
    posted: &Posted,
) -> Result<(), WebError> {
    let mut form = Reading::of(posted);
    let zone = form.field("time_zone", time_zone);
    let team_id = form.optional("team", chosen::<TeamId>);
    let domains = form.lines("domains");
    form.finish()?;
    let change = OrganizationChange {
        name: posted.text("name"),
        contract_key: posted.text("contract"),
        domains,
        time_zone: there(zone)?,
        team_id,
    };
    let (context, by) = (site.app.context(), session.person.clone());
    let job = move |c: &mut Connection| -> Result<(), WebError> {
        service::change_organization(c, &context, &by, id, change).map_err(at_its_field)?;
        Ok(())
    };
    site.app.db.write(job).await
}

/// The form calls the list of domains by another name than the verb calls one of them.
pub fn at_its_field(error: service::ServiceError) -> WebError {
    match error.into() {
        WebError::Invalid(mut faults) => {
            faults.iter_mut().filter(|fault| fault.field == "domain").for_each(|fault| {
                fault.field = "domains".to_owned();
            });
            WebError::Invalid(faults)
        }
        other => other,
    }
}

fn organization_id(text: &str) -> Result<OrganizationId, WebError> {
    text.parse().map_err(|_| WebError::NotFound)
}

async fn page(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    id: OrganizationId,
    refused: Option<(&Posted, Vec<FieldFault>)>,
    done: Option<&'static str>,
) -> Result<HttpResponse, WebError> {
    let now = site.now();
    let (customer, around, contacts) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let customer = store::organization::find(c, id)?.ok_or(WebError::NotFound)?;
            let of_customer = PersonFilter { organization: Some(id), ..PersonFilter::default() };
            let contacts = store::person::list(c, &of_customer, None, MOST_CONTACTS)?;
            Ok((customer, Surroundings::load(c, now)?, contacts))
        })
        .await?;
    let (values, faults, status) = match refused {
        None => (known(&customer), Vec::new(), StatusCode::OK),
        Some((posted, faults)) => (Values::Typed(posted), faults, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let mut shell =
        shell(site, session, Look::of(request), None, now).at(Area::Organizations, customer.name.clone());
    shell.done = done;
    let form = Form::new(format!("/admin/organizations/{id}"), "Save", around.fields(&values));
    render_with(
        status,
        &FormPage {
            shell,
            parent: ("/admin/organizations", "Customers"),
            title: customer.name.clone(),
            lede: around.contract_name(&customer.contract_key),
            form: form.with_faults(faults),
            facts: facts(&customer, &contacts),
            others: Vec::new(),
        },
    )
}

fn known(customer: &Organization) -> Values<'static> {
    Values::known([
        ("name", customer.name.clone()),
        ("contract", customer.contract_key.clone()),
        ("domains", customer.domains.join("\n")),
        ("time_zone", customer.time_zone.name().to_owned()),
        ("team", customer.team_id.map(|id| id.to_string()).unwrap_or_default()),
    ])
}

fn facts(customer: &Organization, contacts: &[Person]) -> Vec<FactLine> {
    let link =
        |label, value: &str, href: String| FactLine { href: Some(href), ..FactLine::new(label, value) };
    let mut facts = vec![
        link("Promises", "kept and broken", format!("/manager?customer={}", customer.id)),
        link("Contacts", "what each may do", format!("/admin/organizations/{}/contacts", customer.id)),
        link("Tickets", "all of them", format!("/desk?view=all&customer={}", customer.id)),
    ];
    for contact in contacts {
        let label = if contact.receives_breach_notices { "Breach contact" } else { "Contact" };
        facts.push(link(label, &contact.name, format!("/admin/people/{}", contact.id)));
    }
    facts
}

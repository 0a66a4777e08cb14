//! `/admin/organizations/{id}`: one customer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::choices;
use super::reading::{Reading, chosen, time_zone};
use super::values::Values;
use crate::domain::{ContractVersion, Organization, OrganizationId, Person, Team, TeamId};
use crate::service::{self, Context, OrganizationChange};
use crate::sla::Instant;
use crate::store::person::PersonFilter;
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::{Posted, encode};
use crate::web::pages::admin::{FactLine, Form, FormField, FormPage, Input};
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::{PathId, Visit};

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
            FormField::time_zone(values.get("time_zone"))
                .optional()
                .hint("Type a city and choose. Left empty, the agreement’s."),
            select("team", "Team", choices::teams(&self.teams, "No team"))
                .optional()
                .hint("It works this customer’s tickets first."),
        ]
    }

    /// The name of a contract; its key where none of its versions is in force.
    pub fn contract_name(&self, key: &str) -> String {
        let found = self.contracts.iter().find(|version| version.key == key);
        found.map_or_else(|| key.to_owned(), |version| version.name.clone())
    }
}

/// Shows one customer.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(visit: Visit, PathId(id): PathId<OrganizationId>) -> Result<HttpResponse, WebError> {
    page(&visit, id, None).await
}

/// Changes one customer.
///
/// # Errors
/// As [`show`] and [`Posted`]. What is refused is shown again as typed.
pub async fn change(
    visit: Visit,
    PathId(id): PathId<OrganizationId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    match write_change(&visit, id, &posted).await {
        Ok(()) => Ok(see_other(&format!("/admin/organizations/{id}?done=changed"))),
        Err(WebError::Invalid(faults)) => page(&visit, id, Some((&posted, faults))).await,
        Err(error) => Err(error),
    }
}

async fn write_change(visit: &Visit, id: OrganizationId, posted: &Posted) -> Result<(), WebError> {
    let mut form = Reading::of(posted);
    let zone = form.field("time_zone", time_zone);
    let team_id = form.optional("team", chosen::<TeamId>);
    let domains = form.lines("domains");
    let faults = form.faults();
    let change = OrganizationChange {
        name: posted.text("name"),
        contract_key: posted.text("contract"),
        domains,
        time_zone: zone.unwrap_or_default(),
        team_id,
    };
    let verb = move |c: &mut Connection, cx: &Context, by: &Person| {
        faults.settle(service::change_organization(c, cx, by, id, change))
    };
    visit.write(verb).await.map(drop)
}

async fn page(
    visit: &Visit,
    id: OrganizationId,
    refused: Option<(&Posted, Vec<FieldFault>)>,
) -> Result<HttpResponse, WebError> {
    let now = visit.now;
    let (customer, around, contacts) = visit
        .read(move |c| {
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
    let shell = visit.shell(Area::Organizations, customer.name.clone());
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
        link("People", "add a contact", format!("/admin/people/new?organization={}", encode(&customer.name))),
    ];
    for contact in contacts {
        let label = if contact.receives_breach_notices { "Breach contact" } else { "Contact" };
        facts.push(link(label, &contact.name, format!("/admin/people/{}", contact.id)));
    }
    facts
}

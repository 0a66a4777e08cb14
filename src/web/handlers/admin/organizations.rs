//! `GET /admin/organizations`: the customers; as a page, and as a file.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::organization::Surroundings;
use crate::domain::Organization;
use crate::store;
use crate::web::error::WebError;
use crate::web::handlers::attachments::as_csv;
use crate::web::input::encode;
use crate::web::pages::admin::{OrganizationRow, OrganizationsPage};
use crate::web::pages::manager::csv;
use crate::web::pages::render;
use crate::web::view::Area;
use crate::web::visit::Visit;

/// How many customers stand on one page.
const PER_PAGE: usize = 50;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    /// A part of the name, or of a mail domain.
    q: String,
    /// Which page, from 1.
    page: usize,
}

/// Shows the customers, by name.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit, query: web::Query<Query>) -> Result<HttpResponse, WebError> {
    let rows = rows(&visit, &query).await?;
    let page = query.page.max(1);
    let (count, pages) = (rows.len(), rows.len().div_ceil(PER_PAGE));
    let address = |page: usize| format!("/admin/organizations?q={}&page={page}", encode(&query.q));
    render(&OrganizationsPage {
        shell: visit.shell(Area::Organizations, "Customers"),
        search: query.q.clone(),
        csv: format!("/admin/organizations.csv?q={}", encode(&query.q)),
        count,
        first: (page > 1).then(|| address(1)),
        next: (page < pages).then(|| address(page + 1)),
        rows: rows.into_iter().skip((page - 1).saturating_mul(PER_PAGE)).take(PER_PAGE).collect(),
    })
}

/// The same as a file, every page of it.
///
/// # Errors
/// As [`show`].
pub async fn download(visit: Visit, query: web::Query<Query>) -> Result<HttpResponse, WebError> {
    let mut text = csv::line(["name", "agreement", "mail_domains", "team"]);
    for row in rows(&visit, &query).await? {
        let (domains, team) = (row.domains.join(" "), row.team.unwrap_or_default());
        text.push_str(&csv::line([row.name.as_str(), row.contract.as_str(), &domains, &team]));
    }
    Ok(as_csv("punctual-customers.csv", text))
}

async fn rows(visit: &Visit, query: &Query) -> Result<Vec<OrganizationRow>, WebError> {
    let now = visit.now;
    let (customers, around) =
        visit.read(move |c| Ok((store::organization::list(c)?, Surroundings::load(c, now)?))).await?;
    let wanted = query.q.trim().to_lowercase();
    let fits = |one: &&Organization| {
        let mut words = std::iter::once(&one.name).chain(&one.domains);
        wanted.is_empty() || words.any(|word| word.to_lowercase().contains(&wanted))
    };
    let row = |one: &Organization| OrganizationRow {
        href: format!("/admin/organizations/{}", one.id),
        name: one.name.clone(),
        contract: around.contract_name(&one.contract_key),
        domains: one.domains.clone(),
        team: around.teams.iter().find(|team| one.team_id == Some(team.id)).map(|team| team.name.clone()),
    };
    Ok(customers.iter().filter(fits).map(row).collect())
}

//! `GET /desk/find`: what the command palette finds while somebody types: tickets, customers and people.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::listed;
use super::place::Place;
use crate::domain::{OrganizationId, Person, TicketNumber, Viewer};
use crate::service::Contracts;
use crate::sla::Instant;
use crate::store::person::PersonFilter;
use crate::store::ticket::{TicketFilter, TicketRow};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::finding::{Finding, organizations_called};
use crate::web::view::{ListOrder, QueueView, labels};
use crate::web::visit::Visit;

/// How many tickets are offered: more are for the search.
const MOST_TICKETS: i64 = 8;
/// How many customers, and how many people, are offered.
const MOST_OTHERS: usize = 4;
/// So much of what is typed is read, in characters.
const LONGEST: usize = 200;

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    q: String,
}

/// Something to go to.
#[derive(Debug, Serialize)]
struct Hit {
    /// What it is, in a word.
    kind: &'static str,
    /// What it is called.
    label: String,
    /// What tells it from others of the same name.
    about: String,
    /// Where it is.
    href: String,
}

/// Finds what the typed words name. Nothing typed finds nothing.
///
/// # Errors
/// Where the database can't be read.
pub async fn find(visit: Visit, query: web::Query<Query>) -> Result<HttpResponse, WebError> {
    let typed: String = query.0.q.trim().chars().take(LONGEST).collect();
    let (contracts, reader, now) =
        (visit.site.app.contracts.clone(), visit.session.person.clone(), visit.now);
    let found =
        visit.read(
            move |c| {
                if typed.is_empty() { Ok(Vec::new()) } else { hits(c, &contracts, &reader, &typed, now) }
            },
        );
    Ok(HttpResponse::Ok().json(found.await?))
}

fn hits(
    c: &mut Connection,
    contracts: &Contracts,
    reader: &Person,
    typed: &str,
    now: Instant,
) -> Result<Vec<Hit>, WebError> {
    let finding = Finding::look_up(c, contracts, reader, TicketFilter::default(), typed, now)?;
    let mut hits: Vec<Hit> = tickets(c, reader, finding)?.into_iter().map(ticket).collect();
    let customers = organizations_called(c, typed)?;
    hits.extend(customers.iter().take(MOST_OTHERS).map(|one| customer(one.id, &one.name)));
    hits.extend(people(c, typed)?);
    Ok(hits)
}

/// The tickets that fit. By one letter, or one digit of a number that is still being typed, nearly every message would be
/// found, and had to be ranked: that finds the ticket of this number alone.
fn tickets(c: &mut Connection, reader: &Person, mut finding: Finding) -> Result<Vec<TicketRow>, WebError> {
    let is_letter = |word: &String| word.chars().nth(1).is_none();
    if !finding.words.is_empty() && finding.words.iter().all(is_letter) {
        let number = finding.words.iter().find_map(|word| word.parse().ok().map(TicketNumber));
        let found = match number {
            Some(number) => store::ticket::find_by_number(c, Viewer::of(reader), number)?,
            None => None,
        };
        let Some(found) = found else { return Ok(Vec::new()) };
        finding.filter.ids = vec![found.id];
        finding.words.clear();
    }
    let (found, _) = listed::found(c, reader, &finding, ListOrder::Usual, None, MOST_TICKETS)?;
    Ok(found.into_iter().map(|(row, _)| row).collect())
}

fn ticket(row: TicketRow) -> Hit {
    let customer = row.organization_name.unwrap_or(row.requester_name);
    Hit {
        kind: "Ticket",
        label: format!("#{} {}", row.number, row.subject),
        about: format!("{customer} · {}", labels::status_for_staff(row.status).label),
        href: format!("/desk/tickets/{}", row.number),
    }
}

fn customer(id: OrganizationId, name: &str) -> Hit {
    let place =
        Place { view: QueueView::All.as_str().to_owned(), customer: id.to_string(), ..Place::default() };
    Hit {
        kind: "Customer",
        label: name.to_owned(),
        about: "their tickets".to_owned(),
        href: place.address("/desk", None),
    }
}

/// People by name or address: what a customer's contact reported, and what a colleague works.
fn people(c: &mut Connection, typed: &str) -> Result<Vec<Hit>, WebError> {
    let filter = PersonFilter { text: Some(typed.to_owned()), ..PersonFilter::default() };
    let limit = i64::try_from(MOST_OTHERS).unwrap_or(i64::MAX);
    let mut hits = Vec::new();
    for person in store::person::list(c, &filter, None, limit)? {
        let customer = match person.organization_id {
            Some(id) => store::organization::find(c, id)?.map(|one| one.name),
            None => None,
        };
        hits.push(one_of(person, customer));
    }
    Ok(hits)
}

fn one_of(person: Person, customer: Option<String>) -> Hit {
    let (kind, filter) = match person.role.is_staff() {
        true => ("Colleague", "assignee"),
        false => ("Person", "from"),
    };
    let place = Place { q: format!("{filter}:\"{}\"", person.email), ..Place::of_view(QueueView::All) };
    Hit {
        kind,
        label: person.name,
        about: customer.into_iter().chain([person.email.to_string()]).collect::<Vec<_>>().join(" · "),
        href: place.address("/desk", None),
    }
}

//! `GET /admin/people`: everybody.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::domain::{EmailAddress, OrganizationId, Person, Role, TeamId};
use crate::store::person::PersonFilter;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::attachments::as_csv;
use crate::web::handlers::{Done, shell};
use crate::web::input::encode;
use crate::web::pages::admin::{PeoplePage, PersonRow, Tab};
use crate::web::pages::manager::csv;
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Chip, Look, Tone, initials, role_label};
use crate::web::visit::Visit;

/// How many people stand on one page.
const PER_PAGE: i64 = 50;
/// How many people are read at once for a file.
const CHUNK: i64 = 500;

/// The ready-made views: word, name.
const VIEWS: [(&str, &str); 5] = [
    ("", "Everybody"),
    ("customer", "Customers"),
    ("agent", "Agents"),
    ("manager", "Managers"),
    ("admin", "Administrators"),
];

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    role: String,
    q: String,
    after: String,
}

struct Listed {
    people: Vec<(Person, bool)>,
    places: HashMap<OrganizationId, String>,
    teams: HashMap<TeamId, String>,
    next: Option<EmailAddress>,
}

/// Shows the list.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    query: web::Query<Query>,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    let filter = query.filter();
    let after = EmailAddress::parse(&query.after).ok();
    let listed = site.app.db.read(move |c| list(c, &filter, after.as_ref(), PER_PAGE)).await?;
    let mut shell = shell(&site, &session, Look::of(&request), None, site.now()).at(Area::People, "People");
    shell.done = done.sentence();
    render(&PeoplePage {
        shell,
        tabs: tabs(&query),
        role: query.role.clone(),
        search: query.q.clone(),
        csv: query.address("/admin/people.csv"),
        next: listed
            .next
            .as_ref()
            .map(|last| format!("{}&after={}", query.address("/admin/people"), encode(last.as_str()))),
        first: (!query.after.is_empty()).then(|| query.address("/admin/people")),
        rows: listed.people.iter().map(|(person, can_sign_in)| row(person, *can_sign_in, &listed)).collect(),
    })
}

/// The same as a file, every page of it.
///
/// # Errors
/// As [`show`].
pub async fn download(visit: Visit, query: web::Query<Query>) -> Result<HttpResponse, WebError> {
    let filter = query.filter();
    let all = visit.read(move |c| {
        let (mut chunks, mut after) = (Vec::new(), None);
        loop {
            let listed = list(c, &filter, after.as_ref(), CHUNK)?;
            after.clone_from(&listed.next);
            chunks.push(listed);
            if after.is_none() {
                return Ok(chunks);
            }
        }
    });
    let mut text = csv::line(["name", "email", "role", "belongs_to", "time_zone", "remarks"]);
    for listed in all.await? {
        for (person, can_sign_in) in &listed.people {
            let row = row(person, *can_sign_in, &listed);
            let remarks = row.marks.iter().map(|mark| mark.label).collect::<Vec<_>>().join(", ");
            let place = row.belongs_to.unwrap_or_default();
            let cells = [&row.name[..], &row.email, row.role, &place, person.time_zone.name(), &remarks];
            text.push_str(&csv::line(cells));
        }
    }
    Ok(as_csv("punctual-people.csv", text))
}

impl Query {
    fn filter(&self) -> PersonFilter {
        PersonFilter {
            role: self.role.parse().ok(),
            text: Some(self.q.trim().to_owned()).filter(|text| !text.is_empty()),
            ..PersonFilter::default()
        }
    }

    fn address(&self, page: &str) -> String {
        self.address_of(&self.role, page)
    }

    /// The same search in another view.
    fn address_of(&self, role: &str, page: &str) -> String {
        format!("{page}?role={}&q={}", encode(role), encode(&self.q))
    }
}

fn tabs(query: &Query) -> Vec<Tab> {
    VIEWS
        .iter()
        .map(|(word, label)| Tab {
            href: query.address_of(word, "/admin/people"),
            label,
            count: None,
            is_current: *word == query.role,
        })
        .collect()
}

fn list(
    c: &mut Connection,
    filter: &PersonFilter,
    after: Option<&EmailAddress>,
    limit: i64,
) -> Result<Listed, WebError> {
    let mut found = store::person::list(c, filter, after, limit + 1)?;
    let fits = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > fits;
    found.truncate(fits);
    let next = found.last().filter(|_| has_more).map(|last| last.email.clone());
    let mut people = Vec::with_capacity(found.len());
    for person in found {
        let has_password = store::person::password_hash(c, person.id)?.is_some();
        people.push((person, has_password));
    }
    let places = store::organization::list(c)?.into_iter().map(|one| (one.id, one.name)).collect();
    let teams = store::team::list(c)?.into_iter().map(|one| (one.id, one.name)).collect();
    Ok(Listed { people, places, teams, next })
}

fn row(person: &Person, has_password: bool, listed: &Listed) -> PersonRow {
    let mut marks = Vec::new();
    match (person.is_active, has_password) {
        (false, _) => marks.push(Chip { label: "disabled", tone: Tone::Late }),
        (true, false) => marks.push(Chip { label: "no password", tone: Tone::Calm }),
        (true, true) => {}
    }
    if person.receives_breach_notices {
        marks.push(Chip { label: "breach notices", tone: Tone::Live });
    }
    let company = person.organization_id.and_then(|id| listed.places.get(&id));
    let team = person.team_id.and_then(|id| listed.teams.get(&id));
    PersonRow {
        href: format!("/admin/people/{}", person.id),
        name: person.name.clone(),
        initials: initials(&person.name),
        email: person.email.as_str().to_owned(),
        role: role_label(person.role),
        is_staff: person.role != Role::Customer,
        belongs_to: company.or(team).cloned(),
        marks,
    }
}

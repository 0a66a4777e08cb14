//! `GET /portal`: the customer's tickets.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::domain::{Organization, Viewer};
use crate::service::Contracts;
use crate::sla::{Instant, Severity, SeverityCode, Status};
use crate::store::ticket::{Cursor, Direction, Sort, SortKey, TicketFilter, TicketRow};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::input::encode;
use crate::web::pages::manager::Choice;
use crate::web::pages::portal::{PortalRow, RowPromise, Show, TicketsPage};
use crate::web::pages::render;
use crate::web::view::{Area, SeverityMark, Tone, labels};
use crate::web::visit::Visit;

/// How many tickets stand on one page.
const PER_PAGE: i64 = 50;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    show: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    mine: String,
}

/// The orders that a reader may choose: word, name, order.
const SORTS: [(&str, &str, SortKey, Direction); 4] = [
    ("changed", "Last change first", SortKey::Updated, Direction::Descending),
    ("due", "What we owe next first", SortKey::NextDue, Direction::Ascending),
    ("newest", "Newest first", SortKey::Created, Direction::Descending),
    ("oldest", "Oldest first", SortKey::Created, Direction::Ascending),
];

impl Query {
    fn show(&self) -> Show {
        if self.show == "done" { Show::Done } else { Show::Open }
    }

    fn sort(&self) -> Sort {
        let found = SORTS.iter().find(|(word, ..)| *word == self.sort).or(SORTS.first());
        found.map_or_else(Sort::default, |(.., key, direction)| Sort { key: *key, direction: *direction })
    }

    fn filter(&self, viewer: Viewer) -> TicketFilter {
        let status = match self.show() {
            Show::Open => vec![Status::Open, Status::WaitingOnCustomer],
            Show::Done => vec![Status::Resolved, Status::Closed],
        };
        let given = |word: &str| Some(word.trim().to_owned()).filter(|word| !word.is_empty());
        TicketFilter {
            status,
            text: given(&self.q),
            severities: given(&self.severity).into_iter().map(SeverityCode::new).collect(),
            requester: (self.mine == "yes").then(|| viewer.person_id()),
            ..TicketFilter::default()
        }
    }

    /// The address of the same list; `more` is appended as it is.
    fn address(&self, more: &str) -> String {
        let mut address = format!("/portal?show={}", if self.show() == Show::Done { "done" } else { "open" });
        for (name, word) in
            [("q", &self.q), ("sort", &self.sort), ("severity", &self.severity), ("mine", &self.mine)]
        {
            if !word.is_empty() {
                address.push_str(&format!("&{name}={}", encode(word)));
            }
        }
        address + more
    }
}

struct Listed {
    company: Option<Organization>,
    severities: Vec<(String, String)>,
    rows: Vec<(TicketRow, SeverityMark)>,
    next: Option<Cursor>,
}

/// Shows the list.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit, query: web::Query<Query>) -> Result<HttpResponse, WebError> {
    let (viewer, contracts, now) = (visit.session.viewer(), visit.site.app.contracts.clone(), visit.now);
    let (filter, sort, after) = (query.filter(viewer), query.sort(), query.after.parse().ok());
    let listed = visit.read(move |c| list(c, &contracts, viewer, &filter, (sort, after), now)).await?;
    let choice = |value: &str, label: &str, chosen: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        is_chosen: value == chosen,
    };
    let company = listed.company.as_ref().map(|company| company.name.as_str());
    render(&TicketsPage {
        shell: visit.shell_of(company, Area::Tickets, "Tickets"),
        heading: company.map_or_else(|| "My tickets".to_owned(), |name| format!("Tickets of {name}")),
        show: query.show(),
        search: query.q.clone(),
        sorts: SORTS.iter().map(|(word, label, ..)| choice(word, label, &query.sort)).collect(),
        severities: listed
            .severities
            .iter()
            .map(|(code, name)| choice(code, name, &query.severity))
            .collect(),
        is_mine: query.mine == "yes",
        is_narrowed: !query.q.trim().is_empty() || !query.severity.is_empty() || query.mine == "yes",
        rows: listed.rows.into_iter().map(|(row, mark)| portal_row(row, mark, &visit)).collect(),
        first: (!query.after.is_empty()).then(|| query.address("")),
        next: listed.next.map(|cursor| query.address(&format!("&after={cursor}"))),
    })
}

fn list(
    c: &mut Connection,
    contracts: &Contracts,
    viewer: Viewer,
    filter: &TicketFilter,
    (sort, after): (Sort, Option<Cursor>),
    now: Instant,
) -> Result<Listed, WebError> {
    let page = store::ticket::list(c, viewer, filter, sort, after, PER_PAGE)?;
    let company = match viewer {
        Viewer::Customer(_, id) => store::organization::find(c, id)?,
        _ => None,
    };
    let mut rows = Vec::with_capacity(page.rows.len());
    for row in page.rows {
        let contract = contracts.get(c, row.contract_version_id)?;
        let mark = SeverityMark::new(&contract, &row.severity);
        rows.push((row, mark));
    }
    let (_, contract) = contracts.in_force(c, company.as_ref(), now)?;
    let named = |severity: &Severity| (severity.code().as_str().to_owned(), severity.label());
    let severities = contract.severities().iter().map(named).collect();
    Ok(Listed { company, severities, rows, next: page.next })
}

fn portal_row(row: TicketRow, severity: SeverityMark, visit: &Visit) -> PortalRow {
    let promise = row.next_due.map(|(clock, at)| {
        let due = visit.moment(at);
        let owed = labels::owed(clock);
        match at < visit.now {
            true => {
                RowPromise { tone: Tone::Late, text: format!("We owed you {owed} by {}", due.spoken), due }
            }
            false => {
                RowPromise { tone: Tone::Live, text: format!("We owe you {owed} by {}", due.spoken), due }
            }
        }
    });
    PortalRow {
        number: row.number.0,
        subject: row.subject,
        requester: row.requester_name,
        status: labels::status_for_customer(row.status),
        severity,
        promise,
        updated: visit.moment(row.updated_at),
    }
}

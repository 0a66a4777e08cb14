//! `GET /portal`: the customer's tickets.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::domain::{Organization, Viewer};
use crate::service::Contracts;
use crate::sla::{Instant, Status};
use crate::store::ticket::{Cursor, Direction, Sort, SortKey, TicketFilter, TicketRow};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::{Done, shell};
use crate::web::input::encode;
use crate::web::pages::portal::{PortalRow, RowPromise, Show, TicketsPage};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Moment, SeverityMark, Tone, labels};

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
}

struct Listed {
    company: Option<Organization>,
    rows: Vec<(TicketRow, SeverityMark)>,
    next: Option<Cursor>,
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
    let show = if query.show == "done" { Show::Done } else { Show::Open };
    let (viewer, contracts) = (session.viewer(), site.app.contracts.clone());
    let filter = filter(show, &query.q);
    let after = query.after.parse().ok();
    let listed = site.app.db.read(move |c| list(c, &contracts, viewer, &filter, after)).await?;
    let now = site.now();
    let company = listed.company.as_ref().map(|company| company.name.as_str());
    let mut shell = shell(&site, &session, Look::of(&request), company, now).at(Area::Tickets, "Tickets");
    shell.done = done.sentence();
    render(&TicketsPage {
        shell,
        heading: company.map_or_else(|| "My tickets".to_owned(), |name| format!("Tickets of {name}")),
        show,
        search: query.q.clone(),
        rows: listed
            .rows
            .into_iter()
            .map(|(row, mark)| portal_row(row, mark, now, session.person.time_zone))
            .collect(),
        next: listed.next.map(|cursor| {
            let word = if show == Show::Done { "done" } else { "open" };
            format!("/portal?show={word}&q={}&after={cursor}", encode(&query.q))
        }),
    })
}

fn filter(show: Show, search: &str) -> TicketFilter {
    let status = match show {
        Show::Open => vec![Status::Open, Status::WaitingOnCustomer],
        Show::Done => vec![Status::Resolved, Status::Closed],
    };
    let text = Some(search.trim().to_owned()).filter(|text| !text.is_empty());
    TicketFilter { status, text, ..TicketFilter::default() }
}

fn list(
    c: &mut Connection,
    contracts: &Contracts,
    viewer: Viewer,
    filter: &TicketFilter,
    after: Option<Cursor>,
) -> Result<Listed, WebError> {
    let sort = Sort { key: SortKey::Updated, direction: Direction::Descending };
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
    Ok(Listed { company, rows, next: page.next })
}

fn portal_row(row: TicketRow, severity: SeverityMark, now: Instant, zone: chrono_tz::Tz) -> PortalRow {
    let promise = row.next_due.map(|(clock, at)| {
        let due = Moment::new(at, now, zone);
        let owed = labels::owed(clock);
        match at < now {
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
        updated: Moment::new(row.updated_at, now, zone),
    }
}

//! `GET /desk`: the queue, by what breaks next.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::domain::{Organization, OrganizationId, PersonId, Viewer};
use crate::service::Contracts;
use crate::sla::{Instant, SeverityCode, Status};
use crate::store::ticket::{AssigneeFilter, Cursor, Sort, TicketFilter, TicketRow};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::shell;
use crate::web::input::encode;
use crate::web::pages::desk::{Due, QueuePage, QueueRow, Selectable};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Moment, QueueView, SeverityMark, Tone, initials, labels, span};

/// How many tickets stand on one page.
const PER_PAGE: i64 = 50;
/// Below how much time left a due instant is worth a look, in a list that does not know the clock's whole length.
const SOON: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    view: String,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    customer: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

struct Listed {
    rows: Vec<(TicketRow, SeverityMark, Option<SeverityMark>)>,
    next: Option<Cursor>,
    customers: Vec<Organization>,
    severities: BTreeMap<String, (usize, String)>,
}

/// Shows the queue.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, WebError> {
    let now = site.now();
    let filter = query.filter(session.person.id);
    let (viewer, contracts, after) = (session.viewer(), site.app.contracts.clone(), query.after.parse().ok());
    let listed = site.app.db.read(move |c| list(c, &contracts, viewer, &filter, after, now)).await?;
    let zone = session.person.time_zone;
    render(&QueuePage {
        shell: shell(&site, &session, Look::of(&request), None, now)
            .at(Area::Queue(query.view()), query.view().label()),
        view: query.view(),
        severities: query.severities(&listed.severities),
        customers: listed
            .customers
            .iter()
            .map(|one| Selectable {
                value: one.id.to_string(),
                label: one.name.clone(),
                is_chosen: one.id.to_string() == query.customer,
            })
            .collect(),
        search: query.q.clone(),
        is_narrowed: !(query.severity.is_empty() && query.customer.is_empty() && query.q.trim().is_empty()),
        next: listed.next.map(|cursor| format!("{}&after={cursor}", query.address())),
        first: (!query.after.is_empty()).then(|| query.address()),
        rows: listed.rows.into_iter().map(|row| queue_row(row, now, zone)).collect(),
    })
}

impl Query {
    fn view(&self) -> QueueView {
        QueueView::parse(&self.view)
    }

    fn address(&self) -> String {
        let (severity, customer, text) = (encode(&self.severity), encode(&self.customer), encode(&self.q));
        format!("/desk?view={}&severity={severity}&customer={customer}&q={text}", self.view().as_str())
    }

    fn filter(&self, me: PersonId) -> TicketFilter {
        let unresolved = vec![Status::Open, Status::WaitingOnCustomer];
        let mut filter = TicketFilter {
            status: unresolved,
            severities: Some(self.severity.clone())
                .filter(|code| !code.is_empty())
                .map(|code| vec![SeverityCode::new(code)])
                .unwrap_or_default(),
            organization: self.customer.parse::<OrganizationId>().ok(),
            text: Some(self.q.trim().to_owned()).filter(|text| !text.is_empty()),
            ..TicketFilter::default()
        };
        match self.view() {
            QueueView::Mine => filter.assignee = AssigneeFilter::Is(me),
            QueueView::Unassigned => filter.assignee = AssigneeFilter::Nobody,
            QueueView::Triage => filter.has_suggestion = Some(true),
            QueueView::Breached => filter.is_breached = Some(true),
            QueueView::Waiting => filter.status = vec![Status::WaitingOnCustomer],
            QueueView::Done => filter.status = vec![Status::Resolved, Status::Closed],
            QueueView::All => filter.status = Vec::new(),
            QueueView::Open => {}
        }
        filter
    }

    /// Every severity of the contracts in force; names that differ for one code stand side by side.
    fn severities(&self, known: &BTreeMap<String, (usize, String)>) -> Vec<Selectable> {
        let mut sorted: Vec<_> = known.iter().collect();
        sorted.sort_by_key(|(code, (rank, _))| (*rank, (*code).clone()));
        sorted
            .into_iter()
            .map(|(code, (_, name))| Selectable {
                value: code.clone(),
                label: name.clone(),
                is_chosen: *code == self.severity,
            })
            .collect()
    }
}

fn list(
    c: &mut Connection,
    contracts: &Contracts,
    viewer: Viewer,
    filter: &TicketFilter,
    after: Option<Cursor>,
    now: Instant,
) -> Result<Listed, WebError> {
    let page = store::ticket::list(c, viewer, filter, Sort::default(), after, PER_PAGE)?;
    let mut rows = Vec::with_capacity(page.rows.len());
    for row in page.rows {
        let contract = contracts.get(c, row.contract_version_id)?;
        let mark = SeverityMark::new(&contract, &row.severity);
        let suggestion = row.suggestion.as_ref().map(|choice| SeverityMark::new(&contract, &choice.code));
        rows.push((row, mark, suggestion));
    }
    let mut severities = BTreeMap::new();
    for version in store::contract::list_in_force(c, now)? {
        for severity in contracts.get(c, version.id)?.severities() {
            let name = (severity.rank(), severity.name().to_owned());
            severities.entry(severity.code().as_str().to_owned()).or_insert(name);
        }
    }
    Ok(Listed { rows, next: page.next, customers: store::organization::list(c)?, severities })
}

fn queue_row(
    (row, severity, suggestion): (TicketRow, SeverityMark, Option<SeverityMark>),
    now: Instant,
    zone: chrono_tz::Tz,
) -> QueueRow {
    QueueRow {
        number: row.number.0,
        subject: row.subject,
        customer: row.organization_name.unwrap_or_else(|| "unknown sender".to_owned()),
        requester: row.requester_name,
        severity,
        status: labels::status_for_staff(row.status),
        assignee: row.assignee_name.map(|name| (initials(&name), name)),
        due: row.next_due.map(|(clock, at)| due(labels::clock_short(clock), at, now, zone)),
        suggestion,
        breaches: row.breach_count,
        is_outside_agreement: row.is_outside_agreement,
    }
}

fn due(clock: &'static str, at: Instant, now: Instant, zone: chrono_tz::Tz) -> Due {
    let (tone, left) = match at - now {
        late if late < chrono::TimeDelta::zero() => (Tone::Late, format!("{} late", span(-late))),
        left if left < SOON => (Tone::Soon, span(left)),
        left => (Tone::Live, span(left)),
    };
    Due {
        clock,
        at: Moment::new(at, now, zone),
        left,
        class: tone.class(),
        soon_millis: SOON.num_milliseconds(),
    }
}

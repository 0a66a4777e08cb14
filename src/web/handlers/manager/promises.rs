//! `GET /manager/promises`: the list behind a figure.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::BoardQuery;
use super::choices::Known;
use super::subject::Subject;
use crate::service::Contracts;
use crate::sla::Instant;
use crate::store::report::{PromiseCursor, PromiseFilter, ReportedPromise};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::shell;
use crate::web::pages::manager::{PromiseLine, PromisesPage};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look, zone_name};

/// How many promises stand on one page.
const PER_PAGE: i64 = 50;

/// Which list, and which page of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// The subject's word.
    pub show: String,
    /// The place after which the page begins.
    pub after: String,
}

struct Listed {
    rows: Vec<ReportedPromise>,
    next: Option<PromiseCursor>,
    count: i64,
    known: Known,
}

/// Shows the list.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    query: web::Query<BoardQuery>,
    list: web::Query<ListQuery>,
) -> Result<HttpResponse, WebError> {
    let (now, zone) = (site.now(), session.person.time_zone);
    let subject = Subject::parse(&list.show);
    let (filter, after) = (subject.filter(&query, now), list.after.parse().ok());
    let contracts = site.app.contracts.clone();
    let Listed { rows, next, count, known } =
        site.app.db.read(move |c| read(c, &contracts, &filter, after, now)).await?;
    let show = format!("&show={}", subject.word());
    let address = query.address("/manager/promises", &show);
    render(&PromisesPage {
        shell: shell(&site, &session, Look::of(&request), None, now).at(Area::Board, subject.title()),
        title: subject.title(),
        period: (!subject.is_open()).then(|| query.period().label(now)),
        choices: known.choices(&query, now),
        kept_fields: vec![("show", subject.word())],
        count,
        lines: rows
            .into_iter()
            .map(|row| {
                let severity = known.severity(row.contract_version_id, &row.promise.severity);
                PromiseLine::new(row, severity, now, zone)
            })
            .collect(),
        is_breaches: matches!(subject, Subject::Broken | Subject::Excused | Subject::Owed),
        is_open: subject.is_open(),
        board_href: query.address("/manager", ""),
        plain_href: query.plain().address("/manager/promises", &show),
        csv_href: query.address("/manager/promises.csv", &show),
        first: (!list.after.is_empty()).then(|| address.clone()),
        next: next.map(|cursor| format!("{address}&after={cursor}")),
        zone: zone_name(zone),
    })
}

fn read(
    c: &mut Connection,
    contracts: &Contracts,
    filter: &PromiseFilter,
    after: Option<PromiseCursor>,
    now: Instant,
) -> Result<Listed, WebError> {
    let (rows, next) = store::report::list(c, filter, after, PER_PAGE)?;
    let count = store::report::count(c, filter)?;
    let known = Known::load(c, contracts, now, rows.iter().map(|row| row.contract_version_id))?;
    Ok(Listed { rows, next, count, known })
}

//! `GET /manager`: the share of promises kept, from every side.

use actix_web::{HttpRequest, HttpResponse, web};

use super::BoardQuery;
use super::choices::Known;
use super::sides::{MonthTally, breakdowns, by_month, figure, months};
use super::subject::{RISK_HOURS, Subject};
use crate::service::Contracts;
use crate::sla::Instant;
use crate::store::report::{Lateness, ReportedPromise, Tally};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::shell;
use crate::web::pages::manager::{AtRisk, BoardPage, Counts, PromiseLine, SatisfactionFigure};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Bar, Look, Part, Tone, bar_chart, span, zone_name};

/// How many of the last breaches stand on the board itself.
const LAST_BREACHES: i64 = 10;

struct Read {
    months: Vec<MonthTally>,
    at_risk: Vec<(u32, i64)>,
    breaches: Vec<ReportedPromise>,
    lateness: Lateness,
    satisfaction: SatisfactionFigure,
    known: Known,
}

/// Shows the board.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    query: web::Query<BoardQuery>,
) -> Result<HttpResponse, WebError> {
    let (now, zone) = (site.now(), session.person.time_zone);
    let query = query.into_inner();
    let (contracts, asked) = (site.app.contracts.clone(), query.clone());
    let Read { months, at_risk, breaches, lateness, satisfaction, known } =
        site.app.db.read(move |c| read(c, &contracts, &asked, now)).await?;
    let all: Vec<Tally> = months.iter().flat_map(|(_, tallies)| tallies).cloned().collect();
    let bars = months.iter().map(|(month, tallies)| {
        let counts = Counts::of(tallies);
        Bar { label: month.label(), parts: vec![(Part::Kept, counts.kept), (Part::Broken, counts.broken)] }
    });
    let chart = bar_chart("Promises kept and broken by month", &bars.collect::<Vec<_>>())?;
    render(&BoardPage {
        shell: shell(&site, &session, Look::of(&request), None, now).at(Area::Board, "Promises"),
        choices: known.choices(&query, now),
        period: query.period().label(now),
        whole: figure(&query, Counts::of(&all)),
        at_risk: at_risk.into_iter().map(|(hours, count)| risk(&query, hours, count)).collect(),
        still_owed: still_owed(lateness.still_missing),
        owed_href: query.address("/manager/promises", &format!("&show={}", Subject::Owed.word())),
        months: by_month(&query, &months),
        chart,
        load_href: query.address("/manager/load", ""),
        breakdowns: breakdowns(&query, &all, &known),
        lateness: lateness_in_words(&lateness),
        satisfaction,
        satisfaction_href: query.plain().address("/manager/satisfaction", ""),
        breaches: breaches
            .into_iter()
            .map(|row| {
                let severity = known.severity(row.contract_version_id, &row.promise.severity);
                PromiseLine::new(row, severity, now, zone)
            })
            .collect(),
        plain_href: query.plain().address("/manager", ""),
        months_csv: query.address("/manager/figures.csv", "&by=by-month"),
        breaches_csv: query.address("/manager/promises.csv", "&show=broken"),
        promises_csv: query.address("/manager/promises.csv", "&show=counted"),
        zone: zone_name(zone),
    })
}

fn read(
    c: &mut Connection,
    contracts: &Contracts,
    query: &BoardQuery,
    now: Instant,
) -> Result<Read, WebError> {
    let months = months(c, query, now)?;
    let mut at_risk = Vec::new();
    for hours in RISK_HOURS {
        at_risk.push((hours, store::report::count(c, &Subject::AtRisk(hours).filter(query, now))?));
    }
    let (breaches, _) = store::report::list(c, &Subject::Broken.filter(query, now), None, LAST_BREACHES)?;
    let lateness = store::report::lateness(c, &Subject::Broken.filter(query, now))?;
    let named = months.iter().flat_map(|(_, tallies)| tallies.iter().map(|tally| tally.contract_version_id));
    let known =
        Known::load(c, contracts, now, named.chain(breaches.iter().map(|row| row.contract_version_id)))?;
    let (from, before) = query.period().span(now);
    let satisfaction = super::satisfaction::read_figure(c, from, before)?;
    Ok(Read { months, at_risk, breaches, lateness, satisfaction, known })
}

/// How late, of first responses and resolutions; none where none was made good.
fn lateness_in_words(lateness: &Lateness) -> Option<String> {
    let (median, longest) = (span(lateness.median?), span(lateness.longest?));
    let missing = match lateness.still_missing {
        0 => String::new(),
        1 => " One is still missing.".to_owned(),
        count => format!(" {count} are still missing."),
    };
    Some(format!(
        "Half of the late responses and resolutions came within {median}, the latest after {longest}.{missing}"
    ))
}

fn still_owed(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("one of this time is still owed".to_owned()),
        count => Some(format!("{count} of this time are still owed")),
    }
}

fn risk(query: &BoardQuery, hours: u32, count: i64) -> AtRisk {
    let subject = Subject::AtRisk(hours);
    let tone = match (count, hours) {
        (0, _) => Tone::Ok,
        (_, 0..=2) => Tone::Late,
        (_, 3..=8) => Tone::Soon,
        _ => Tone::Calm,
    };
    AtRisk {
        hours,
        count,
        href: query.address("/manager/promises", &format!("&show={}", subject.word())),
        tone,
    }
}

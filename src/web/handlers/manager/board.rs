//! `GET /manager`: the share of promises kept, from every side.

use actix_web::{HttpRequest, HttpResponse, web};

use super::BoardQuery;
use super::choices::Known;
use super::query::{NO_TEAM, UNKNOWN};
use super::subject::{RISK_HOURS, Subject};
use crate::domain::OrganizationId;
use crate::service::Contracts;
use crate::sla::Instant;
use crate::store::report::{Lateness, PromiseFilter, ReportedPromise, Tally};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::shell;
use crate::web::pages::manager::{
    AtRisk, BoardPage, Breakdown, Counts, Figure, Line, Month, MonthLine, PromiseLine, SatisfactionFigure,
    clock_name, sums,
};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Bar, Look, Part, Tone, bar_chart, span, zone_name};

/// How many of the last breaches stand on the board itself.
const LAST_BREACHES: i64 = 10;

struct Read {
    months: Vec<(Month, Vec<Tally>)>,
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
    let months = months.iter().map(|(month, tallies)| {
        let narrowed = BoardQuery { period: month.word(), ..query.clone() };
        MonthLine { label: month.label(), figure: figure(&narrowed, Counts::of(tallies)) }
    });
    render(&BoardPage {
        shell: shell(&site, &session, Look::of(&request), None, now).at(Area::Board, "Promises"),
        choices: known.choices(&query, now),
        period: query.period().label(now),
        whole: figure(&query, Counts::of(&all)),
        at_risk: at_risk.into_iter().map(|(hours, count)| risk(&query, hours, count)).collect(),
        months: months.collect(),
        chart,
        load_href: query.address("/manager/load", ""),
        columns: breakdowns(&query, &all, &known),
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
    let mut months = Vec::new();
    for month in query.period().months(now) {
        let ended = PromiseFilter {
            ended_from: Some(month.start()),
            ended_before: Some(month.end()),
            ..Subject::Counted.filter(query, now)
        };
        months.push((month, store::report::tally(c, &ended)?));
    }
    // Months before the first promise say nothing.
    let empty = months.iter().take_while(|(_, tallies)| tallies.is_empty()).count();
    months.drain(..empty);
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

/// Numbers with the addresses of the lists behind them.
fn figure(query: &BoardQuery, counts: Counts) -> Figure {
    let list = |subject: Subject| query.address("/manager/promises", &format!("&show={}", subject.word()));
    Figure {
        counts,
        href: list(Subject::Counted),
        kept_href: list(Subject::Kept),
        broken_href: list(Subject::Broken),
        excused_href: list(Subject::Excused),
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

fn breakdowns(query: &BoardQuery, all: &[Tally], known: &Known) -> [Vec<Breakdown>; 2] {
    let line = |label: String, narrowed: BoardQuery, counts: Counts| Line {
        label,
        severity: None,
        note: None,
        figure: figure(&narrowed, counts),
    };
    let clocks = sums(all, |tally| tally.clock).into_iter().map(|(clock, counts)| {
        let narrowed = BoardQuery { clock: clock.as_str().to_owned(), ..query.clone() };
        line(clock_name(clock).to_owned(), narrowed, counts)
    });
    let contracts = sums(all, |tally| tally.contract_key.clone()).into_iter().map(|(key, counts)| {
        line(known.contract(&key), BoardQuery { contract: key, ..query.clone() }, counts)
    });
    let customers = sums(all, |tally| tally.organization_id).into_iter().map(|(id, counts)| {
        let (word, name) = customer(known, id);
        line(name, BoardQuery { customer: word, ..query.clone() }, counts)
    });
    let mut customers: Vec<Line> = customers.collect();
    customers.sort_by(|one, other| one.label.cmp(&other.label));
    let breakdown = |id, title, column, lines| Breakdown { id, title, column, lines };
    [
        vec![
            breakdown("by-clock", "By clock", "Clock", clocks.collect()),
            breakdown("by-contract", "By contract", "Contract", contracts.collect()),
            breakdown("by-customer", "By customer", "Customer", customers),
        ],
        vec![
            breakdown("by-severity", "By severity", "Severity", severities(query, all, known)),
            breakdown("by-team", "By team", "Team", teams(query, all, known)),
        ],
    ]
}

fn teams(query: &BoardQuery, all: &[Tally], known: &Known) -> Vec<Line> {
    let lines = sums(all, |tally| tally.team_id).into_iter().map(|(id, counts)| {
        let found = known.teams.iter().find(|team| Some(team.id) == id);
        let label = match (id, found) {
            (None, _) => "No team".to_owned(),
            (Some(_), Some(team)) => team.name.clone(),
            (Some(_), None) => "A former team".to_owned(),
        };
        let word = id.map_or_else(|| NO_TEAM.to_owned(), |id| id.to_string());
        let narrowed = BoardQuery { team: word, ..query.clone() };
        Line { label, severity: None, note: None, figure: figure(&narrowed, counts) }
    });
    let mut lines: Vec<Line> = lines.collect();
    lines.sort_by(|one, other| one.label.cmp(&other.label));
    lines
}

/// A severity is its contract's: `High` of two contracts are two lines.
fn severities(query: &BoardQuery, all: &[Tally], known: &Known) -> Vec<Line> {
    let by_severity = sums(all, |tally| {
        let rank = known.severity(tally.contract_version_id, &tally.severity).rank;
        (tally.contract_key.clone(), rank, tally.severity.clone())
    });
    let lines = by_severity.into_iter().map(|((key, _, code), counts)| {
        let of_contract = all.iter().find(|tally| tally.contract_key == key && tally.severity == code);
        let severity = of_contract.map(|tally| known.severity(tally.contract_version_id, &code));
        let narrowed =
            BoardQuery { contract: key.clone(), severity: code.as_str().to_owned(), ..query.clone() };
        Line {
            label: severity.as_ref().map_or_else(|| code.as_str().to_owned(), |mark| mark.name.clone()),
            severity,
            note: Some(known.contract(&key)),
            figure: figure(&narrowed, counts),
        }
    });
    lines.collect()
}

/// A customer's word in addresses, and name.
fn customer(known: &Known, id: Option<OrganizationId>) -> (String, String) {
    match id {
        None => (UNKNOWN.to_owned(), "Unknown senders".to_owned()),
        Some(id) => {
            let found = known.customers.iter().find(|one| one.id == id);
            (id.to_string(), found.map_or_else(|| "A former customer".to_owned(), |one| one.name.clone()))
        }
    }
}

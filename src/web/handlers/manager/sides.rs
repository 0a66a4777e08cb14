//! The sides from which promises are counted: by month, by clock, by contract and so on.

use super::BoardQuery;
use super::choices::Known;
use super::query::{NO_TEAM, UNKNOWN};
use super::subject::Subject;
use crate::domain::OrganizationId;
use crate::sla::Instant;
use crate::store::report::{PromiseFilter, Tally};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::pages::manager::{Breakdown, Counts, Figure, Line, Month, MonthLine, clock_name, sums};

/// A month with what was counted in it.
pub type MonthTally = (Month, Vec<Tally>);

/// What was counted in each month of the period, the earliest first. Months before the first promise say nothing, and
/// are left out.
///
/// # Errors
/// Where the database can't be read.
pub fn months(c: &mut Connection, query: &BoardQuery, now: Instant) -> Result<Vec<MonthTally>, WebError> {
    let mut months = Vec::new();
    for month in query.period().months(now) {
        let ended = PromiseFilter {
            ended_from: Some(month.start()),
            ended_before: Some(month.end()),
            ..Subject::Counted.filter(query, now)
        };
        months.push((month, store::report::tally(c, &ended)?));
    }
    let empty = months.iter().take_while(|(_, tallies)| tallies.is_empty()).count();
    months.drain(..empty);
    Ok(months)
}

/// The figures by month.
pub fn by_month(query: &BoardQuery, months: &[MonthTally]) -> Vec<MonthLine> {
    let line = |(month, tallies): &MonthTally| {
        let narrowed = BoardQuery { period: month.word(), ..query.clone() };
        MonthLine { label: month.label(), figure: figure(&narrowed, Counts::of(tallies)) }
    };
    months.iter().map(line).collect()
}

/// Numbers with the addresses of the lists behind them.
pub fn figure(query: &BoardQuery, counts: Counts) -> Figure {
    let list = |subject: Subject| query.address("/manager/promises", &format!("&show={}", subject.word()));
    Figure {
        counts,
        href: list(Subject::Counted),
        kept_href: list(Subject::Kept),
        broken_href: list(Subject::Broken),
        excused_href: list(Subject::Excused),
    }
}

/// The figures from every side but the months.
pub fn breakdowns(query: &BoardQuery, all: &[Tally], known: &Known) -> Vec<Breakdown> {
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
    let breakdown = |id, title, column, lines| {
        let csv_href = query.address("/manager/figures.csv", &format!("&by={id}"));
        Breakdown { id, title, column, lines, csv_href }
    };
    vec![
        breakdown("by-clock", "By clock", "Clock", clocks.collect()),
        breakdown("by-contract", "By contract", "Contract", contracts.collect()),
        breakdown("by-customer", "By customer", "Customer", customers),
        breakdown("by-team", "By team", "Team", teams(query, all, known)),
        breakdown("by-severity", "By severity", "Severity", severities(query, all, known)),
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

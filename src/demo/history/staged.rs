//! What a newcomer finds on the desk: tickets in every state at the very instant of the start, whatever hour it is.

use chrono::TimeDelta;
use rand::rngs::StdRng;

use super::beat::Beat;
use super::life::Life;
use super::pool::Pool;
use crate::demo::cast::Cast;
use crate::domain::TicketNumber;
use crate::sla::{Calendar, Channel, ClockKind, Contract, Coverage, Instant, Severity};

/// How long after the start the promise breaks that a newcomer can watch.
const BREAKS_AFTER: TimeDelta = TimeDelta::seconds(130);

/// How far back its report may lie.
const SEARCHED: i64 = 4 * 24 * 60;

/// A promise that breaks within minutes of the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imminent {
    /// The ticket.
    pub ticket: TicketNumber,
    /// When it is due.
    pub due: Instant,
}

/// The same before its ticket has a number.
pub(super) struct Planned {
    /// Its place among the tickets.
    pub(super) life: usize,
    /// When it is due.
    pub(super) due: Instant,
}

/// How far the work on a staged ticket has come.
#[derive(Clone, Copy)]
enum Progress {
    /// Nobody has looked at it.
    Fresh,
    /// Somebody has it, and has not answered.
    Assigned,
    /// It has been answered.
    Answered,
    /// It has been answered and worked on since.
    Worked,
    /// The customer has been asked something.
    Waiting,
}

/// When a staged ticket was reported.
#[derive(Clone, Copy)]
enum Ago {
    /// So many minutes ago.
    Minutes(i64),
    /// So many minutes of office hours ago.
    OfficeMinutes(i64),
}

/// Tickets as they stand at the start.
pub(super) fn scenes<'a>(
    pool: &mut Pool<'a>,
    cast: &'a Cast,
    now: Instant,
    random: &mut StdRng,
) -> Vec<Life<'a>> {
    use Ago::{Minutes, OfficeMinutes};
    use Channel::{Email, Portal};
    let scenes = [
        ("dms", "High", Portal, OfficeMinutes(300), Progress::Assigned),
        ("dms", "Medium", Portal, OfficeMinutes(540), Progress::Waiting),
        ("dms", "Medium", Portal, Minutes(50), Progress::Fresh),
        ("dms", "Critical", Email, Minutes(25), Progress::Fresh),
        ("discount-kit", "High", Portal, OfficeMinutes(150), Progress::Worked),
        ("discount-kit", "Critical", Email, Minutes(14), Progress::Fresh),
        ("discount-kit", "Low", Portal, Minutes(70), Progress::Fresh),
        ("software-support", "S2", Portal, OfficeMinutes(200), Progress::Waiting),
        ("software-support", "S3", Portal, OfficeMinutes(420), Progress::Worked),
        ("software-support", "S4", Portal, OfficeMinutes(240), Progress::Answered),
        ("software-support", "S5", Email, Minutes(130), Progress::Fresh),
        ("teamplify", "High", Portal, OfficeMinutes(95), Progress::Fresh),
        ("teamplify", "Medium", Portal, OfficeMinutes(260), Progress::Answered),
        ("teamplify", "Low", Email, Minutes(95), Progress::Fresh),
    ];
    let mut lives = Vec::new();
    for (contract, severity, channel, ago, progress) in scenes {
        let Some(customer) = cast.customers.iter().find(|customer| customer.contract.key() == contract)
        else {
            continue;
        };
        let calendar = customer.contract.calendar();
        let at = ago.before(calendar, now);
        let Some(mut life) = pool.take(contract, severity, channel, at, random) else { continue };
        life.is_staged = true;
        life.beats.extend(progress.beats(&life));
        life.instants = spread(calendar, at, now, life.beats.len());
        lives.push(life);
    }
    lives
}

/// The ticket whose promise breaks soon: a report at the right instant, or an answer after which the next word is due.
///
/// The shortest story that the agreements allow at this hour; none if they allow none at all.
pub(super) fn imminent<'a>(
    pool: &mut Pool<'a>,
    cast: &'a Cast,
    now: Instant,
    random: &mut StdRng,
) -> Option<(Life<'a>, Instant)> {
    let due = now + BREAKS_AFTER;
    for clock in [ClockKind::Respond, ClockKind::Update] {
        let contracts = cast.customers.iter().map(|customer| &*customer.contract);
        let Some((contract, severity, at)) = shortest(contracts, clock, due) else { continue };
        let arrives_at = if clock == ClockKind::Respond { at } else { at - TimeDelta::minutes(9) };
        let (contract, severity) = (contract.key(), severity.code().as_str());
        let Some(mut life) = pool.take(contract, severity, Channel::Portal, arrives_at, random) else {
            continue;
        };
        life.is_staged = true;
        if clock == ClockKind::Update {
            life.beats.push_back(Beat::Answer);
            life.instants.push_back(at);
        }
        return Some((life, due));
    }
    None
}

/// The latest event whose promise is due at an instant, with its contract and severity.
fn shortest<'a>(
    contracts: impl Iterator<Item = &'a Contract>,
    clock: ClockKind,
    due: Instant,
) -> Option<(&'a Contract, &'a Severity, Instant)> {
    let all: Vec<_> = contracts
        .flat_map(|contract| contract.severities().iter().map(move |severity| (contract, severity)))
        .collect();
    (5..SEARCHED).map(|minutes| due - TimeDelta::minutes(minutes)).find_map(|at| {
        let is_hit = |(contract, severity): &&(&Contract, &Severity)| {
            contract.promise(severity, clock, at).due == Some(due)
        };
        all.iter().find(is_hit).map(|(contract, severity)| (*contract, *severity, at))
    })
}

impl Progress {
    fn beats(self, life: &Life<'_>) -> Vec<Beat> {
        let update = life.story.updates().first().map(|text| Beat::Update((*text).to_owned()));
        match self {
            Self::Fresh => vec![],
            Self::Assigned => vec![Beat::Assign],
            Self::Answered => vec![Beat::Assign, Beat::Answer],
            Self::Worked => [Beat::Assign, Beat::Answer, Beat::Note].into_iter().chain(update).collect(),
            Self::Waiting => vec![Beat::Assign, Beat::Answer, Beat::Ask],
        }
    }
}

impl Ago {
    fn before(self, calendar: &Calendar, now: Instant) -> Instant {
        match self {
            Self::Minutes(minutes) => now - TimeDelta::minutes(minutes),
            Self::OfficeMinutes(minutes) => office_time_ago(calendar, now, TimeDelta::minutes(minutes)),
        }
    }
}

/// The last instant, to five minutes, since which that much of the office hours has gone.
fn office_time_ago(calendar: &Calendar, now: Instant, amount: TimeDelta) -> Instant {
    let farthest = now - TimeDelta::weeks(3);
    let mut at = now;
    while at > farthest && calendar.elapsed(Coverage::OFFICE_HOURS, at, now) < amount {
        at -= TimeDelta::minutes(5);
    }
    at
}

/// Instants between two, evenly over the office hours that lie between them, for every beat after the arrival.
fn spread(
    calendar: &Calendar,
    from: Instant,
    to: Instant,
    beats: usize,
) -> std::collections::VecDeque<Instant> {
    let open = calendar.elapsed(Coverage::OFFICE_HOURS, from, to);
    let parts = i32::try_from(beats).unwrap_or(1).max(1);
    (1..parts)
        .filter_map(|part| calendar.advance(Coverage::OFFICE_HOURS, from, open * part / parts))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sla::shipped;

    #[test]
    fn at_every_hour_some_agreement_gives_a_promise_that_breaks_soon() {
        let contracts: Vec<_> = shipped()
            .iter()
            .map(|(_, source)| {
                Contract::parse(source, &|name| Err(format!("{name} is not shipped"))).unwrap()
            })
            .collect();
        // Two weeks over Christmas and the New Year: every kind of day, in steps that meet every part of an hour.
        let from: Instant = "2026-12-21T00:00:00Z".parse().unwrap();
        for minutes in (0..14 * 24 * 60).step_by(13) {
            let due = from + TimeDelta::minutes(minutes) + TimeDelta::seconds(13);
            let found = shortest(contracts.iter(), ClockKind::Respond, due);
            let (contract, severity, at) = found.unwrap_or_else(|| panic!("nothing is due at {due}"));
            assert_eq!(contract.promise(severity, ClockKind::Respond, at).due, Some(due));
        }
    }
}

//! An independent model of the due instants: it walks minute by minute, and must agree with the engine.

use std::sync::OnceLock;

use chrono::DateTime;
use proptest::{collection::vec, prelude::*};
use punctual::sla::{
    Arrival, Author, Band, Channel, ClockKind, ClockState, ClockView, Contract, Event, Instant, Reclassify,
    SeverityCode, Status, Timers,
};

use super::parse;

/// Resolve targets that bear many pauses; whole minutes throughout.
fn contract(reclassify: &str, hold_over: &str) -> Contract {
    parse(&format!(
        r#"
        schema = 1
        key = "model"
        name = "Model"
        reclassify = "{reclassify}"
        hold_over = "{hold_over}"
        [calendar]
        time_zone = "Europe/London"
        holidays = "GB-ENG"
        [calendar.office_hours]
        mon = ["09:00-17:30"]
        tue = ["09:00-12:00", "13:00-17:30"]
        wed = ["09:00-17:30"]
        fri = ["09:00-16:00"]
        [[severity]]
        code = "0"
        covers = "always"
        respond = "7h"
        resolve = {{ office_hours = "9h", otherwise = "20h" }}
        [[severity]]
        code = "1"
        covers = ["office_hours", "weekend"]
        respond = "11h"
        resolve = {{ office_hours = "1 business day", otherwise = "next business day" }}
        [[severity]]
        code = "2"
        covers = ["office_hours"]
        respond = "none"
        resolve = {{ bank_holiday = "none", otherwise = "14h" }}
        [[severity]]
        code = "3"
        covers = ["out_of_hours"]
        respond = "3 business days"
        resolve = "30h"
        [[severity]]
        code = "4"
        covers = []
        "#
    ))
}

/// A contract with its bands, minute by minute.
struct Walked {
    contract: Contract,
    bands: Vec<Band>,
}

/// Thursday 17 December 2026: Christmas, Boxing Day's substitute and New Year lie ahead.
const EPOCH: i64 = 1_797_508_800;
const MINUTES: i64 = 70 * 24 * 60;

fn walked() -> &'static [Walked] {
    static WALKED: OnceLock<Vec<Walked>> = OnceLock::new();
    WALKED.get_or_init(|| {
        let kinds = [
            ("from_change", "next_working_day"),
            ("from_start", "next_working_day"),
            ("from_change", "next_covered"),
        ];
        kinds
            .map(|(reclassify, hold_over)| {
                let contract = contract(reclassify, hold_over);
                let bands = (0..MINUTES).map(|minute| contract.calendar().band(instant(minute))).collect();
                Walked { contract, bands }
            })
            .into()
    })
}

fn instant(minute: i64) -> Instant {
    DateTime::from_timestamp(EPOCH + minute * 60, 0).unwrap()
}

fn minute(at: Instant) -> i64 {
    (at.timestamp() - EPOCH) / 60
}

/// What happened to a ticket, in minutes.
struct History {
    /// From when which rank was held; the first entry is the arrival.
    ranks: Vec<(i64, usize)>,
    /// Pauses, each from its first minute to before its last.
    pauses: Vec<(i64, i64)>,
}

/// How a ticket stands in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Open,
    Waiting,
    Resolved,
    Solved,
}

impl History {
    fn paused_until(&self, minute: i64) -> Option<i64> {
        self.pauses.iter().find(|(from, to)| (*from..*to).contains(&minute)).map(|(_, to)| *to)
    }

    fn due(&self, walked: &Walked, kind: ClockKind) -> Option<i64> {
        let present = self.ranks.last()?.1;
        let counted = self.ranks.iter().map(|(_, rank)| *rank).filter(|rank| *rank >= present);
        let earliest = counted.filter_map(|rank| self.due_of(walked, kind, rank)).min()?;
        let changed = self.ranks.last()?.0;
        let resumed = self.pauses.last().map_or(changed, |(_, to)| *to);
        Some(earliest.max(changed).max(resumed))
    }

    fn due_of(&self, walked: &Walked, kind: ClockKind, rank: usize) -> Option<i64> {
        let contract = &walked.contract;
        let since = match contract.reclassify() {
            Reclassify::FromChange => self.ranks.iter().find(|(_, held)| *held <= rank)?.0,
            Reclassify::FromStart => self.ranks.first()?.0,
        };
        let promise = contract.promise(&contract.severities()[rank], kind, instant(since));
        let (start, due) = (minute(promise.start?), minute(promise.due?));
        let counts =
            |minute: i64| promise.counted_in.contains(walked.bands[usize::try_from(minute).unwrap()]);
        let (mut now, from) = match self.paused_until(since) {
            Some(end) => (end, start),
            None => (since, since),
        };
        let mut left = (from..due).filter(|minute| counts(*minute)).count();
        loop {
            if let Some(end) = self.paused_until(now) {
                now = end;
            } else if left == 0 {
                return Some(now);
            } else {
                left -= usize::from(counts(now));
                now += 1;
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Rank(usize),
    Wait,
    Resume,
    Resolve,
    Solve,
}

fn check(which: usize, arrival: i64, rank: usize, acts: &[(i64, Act)]) -> Result<(), TestCaseError> {
    let walked = &walked()[which];
    let contract = &walked.contract;
    let code = |rank: usize| SeverityCode::new(rank.to_string());
    let (mut timers, _) = Timers::open(
        contract,
        Arrival { at: instant(arrival), channel: Channel::Api, severity: code(rank), suggested: None },
    );
    let mut history = History { ranks: vec![(arrival, rank)], pauses: Vec::new() };
    // The answer waits for nothing but the customer's own word that it is solved.
    let mut of_answer = Vec::new();
    let (mut now, mut stands, mut paused, mut solved) = (arrival, Stands::Open, None, None);
    for (gap, act) in acts {
        now += gap;
        match act {
            Act::Rank(rank) => {
                timers.apply(contract, instant(now), Event::Reclassify(code(*rank)));
                if history.ranks.last().is_some_and(|(_, held)| held != rank) {
                    history.ranks.push((now, *rank));
                }
            }
            Act::Wait | Act::Resolve if stands != Stands::Open => {}
            Act::Wait => {
                timers.apply(contract, instant(now), Event::SetStatus(Status::WaitingOnCustomer));
                (stands, paused) = (Stands::Waiting, Some(now));
            }
            Act::Resolve => {
                timers.apply(contract, instant(now), Event::SetStatus(Status::Resolved));
                (stands, paused) = (Stands::Resolved, Some(now));
            }
            Act::Solve => {
                timers.advance(contract, instant(now));
                let before = ends(&timers, contract);
                timers.apply(contract, instant(now), Event::Solved);
                prop_assert_eq!(before, ends(&timers, contract), "nothing is kept or broken by it");
                if matches!(stands, Stands::Open | Stands::Waiting) {
                    (stands, paused, solved) = (Stands::Solved, paused.or(Some(now)), Some(now));
                }
            }
            Act::Resume => {
                timers.apply(contract, instant(now), Event::Reply(Author::Customer));
                let until_now = |from: Option<i64>| from.filter(|from| *from < now).map(|from| (from, now));
                history.pauses.extend(until_now(paused.take()));
                of_answer.extend(until_now(solved.take()));
                stands = Stands::Open;
            }
        }
        let view = timers.clock(contract, ClockKind::Resolve);
        if view.state == ClockState::Running {
            prop_assert_eq!(view.due.map(minute), history.due(walked, ClockKind::Resolve));
        }
        prop_assert_eq!(view.state == ClockState::Paused, view.paused_since.is_some());
        let view = timers.clock(contract, ClockKind::Respond);
        if view.state == ClockState::Running {
            let answer = History { ranks: history.ranks.clone(), pauses: of_answer.clone() };
            prop_assert_eq!(view.due.map(minute), answer.due(walked, ClockKind::Respond));
        }
    }
    Ok(())
}

/// How each clock was kept or broken so far.
fn ends(timers: &Timers, contract: &Contract) -> Vec<(bool, bool, usize)> {
    let view = |kind: &ClockKind| timers.clock(contract, *kind);
    let end =
        |view: ClockView| (view.state == ClockState::Met, view.state == ClockState::MetLate, view.misses);
    ClockKind::ALL.iter().map(view).map(end).collect()
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0..5_usize).prop_map(Act::Rank),
        2 => Just(Act::Wait),
        3 => Just(Act::Resume),
        1 => Just(Act::Resolve),
        2 => Just(Act::Solve),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_walk_by_minutes_agrees(
        which in 0..3_usize,
        arrival in 0..20 * 1440_i64,
        rank in 0..5_usize,
        acts in vec((prop_oneof![Just(0), 1..200_i64, 1..900_i64], act()), 1..10),
    ) {
        check(which, arrival, rank, &acts)?;
    }
}

#[test]
fn the_model_itself_counts_a_plain_day() {
    let walked = &walked()[0];
    let monday_ten = minute(super::life::instant("12-21 10:00"));
    let history = History { ranks: vec![(monday_ten, 2)], pauses: vec![(monday_ten + 60, monday_ten + 120)] };
    // 14 office hours: 1 and 5.5 on Monday around the pause, 7.5 on Tuesday around its break.
    let due = history.due(walked, ClockKind::Resolve).unwrap();
    assert_eq!(instant(due), super::life::instant("12-22 17:30"));
}

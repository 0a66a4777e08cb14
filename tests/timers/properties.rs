//! What holds for every life of a ticket, under the agreements that ship and under hard variations.

use std::{collections::HashSet, sync::OnceLock};

use chrono::{DateTime, TimeDelta};
use proptest::{collection::vec, prelude::*};
use punctual::sla::{
    Arrival, Author, Channel, ClockKind, ClockState, Contract, Event, Fact, Instant, SeverityCode, Status,
    Timers, What,
};

use super::{agreement, office, office_with, parse};

/// Bands that differ by the hour, less severe promises that are sooner, several warnings, a chain.
const HARD: &str = r#"
schema = 1
key = "hard"
name = "Hard"
hold_over = "next_covered"
response_met_by = "acknowledgement"
warn_at = ["20%", "50%", "95%"]
email_severity = "B"
[escalation]
steps = [{ after = "0m", page = "on_call" }, { after = "7m", page = "backup" }]
[calendar]
time_zone = "Australia/Lord_Howe"
business_day = "close_of_business"
holidays = ["01-01", "12-25"]
[calendar.office_hours]
mon = ["00:00-24:00"]
wed = ["09:00-12:00", "13:00-13:30"]
sat = ["22:00-24:00"]
[[severity]]
code = "A"
covers = ["office_hours", "weekend"]
respond = { office_hours = "3h", weekend = "none", otherwise = "1 business day" }
update = { office_hours = "40m", otherwise = "none" }
resolve = "next business day"
[[severity]]
code = "B"
covers = ["out_of_hours", "bank_holiday"]
respond = "1h"
update = "2h"
resolve = "1d"
[[severity]]
code = "C"
covers = "always"
respond = "discretion"
update = "next business day"
resolve = { weekend = "20m", otherwise = "3 business days" }
[[severity]]
code = "D"
covers = []
"#;

fn contracts() -> &'static [Contract] {
    static CONTRACTS: OnceLock<Vec<Contract>> = OnceLock::new();
    CONTRACTS.get_or_init(|| {
        let from_start = |source: &str| format!("reclassify = \"from_start\"\n{source}");
        let mut contracts: Vec<Contract> =
            punctual::sla::shipped().iter().map(|(key, _)| agreement(key)).collect();
        contracts.extend([
            office(),
            office_with("reclassify = \"from_start\""),
            parse(HARD),
            parse(&from_start(HARD)),
        ]);
        contracts
    })
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Reply(Author),
    Acknowledge,
    Note,
    Severity(usize),
    Status(Status),
    Solved,
    Take,
    Assign(bool),
}

fn act() -> impl Strategy<Value = Act> {
    let one_of = |all: &'static [Status]| proptest::sample::select(all);
    prop_oneof![
        4 => proptest::sample::select(Author::ALL).prop_map(Act::Reply),
        1 => Just(Act::Acknowledge),
        1 => Just(Act::Note),
        4 => (0..6_usize).prop_map(Act::Severity),
        5 => one_of(&[Status::Open, Status::WaitingOnCustomer, Status::WaitingOnCustomer, Status::Resolved]).prop_map(Act::Status),
        1 => Just(Act::Status(Status::Closed)),
        2 => Just(Act::Solved),
        1 => Just(Act::Take),
        1 => any::<bool>().prop_map(Act::Assign),
    ]
}

/// Seconds to the next event: often none, often minutes, at times weeks.
fn gap() -> impl Strategy<Value = i64> {
    prop_oneof![2 => Just(0), 6 => (1..240_i64).prop_map(|minutes| minutes * 60), 3 => 0..90_000_i64, 1 => 0..900_000_i64]
}

#[derive(Debug, Clone)]
struct Life {
    contract: usize,
    at: i64,
    channel: Channel,
    severity: usize,
    suggested: Option<usize>,
    acts: Vec<(i64, Act)>,
    rest: i64,
}

fn life() -> impl Strategy<Value = Life> {
    let whole_decades = 1_500_000_000..1_900_000_000_i64;
    let channel = proptest::sample::select(Channel::ALL);
    (
        0..16_usize,
        whole_decades,
        channel,
        0..6_usize,
        proptest::option::of(0..6_usize),
        vec((gap(), act()), 0..14),
        gap(),
    )
        .prop_map(|(contract, at, channel, severity, suggested, acts, rest)| Life {
            contract,
            at: at - at % 60,
            channel,
            severity,
            suggested,
            acts,
            rest,
        })
}

impl Life {
    fn contract(&self) -> &'static Contract {
        let contracts = contracts();
        &contracts[self.contract % contracts.len()]
    }

    fn code(&self, index: usize) -> SeverityCode {
        let severities = self.contract().severities();
        severities[index % severities.len()].code().clone()
    }

    fn open(&self) -> (Timers, Vec<Fact>) {
        let arrival = Arrival {
            at: second(self.at),
            channel: self.channel,
            severity: self.code(self.severity),
            suggested: self.suggested.map(|index| self.code(index)),
        };
        Timers::open(self.contract(), arrival)
    }

    fn event(&self, act: Act) -> Event {
        match act {
            Act::Reply(author) => Event::Reply(author),
            Act::Acknowledge => Event::Acknowledge,
            Act::Note => Event::Note,
            Act::Severity(index) => Event::Reclassify(self.code(index)),
            Act::Status(status) => Event::SetStatus(status),
            Act::Solved => Event::Solved,
            Act::Take => Event::TakePage,
            Act::Assign(assigned) => Event::Assign(assigned),
        }
    }

    fn events(&self) -> Vec<(Instant, Event)> {
        let mut at = self.at;
        let mut events = Vec::new();
        for (gap, act) in &self.acts {
            at += gap;
            events.push((second(at), self.event(*act)));
        }
        events
    }

    fn end(&self) -> Instant {
        second(self.at + self.rest + self.acts.iter().map(|(gap, _)| gap).sum::<i64>())
    }

    /// The facts and the end of this life, looked at as rarely as possible.
    fn live(&self) -> (Timers, Vec<Fact>) {
        let (mut timers, mut facts) = self.open();
        for (at, event) in self.events() {
            facts.extend(timers.apply(self.contract(), at, event));
        }
        facts.extend(timers.advance(self.contract(), self.end()));
        (timers, facts)
    }

    /// The same, looked at whenever something is due, the state stored and read each time.
    fn live_punctually(&self) -> (Timers, Vec<Fact>) {
        let (mut timers, mut facts) = self.open();
        for (at, event) in self.events() {
            facts.extend(self.pass(&mut timers, at));
            facts.extend(timers.apply(self.contract(), at, event));
        }
        facts.extend(self.pass(&mut timers, self.end()));
        (timers, facts)
    }

    fn pass(&self, timers: &mut Timers, to: Instant) -> Vec<Fact> {
        let contract = self.contract();
        let mut facts = Vec::new();
        while let Some(wake) = timers.next_wake(contract).filter(|wake| *wake <= to) {
            *timers = stored(timers);
            assert_eq!(timers.advance(contract, wake - TimeDelta::microseconds(1)), [], "too early");
            let found = timers.advance(contract, wake);
            assert!(!found.is_empty(), "a wake for nothing at {wake}");
            facts.extend(found);
        }
        assert_eq!(timers.advance(contract, to), [], "next_wake passed over something");
        facts
    }
}

fn second(at: i64) -> Instant {
    DateTime::from_timestamp(at, 0).unwrap()
}

fn stored(timers: &Timers) -> Timers {
    serde_json::from_str(&serde_json::to_string(timers).unwrap()).unwrap()
}

fn dues(timers: &Timers, contract: &Contract) -> Vec<(ClockKind, Instant)> {
    let view = |kind: &ClockKind| (*kind, timers.clock(contract, *kind));
    let running = ClockKind::ALL.iter().map(view).filter(|(_, view)| view.state == ClockState::Running);
    running.map(|(kind, view)| (kind, view.due.expect("what runs is due"))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_late_look_finds_what_many_punctual_ones_do(life in life()) {
        let (late, facts) = life.live();
        let (punctual, same) = life.live_punctually();
        prop_assert_eq!(facts, same);
        prop_assert_eq!(&late, &punctual);
        prop_assert_eq!(stored(&late), punctual);
    }

    #[test]
    fn facts_are_told_in_time_order_and_breaches_once_at_their_due_instants(life in life()) {
        let (_, facts) = life.live();
        prop_assert!(facts.is_sorted_by_key(|fact| fact.at));
        let mut breaches = HashSet::new();
        for fact in &facts {
            match fact.what {
                What::Breached => {
                    prop_assert_eq!(fact.due, Some(fact.at));
                    prop_assert!(breaches.insert((fact.clock, fact.due)), "twice: {:?}", fact);
                }
                What::Started | What::Resumed | What::DueChanged | What::Warned | What::HeldOver | What::Met => {
                    prop_assert!(fact.due.is_none_or(|due| due >= fact.at), "due before its cause: {:?}", fact);
                }
                What::MetLate => prop_assert!(fact.due.is_some_and(|due| due <= fact.at), "{:?}", fact),
                What::Paused => prop_assert_eq!(fact.due, None),
                What::Stopped | What::Page | What::Email => {}
            }
            prop_assert_eq!(fact.to.is_some(), matches!(fact.what, What::Page | What::Email));
        }
        for kind in [ClockKind::Respond, ClockKind::Resolve] {
            let count = breaches.iter().filter(|(clock, _)| *clock == Some(kind)).count();
            prop_assert!(count <= 1, "{kind} breached {count} times");
        }
    }

    #[test]
    fn facts_and_views_agree(life in life()) {
        let (timers, facts) = life.live();
        for kind in ClockKind::ALL {
            let of_clock = |fact: &&Fact| fact.clock == Some(*kind) && !matches!(fact.what, What::Email | What::Warned);
            let last = facts.iter().rfind(of_clock);
            let view = timers.clock(life.contract(), *kind);
            let expected: &[ClockState] = match last.map(|fact| fact.what) {
                None => &[ClockState::NotStarted, ClockState::NoTarget],
                Some(What::Started | What::HeldOver | What::Resumed | What::DueChanged) => &[ClockState::Running],
                Some(What::Paused) => &[ClockState::Paused],
                Some(What::Breached) if *kind == ClockKind::Update => &[ClockState::NoTarget],
                Some(What::Breached) => &[ClockState::Breached],
                Some(What::Met) => &[ClockState::Met, ClockState::NoTarget],
                Some(What::MetLate) => &[ClockState::MetLate],
                Some(_) => &[ClockState::Stopped, ClockState::NoTarget],
            };
            prop_assert!(expected.contains(&view.state), "{kind} is {:?} after {:?}", view.state, last);
            if view.state == ClockState::Running {
                prop_assert_eq!(view.due, last.and_then(|fact| fact.due));
            }
            prop_assert!(!view.explanation.is_empty());
        }
    }

    #[test]
    fn a_pause_that_ends_where_it_began_changes_no_due_instant(life in life()) {
        let (timers, _) = life.live();
        let contract = life.contract();
        let mut paused = timers.clone();
        if timers.status() == Status::Open {
            paused.apply(contract, life.end(), Event::SetStatus(Status::WaitingOnCustomer));
            paused.apply(contract, life.end(), Event::Reply(Author::Customer));
            prop_assert_eq!(dues(&timers, contract), dues(&paused, contract));
            prop_assert_eq!(timers.next_wake(contract), paused.next_wake(contract));
        }
    }

    #[test]
    fn the_customers_word_keeps_and_breaks_nothing_and_a_slip_costs_no_promise(life in life(), gap in gap()) {
        let (mut timers, _) = life.live();
        let contract = life.contract();
        let before = dues(&timers, contract);
        let stood = timers.clone();
        let facts = timers.apply(contract, life.end(), Event::Solved);
        prop_assert!(facts.iter().all(|fact| matches!(fact.what, What::Stopped | What::Email)), "{:?}", facts);
        let back = life.end() + TimeDelta::seconds(gap);
        prop_assert_eq!(timers.advance(contract, back), []);
        if stood.status() == Status::Open {
            timers.apply(contract, back, Event::Reply(Author::Customer));
            let after = dues(&timers, contract);
            for (kind, due) in before {
                let now = after.iter().find(|(other, _)| *other == kind).map(|(_, due)| *due);
                // What is held over keeps its whole target, and counts it from the resumption without a new hold-over:
                // that may end sooner where hours before the opening count too.
                let held_over = stood.clock(contract, kind).held_over_until.is_some_and(|start| start > life.end());
                let is_kept = now.is_some_and(|now| (now >= due || held_over) && now >= back);
                prop_assert!(is_kept || kind == ClockKind::Update, "{kind}: {due}, now {now:?}");
            }
        }
    }

    #[test]
    fn raising_never_buys_time(life in life(), target in 0..6_usize) {
        let (timers, _) = life.live();
        let contract = life.contract();
        let rank = |code: &SeverityCode| contract.severity(code.as_str()).unwrap().rank();
        let raised_to = life.code(target);
        if timers.status() == Status::Open && rank(&raised_to) < rank(timers.severity()) {
            let mut raised = timers.clone();
            raised.apply(contract, life.end(), Event::Reclassify(raised_to));
            let after = dues(&raised, contract);
            for (kind, due) in dues(&timers, contract) {
                let now = after.iter().find(|(other, _)| *other == kind).map(|(_, due)| *due);
                prop_assert!(now.is_some_and(|now| now <= due), "{kind} was due {due}, now {now:?}");
            }
        }
    }

    #[test]
    fn a_detour_costs_nobody_anything(life in life(), target in 0..6_usize, gap in gap()) {
        let (mut straight, _) = life.live();
        let contract = life.contract();
        let home = straight.severity().clone();
        let back = life.end() + TimeDelta::seconds(gap);
        let mut detour = straight.clone();
        detour.apply(contract, life.end(), Event::Reclassify(life.code(target)));
        let mut on_the_way = detour.advance(contract, back);
        detour.apply(contract, back, Event::Reclassify(home));
        on_the_way.extend(straight.advance(contract, back));
        if straight.status() != Status::Closed && on_the_way.iter().all(|fact| fact.what != What::Breached) {
            let detour_dues = dues(&detour, contract);
            for (kind, due) in dues(&straight, contract) {
                let after = detour_dues.iter().find(|(other, _)| *other == kind).map(|(_, due)| *due);
                prop_assert!(after.is_some_and(|after| after <= due.max(back)), "{kind}: {due}, after the detour {after:?}");
            }
        }
    }

    #[test]
    fn no_order_of_events_does_harm(
        life in life(),
        events in vec((0..4_102_444_800_000_000_i64, act()), 0..8),
        looks in vec(0..4_102_444_800_000_000_i64, 8),
    ) {
        let (mut timers, _) = life.open();
        let contract = life.contract();
        for ((at, act), look) in events.into_iter().zip(looks) {
            // A step of decades is a hundred thousand missed updates; the first weeks of it show the same.
            let step = |micros: i64| {
                let wish = DateTime::from_timestamp_micros(micros).unwrap();
                timers.next_wake(contract).map_or(wish, |wake| wish.min(wake + TimeDelta::weeks(3)))
            };
            let (at, look) = (step(at), step(look));
            timers.advance(contract, look);
            timers.apply(contract, at, life.event(act));
            prop_assert_eq!(&stored(&timers), &timers);
            prop_assert_eq!(timers.next_due(contract).is_some(), !dues(&timers, contract).is_empty());
        }
    }
}

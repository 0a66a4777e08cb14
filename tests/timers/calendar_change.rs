//! A day ahead becomes a holiday while clocks run: they fall due as if it had always been one.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta};
use proptest::{collection::vec, prelude::*};
use punctual::sla::{
    Arrival, Author, Channel, ClockKind, Contract, Event, Instant, SeverityCode, Status, Timers, What,
};

use super::{agreement, office};

/// The day that is proclaimed: a Thursday, no holiday, in a year that begins when lives begin.
fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 26).unwrap()
}

fn with_holiday(contract: &Contract) -> Contract {
    contract.with_proclaimed(BTreeMap::from([(day(), "Feast".to_owned())]))
}

fn begin() -> Instant {
    "2026-11-23T08:00:00Z".parse().unwrap()
}

/// What people do before the day begins, each some minutes after the one before.
fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Reply(Author::Agent)),
        Just(Event::Reply(Author::Customer)),
        Just(Event::SetStatus(Status::WaitingOnCustomer)),
        Just(Event::SetStatus(Status::Open)),
        Just(Event::SetStatus(Status::Resolved)),
        (0..4usize).prop_map(|rank| Event::Reclassify(SeverityCode::new(format!("{rank}")))),
    ]
}

/// The severities of a contract have other names: the number stands for a rank.
fn named(contract: &Contract, event: Event) -> Event {
    let Event::Reclassify(code) = &event else { return event };
    let rank: usize = code.as_str().parse().unwrap();
    let severity = &contract.severities()[rank % contract.severities().len()];
    Event::Reclassify(severity.code().clone())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn clocks_fall_due_as_if_the_day_had_always_been_a_holiday(
        which in 0..5usize,
        events in vec((1..600i64, event()), 0..12),
        share in 0..100usize,
    ) {
        let keys = ["dms", "discount-kit", "software-support", "teamplify"];
        let before = if which == 4 { office() } else { agreement(keys[which]) };
        let after = with_holiday(&before);
        let severity = before.severities()[which % before.severities().len()].code().clone();
        let arrival = || Arrival {
            at: begin(), channel: Channel::Portal, severity: severity.clone(), suggested: None,
        };
        let (mut changing, _) = Timers::open(&before, arrival());
        let (mut always, _) = Timers::open(&after, arrival());
        let change_after = events.len() * share / 100;
        let mut now = begin();
        let mut contract = &before;
        let mut moved_to = BTreeMap::new();
        for (place, (minutes, event)) in events.into_iter().enumerate() {
            if place == change_after {
                contract = &after;
                let told = changing.moved_by(&before, &after);
                let breached_before = changing.clone().advance(&before, now).len();
                let facts = changing.change_calendar(&before, &after, now);
                prop_assert!(breached_before == 0 || !facts.is_empty());
                for fact in facts.into_iter().filter(|fact| fact.what == What::DueChanged) {
                    moved_to.insert(fact.clock, fact.due);
                }
                for one in told {
                    prop_assert_eq!(moved_to.get(&Some(one.clock)), Some(&Some(one.to)));
                }
            }
            now += TimeDelta::minutes(minutes);
            if now.date_naive() >= day() { break; }
            let event = named(&before, event);
            changing.apply(contract, now, event.clone());
            always.apply(&after, now, event);
        }
        changing.change_calendar(contract, &after, now);
        always.advance(&after, now);
        for clock in ClockKind::ALL {
            let (found, wanted) = (changing.clock(&after, *clock), always.clock(&after, *clock));
            prop_assert_eq!((found.state, found.breached, found.misses), (wanted.state, wanted.breached, wanted.misses));
            if found.ended.is_none() {
                prop_assert_eq!(found.due, wanted.due, "{:?}", clock);
            }
        }
        let later = now + TimeDelta::days(20);
        let missed = |timers: &mut Timers| -> Vec<(DateTime<chrono::Utc>, Option<ClockKind>)> {
            let facts = timers.advance(&after, later).into_iter();
            facts.filter(|fact| fact.what == What::Breached).map(|fact| (fact.at, fact.clock)).collect()
        };
        prop_assert_eq!(missed(&mut changing), missed(&mut always));
    }
}

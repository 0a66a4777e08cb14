//! What should not happen, and must do no harm when it does.

use chrono::{TimeDelta, TimeZone, Utc};
use punctual::sla::{
    Arrival, Author, Channel, ClockKind, ClockState, Event, SeverityCode, Status, Timers, What,
};

use super::{agreement, life::instant, office};

fn opened(at: &str, severity: &str) -> Timers {
    let severity = SeverityCode::new(severity);
    Timers::open(&office(), Arrival { at: instant(at), channel: Channel::Api, severity, suggested: None }).0
}

#[test]
fn an_event_from_before_the_last_one_counts_at_the_last_ones_instant() {
    let mut timers = opened("11-23 10:00", "High");
    timers.apply(&office(), instant("11-23 10:30"), Event::Note);
    let facts = timers.apply(&office(), instant("11-23 10:10"), Event::Reply(Author::Agent));
    assert!(facts.iter().any(|fact| fact.what == What::Met));
    assert!(facts.iter().all(|fact| fact.at == instant("11-23 10:30")), "{facts:?}");
}

#[test]
fn a_reply_that_is_heard_of_after_its_breach_was_found_meets_late() {
    let mut timers = opened("11-23 10:00", "High");
    timers.advance(&office(), instant("11-23 11:05"));
    timers.apply(&office(), instant("11-23 10:50"), Event::Reply(Author::Agent));
    assert_eq!(timers.clock(&office(), ClockKind::Respond).state, ClockState::MetLate);
}

#[test]
fn a_severity_that_the_contract_does_not_list_promises_nothing() {
    let timers = opened("11-23 10:00", "Urgent");
    assert_eq!(timers.next_wake(&office()), None);
    assert_eq!(
        timers.clock(&office(), ClockKind::Respond).explanation,
        "The agreement does not list Urgent."
    );
}

#[test]
fn instants_are_cut_to_microseconds_so_that_they_survive_storage() {
    let arrival = Arrival {
        at: instant("11-23 10:00") + TimeDelta::nanoseconds(1_234_567),
        channel: Channel::Portal,
        severity: SeverityCode::new("High"),
        suggested: None,
    };
    let (timers, facts) = Timers::open(&office(), arrival);
    let stored: Timers = serde_json::from_str(&serde_json::to_string(&timers).unwrap()).unwrap();
    assert_eq!(stored, timers);
    assert_eq!(facts[0].at, instant("11-23 10:00") + TimeDelta::microseconds(1234));
}

#[test]
fn the_ends_of_time_are_survived() {
    for year in [1969, 1970, 2099, 2100, 2101, 9999, 200_000] {
        let at = Utc.with_ymd_and_hms(year, 12, 31, 23, 59, 59).unwrap();
        let severity = SeverityCode::new("Critical");
        let arrival = Arrival { at, channel: Channel::Api, severity, suggested: None };
        let contract = agreement("dms");
        let (mut timers, _) = Timers::open(&contract, arrival);
        timers.apply(&contract, at + TimeDelta::hours(1), Event::Reply(Author::Agent));
        timers.advance(&contract, at + TimeDelta::days(3));
        assert!(timers.next_wake(&contract).is_none_or(|wake| wake > at));
        ClockKind::ALL
            .iter()
            .for_each(|kind| assert!(!timers.clock(&contract, *kind).explanation.is_empty()));
    }
}

#[test]
fn the_stored_state_of_a_plain_ticket_is_small() {
    let mut timers = opened("11-23 10:00", "High");
    for hour in 0..100 {
        timers.apply(&office(), instant("11-23 10:30") + TimeDelta::hours(hour), Event::Reply(Author::Agent));
    }
    let text = serde_json::to_string(&timers).unwrap();
    assert!(text.len() < 600, "{} bytes: {text}", text.len());
}

#[test]
fn pauses_that_no_clock_counts_any_more_are_forgotten() {
    let contract = agreement("dms");
    let arrival = Arrival {
        at: instant("11-23 10:00"),
        channel: Channel::Api,
        severity: SeverityCode::new("High"),
        suggested: None,
    };
    let (mut timers, _) = Timers::open(&contract, arrival);
    for minutes in (0..1000).map(|times| times * 30) {
        let at = instant("11-23 10:30") + TimeDelta::minutes(minutes);
        timers.apply(&contract, at, Event::Reply(Author::Agent));
        timers.apply(&contract, at, Event::SetStatus(Status::WaitingOnCustomer));
        timers.apply(&contract, at + TimeDelta::minutes(20), Event::Reply(Author::Customer));
    }
    let text = serde_json::to_string(&timers).unwrap();
    assert!(text.len() < 600, "{} bytes: {text}", text.len());
}

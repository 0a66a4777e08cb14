//! A ticket's life as lines of text: "11-23 10:00 reply agent" in, "11-23 10:00 met respond 11-23 11:00" out.
//! The year is 2026 and the wall clock is London's.

use chrono::{NaiveDateTime, TimeZone};
use chrono_tz::Europe::London;
use punctual::sla::{
    Arrival, Author, Channel, Contract, Event, Fact, Instant, SeverityCode, Status, Timers, What,
};

/// The facts about clocks that follow from a script; warnings, pages and emails are left out.
pub fn check(contract: &Contract, script: &[&str], expected: &[&str]) {
    let (_, facts) = live(contract, script);
    let about_clocks = |fact: &&Fact| !matches!(fact.what, What::Warned | What::Page | What::Email);
    assert_lines(script, facts.iter().filter(about_clocks), expected);
}

/// The facts of some kinds that follow from a script.
pub fn check_only(contract: &Contract, kinds: &[What], script: &[&str], expected: &[&str]) {
    let (_, facts) = live(contract, script);
    assert_lines(script, facts.iter().filter(|fact| kinds.contains(&fact.what)), expected);
}

/// Every fact that follows from a script.
pub fn check_all(contract: &Contract, script: &[&str], expected: &[&str]) {
    let (_, facts) = live(contract, script);
    assert_lines(script, facts.iter(), expected);
}

fn assert_lines<'f>(script: &[&str], facts: impl Iterator<Item = &'f Fact>, expected: &[&str]) {
    let lines: Vec<String> = facts.map(line).collect();
    assert_eq!(lines, expected, "\nscript:\n{}\ngot:\n{}\n", script.join("\n"), lines.join("\n"));
}

/// Plays a script. Every life is played twice: time passing in one piece between events, and punctually from wake to
/// wake, the state going through JSON each time. Both must give the same facts and the same end.
pub fn live(contract: &Contract, script: &[&str]) -> (Timers, Vec<Fact>) {
    let (late, facts) = play(contract, script, |_, _| Vec::new());
    let (punctual, same_facts) = play(contract, script, |timers, to| {
        let mut facts = Vec::new();
        while let Some(wake) = timers.next_wake(contract).filter(|wake| *wake <= to) {
            *timers = through_json(timers);
            let found = timers.advance(contract, wake);
            assert!(!found.is_empty(), "nothing happened at the wake {wake}");
            facts.extend(found);
            assert!(timers.advance(contract, wake).is_empty(), "the same happened twice at {wake}");
        }
        facts
    });
    assert_eq!(facts, same_facts, "late and punctual looks differ\n{}", script.join("\n"));
    assert_eq!(late, punctual);
    (late, facts)
}

fn through_json(timers: &Timers) -> Timers {
    let text = serde_json::to_string(timers).expect("it is JSON");
    serde_json::from_str(&text).expect("it reads what it wrote")
}

fn play(
    contract: &Contract,
    script: &[&str],
    mut pass: impl FnMut(&mut Timers, Instant) -> Vec<Fact>,
) -> (Timers, Vec<Fact>) {
    let (first, events) = script.split_first().expect("a script begins with a submit");
    let (mut timers, mut facts) = Timers::open(contract, arrival(first));
    for step in events {
        let (at, words) = split(step);
        facts.extend(pass(&mut timers, at));
        facts.extend(match words.as_slice() {
            ["until"] => timers.advance(contract, at),
            words => timers.apply(contract, at, event(words)),
        });
    }
    (timers, facts)
}

fn arrival(step: &str) -> Arrival {
    let (at, words) = split(step);
    let (channel, severity, suggested) = match words.as_slice() {
        ["submit", channel, severity] => (channel, severity, None),
        ["submit", channel, severity, "suggested", suggested] => {
            (channel, severity, Some(SeverityCode::new(*suggested)))
        }
        other => panic!("not a submit: {other:?}"),
    };
    let channel: Channel = channel.parse().expect("a channel");
    Arrival { at, channel, severity: SeverityCode::new(*severity), suggested }
}

fn event(words: &[&str]) -> Event {
    match words {
        ["reply", by] => Event::Reply(by.parse::<Author>().expect("an author")),
        ["acknowledge"] => Event::Acknowledge,
        ["note"] => Event::Note,
        ["severity", to] => Event::Reclassify(SeverityCode::new(*to)),
        ["status", "waiting"] => Event::SetStatus(Status::WaitingOnCustomer),
        ["status", to] => Event::SetStatus(to.parse().expect("a status")),
        ["solved"] => Event::Solved,
        ["take"] => Event::TakePage,
        ["pass"] => Event::PassPage,
        ["assign"] => Event::Assign(true),
        ["unassign"] => Event::Assign(false),
        other => panic!("not an event: {other:?}"),
    }
}

fn split(step: &str) -> (Instant, Vec<&str>) {
    let (time, words) = step.split_at(11);
    (instant(time), words.split_whitespace().collect())
}

/// "11-23 10:00" in London.
pub fn instant(text: &str) -> Instant {
    let local = NaiveDateTime::parse_from_str(&format!("2026-{text}"), "%Y-%m-%d %H:%M")
        .expect("month-day hour:minute");
    London.from_local_datetime(&local).earliest().expect("it exists").to_utc()
}

fn line(fact: &Fact) -> String {
    let mut parts = vec![shown(fact.at), fact.what.to_string()];
    parts.extend(fact.to.map(|to| to.to_string()));
    parts.extend(fact.clock.map(|clock| clock.to_string()));
    parts.extend(fact.due.map(shown));
    parts.join(" ")
}

pub fn shown(at: Instant) -> String {
    let local = at.with_timezone(&London);
    let whole = at.timestamp() % 60 == 0;
    local.format(if whole { "%m-%d %H:%M" } else { "%m-%d %H:%M:%S" }).to_string()
}

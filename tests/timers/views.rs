//! The clocks as people see them.

use punctual::sla::{ClockKind, ClockState, Contract, Status, What};

use super::{
    agreement,
    life::{instant, live, shown},
    office,
};

/// "state due" of the clocks, in their order.
fn check(contract: &Contract, script: &[&str], expected: [&str; 3]) {
    let (timers, _) = live(contract, script);
    let views = [ClockKind::Respond, ClockKind::Update, ClockKind::Resolve].map(|kind| {
        let view = timers.clock(contract, kind);
        let due = view.due.map(|due| format!(" {}", shown(due))).unwrap_or_default();
        format!("{}{due}", view.state)
    });
    assert_eq!(views, expected, "{}", script.join("\n"));
}

#[test]
fn a_view_follows_the_ticket() {
    let script = [
        "11-23 10:00 submit portal High",
        "11-23 10:30 reply agent",
        "11-23 11:00 status waiting",
        "11-23 12:00 reply customer",
        "11-23 14:00 until",
        "11-23 14:10 status resolved",
    ];
    for (length, expected) in [
        (1, ["running 11-23 11:00", "not_started", "running 11-23 18:00"]),
        (2, ["met 11-23 11:00", "running 11-23 12:30", "running 11-23 18:00"]),
        (3, ["met 11-23 11:00", "paused", "paused"]),
        (4, ["met 11-23 11:00", "running 11-23 13:30", "running 11-23 19:00"]),
        (5, ["met 11-23 11:00", "running 11-23 15:30", "running 11-23 19:00"]),
        (6, ["met 11-23 11:00", "stopped 11-23 15:30", "met 11-23 19:00"]),
    ] {
        check(&office(), script.get(..length).expect("that long"), expected);
    }
}

#[test]
fn a_missed_clock_is_breached_until_it_is_met_late_whatever_changes_after() {
    let script = ["11-23 10:00 submit portal High", "11-23 11:10 severity Medium", "11-23 11:20 reply agent"];
    check(&office(), &script[..2], ["breached 11-23 11:00", "running 11-24 11:00", "running 11-25 10:00"]);
    check(&office(), &script, ["met_late 11-23 11:00", "running 11-24 11:20", "running 11-25 10:00"]);
}

#[test]
fn what_is_promised_nowhere_has_no_target() {
    check(&office(), &["11-23 10:00 submit portal Idea"], ["no_target", "not_started", "no_target"]);
    check(
        &office(),
        &["11-23 10:00 submit portal Low", "11-23 10:30 reply agent"],
        ["met 11-24 10:00", "no_target", "running 11-30 10:00"],
    );
}

#[test]
fn a_view_tells_the_promise_that_governs() {
    let (timers, _) = live(
        &agreement("dms"),
        &["11-21 22:00 submit portal Low", "11-24 17:00 severity Critical", "11-24 17:05 severity Medium"],
    );
    let view = timers.clock(&agreement("dms"), ClockKind::Respond);
    assert_eq!(view.severity.map(|code| code.to_string()).as_deref(), Some("Low"));
    assert_eq!(view.target.map(|target| target.to_string()).as_deref(), Some("2 business days"));
    assert_eq!(view.held_over_until, Some(instant("11-23 09:00")));
    assert_eq!(view.started, Some(instant("11-21 22:00")));
    assert_eq!(view.due, Some(instant("11-24 17:30")));
    assert_eq!(timers.severity().as_str(), "Medium");
    assert_eq!(timers.status(), Status::Open);
}

#[test]
fn misses_are_counted() {
    let (timers, facts) =
        live(&agreement("dms"), &["11-23 10:00 submit portal Critical", "11-23 12:01 until"]);
    let update = timers.clock(&agreement("dms"), ClockKind::Update);
    assert_eq!((update.misses, update.breached), (2, Some(instant("11-23 12:00"))));
    assert_eq!(facts.iter().filter(|fact| fact.what == What::Breached).count(), 3);
    assert_eq!(timers.next_due(&agreement("dms")), Some((ClockKind::Update, instant("11-23 12:30"))));
}

#[test]
fn the_first_due_clock_leads_the_queue_and_paused_ones_do_not() {
    let contract = office();
    for (script, expected) in [
        (vec!["11-23 10:00 submit portal High"], Some((ClockKind::Respond, instant("11-23 11:00")))),
        (
            vec!["11-23 10:00 submit portal High", "11-23 10:30 reply agent", "11-23 10:40 status waiting"],
            None,
        ),
        (vec!["11-23 10:00 submit portal High", "11-23 10:30 status resolved"], None),
        (vec!["11-23 10:00 submit portal Idea"], None),
    ] {
        assert_eq!(live(&contract, &script).0.next_due(&contract), expected, "{script:?}");
    }
}

#[test]
fn an_open_call_is_shown_until_it_is_taken() {
    let contract = office();
    let (timers, _) = live(&contract, &["11-21 22:00 submit portal High"]);
    let page = timers.pages(&contract).expect("somebody is called");
    assert_eq!((page.since, page.step, page.next), (instant("11-21 22:00"), 1, None));
    assert_eq!(page.why, "High arrived Sat 21 Nov 2026 22:00 (weekend), which the agreement covers");
    let (timers, _) = live(&contract, &["11-21 22:00 submit portal High", "11-21 22:01 take"]);
    assert_eq!(timers.pages(&contract), None);
}

#[test]
fn a_ticket_wakes_just_after_its_due_instant() {
    let contract = office();
    let (timers, _) = live(&contract, &["11-23 10:00 submit portal High", "11-23 10:50 until"]);
    let wake = timers.next_wake(&contract).expect("the answer is due");
    assert_eq!((wake - instant("11-23 11:00")).num_microseconds(), Some(1));
    assert_eq!(timers.clock(&contract, ClockKind::Respond).state, ClockState::Running);
}

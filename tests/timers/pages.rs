//! Who is called, and who next.

use punctual::sla::{Contract, What};

use super::{agreement, life, office, office_with};

const CHAIN: &str = r#"escalation = { steps = [
    { after = "0m", page = "on_call" }, { after = "15m", page = "backup" }, { after = "30m", page = "manager" },
] }"#;

fn check(contract: &Contract, script: &[&str], expected: &[&str]) {
    life::check_only(contract, &[What::Page], script, expected);
}

#[test]
fn a_covered_arrival_outside_office_hours_calls_the_on_call_person_at_once() {
    for (at, page) in [
        ("11-21 22:00", "11-21 22:00 page on_call"),
        ("11-24 06:00", "11-24 06:00 page on_call"),
        ("12-25 10:00", "12-25 10:00 page on_call"),
    ] {
        check(&office(), &[&format!("{at} submit portal High")], &[page]);
    }
}

#[test]
fn nobody_is_called_in_office_hours_or_for_what_is_held_over_or_never_calls() {
    check(&office(), &["11-23 10:00 submit portal High"], &[]);
    check(&office(), &["11-21 22:00 submit portal Medium"], &[]);
    check(&office(), &["11-21 22:00 submit portal Idea"], &[]);
    check(&agreement("discount-kit"), &["11-21 22:00 submit portal Low"], &[]);
}

#[test]
fn the_call_goes_up_the_chain_until_somebody_takes_it() {
    let steps = ["11-21 22:00 page on_call", "11-21 22:15 page backup", "11-21 22:30 page manager"];
    for (taken, called) in [
        ("11-21 22:10 take", 1),
        ("11-21 22:15 take", 2),
        ("11-21 22:20 reply agent", 2),
        ("11-21 22:20 acknowledge", 2),
        ("11-21 22:20 status resolved", 2),
        ("11-21 22:20 status closed", 2),
        ("11-21 22:14 reply customer", 3),
        ("11-21 22:14 status waiting", 3),
        ("11-21 22:14 severity Low", 3),
        ("11-21 22:50 until", 3),
    ] {
        check(
            &office_with(CHAIN),
            &["11-21 22:00 submit portal High", taken, "11-22 10:00 until"],
            steps.get(..called).expect("that many steps"),
        );
    }
}

#[test]
fn a_call_that_is_passed_on_reaches_the_next_step_at_once_and_delays_nobody() {
    for (passed, expected) in [
        (vec!["11-21 22:05 pass"], vec!["11-21 22:05 page backup", "11-21 22:30 page manager"]),
        (vec!["11-21 22:00 pass"], vec!["11-21 22:00 page backup", "11-21 22:30 page manager"]),
        (
            vec!["11-21 22:05 pass", "11-21 22:06 pass", "11-21 22:07 pass"],
            vec!["11-21 22:05 page backup", "11-21 22:06 page manager"],
        ),
        (vec!["11-21 22:10 take", "11-21 22:11 pass"], vec![]),
    ] {
        let script = [vec!["11-21 22:00 submit portal High"], passed, vec!["11-22 10:00 until"]].concat();
        check(&office_with(CHAIN), &script, &[vec!["11-21 22:00 page on_call"], expected].concat());
    }
    check(&office_with(CHAIN), &["11-23 10:00 submit portal High", "11-23 10:05 pass"], &[]);
}

#[test]
fn a_raise_calls_at_once_and_again_from_the_first_step() {
    check(
        &office_with(CHAIN),
        &["11-23 20:00 submit portal Low", "11-23 20:05 severity High", "11-23 21:00 until"],
        &["11-23 20:05 page on_call", "11-23 20:20 page backup", "11-23 20:35 page manager"],
    );
    check(
        &agreement("discount-kit"),
        &[
            "11-23 20:00 submit portal High",
            "11-23 20:05 severity Critical",
            "11-23 20:10 take",
            "11-23 20:15 severity Low",
            "11-23 20:20 severity Critical",
        ],
        &["11-23 20:00 page on_call", "11-23 20:05 page on_call", "11-23 20:20 page on_call"],
    );
    check(
        &office_with(CHAIN),
        &["11-21 22:00 submit email Low suggested High", "11-21 22:20 severity High", "11-21 22:40 until"],
        &[
            "11-21 22:00 page on_call",
            "11-21 22:15 page backup",
            "11-21 22:20 page on_call",
            "11-21 22:35 page backup",
        ],
    );
}

#[test]
fn a_lowering_calls_nobody_and_neither_does_a_raise_of_a_resolved_ticket() {
    check(
        &agreement("discount-kit"),
        &["11-23 10:00 submit portal Critical", "11-23 20:00 severity High"],
        &[],
    );
    check(
        &office(),
        &["11-23 10:00 submit portal Low", "11-23 11:00 status resolved", "11-23 20:00 severity High"],
        &[],
    );
}

#[test]
fn an_email_that_reads_as_more_severe_is_looked_at_where_that_is_covered() {
    check(&office(), &["11-21 22:00 submit email Low suggested High"], &["11-21 22:00 page on_call"]);
    check(&office(), &["11-23 10:00 submit email Low suggested High"], &["11-23 10:00 page on_call"]);
    check(&office(), &["11-21 22:00 submit email Low suggested Medium"], &[]);
    check(&office(), &["11-23 10:00 submit email Low suggested Idea"], &[]);
    check(&office(), &["11-21 22:00 submit portal Low suggested High"], &[]);
    check(&office(), &["11-23 10:00 submit email Medium suggested Low"], &[]);
}

#[test]
fn a_ticket_that_calls_and_reads_as_more_severe_calls_once() {
    check(
        &agreement("discount-kit"),
        &["11-21 22:00 submit email High suggested Critical"],
        &["11-21 22:00 page on_call"],
    );
}

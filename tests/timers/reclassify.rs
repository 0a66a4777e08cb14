//! Changes of severity.

use super::{agreement, life::check, office, office_with, parse};

#[test]
fn the_agreements_own_examples_hold() {
    check(
        &agreement("dms"),
        &[
            "11-23 10:00 submit portal Low",
            "11-24 16:00 severity Critical",
            "11-24 16:30 severity Medium",
            "11-25 10:00 reply agent",
        ],
        &[
            "11-23 10:00 started respond 11-25 10:00",
            "11-24 16:00 due_changed respond 11-24 17:00",
            "11-24 16:30 due_changed respond 11-25 10:00",
            "11-25 10:00 met respond 11-25 10:00",
            "11-25 10:00 started update 11-26 10:00",
        ],
    );
    check(
        &agreement("dms"),
        &["11-23 10:00 submit portal Medium", "11-24 09:30 severity Critical", "11-24 10:00 reply agent"],
        &[
            "11-23 10:00 started respond 11-24 10:00",
            "11-24 10:00 met respond 11-24 10:00",
            "11-24 10:00 started update 11-24 10:30",
        ],
    );
}

#[test]
fn a_less_severe_promise_counts_from_when_the_ticket_was_at_least_that_severe() {
    // Lowered from High, Medium counts from the arrival: Monday 14:00.
    check(
        &office(),
        &["11-23 10:00 submit portal High", "11-23 10:30 severity Medium"],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:30 due_changed respond 11-23 14:00",
            "11-23 10:30 due_changed resolve 11-25 10:00",
        ],
    );
}

#[test]
fn from_start_counts_from_the_clocks_start_and_never_lies_before_the_change() {
    check(
        &office_with("reclassify = \"from_start\""),
        &[
            "11-23 10:00 submit portal Low",
            "11-23 10:30 severity High",
            "11-23 10:31 severity Low",
            "11-23 12:00 severity High",
            "11-23 12:00 reply agent",
        ],
        &[
            "11-23 10:00 started respond 11-24 10:00",
            "11-23 10:00 started resolve 11-30 10:00",
            "11-23 10:30 due_changed respond 11-23 11:00",
            "11-23 10:30 due_changed resolve 11-23 18:00",
            "11-23 10:31 due_changed respond 11-24 10:00",
            "11-23 10:31 due_changed resolve 11-30 10:00",
            "11-23 12:00 due_changed respond 11-23 12:00",
            "11-23 12:00 due_changed resolve 11-23 18:00",
            "11-23 12:00 met respond 11-23 12:00",
            "11-23 12:00 started update 11-23 14:00",
        ],
    );
}

#[test]
fn a_due_instant_moved_to_the_change_is_missed_the_moment_after() {
    check(
        &office_with("reclassify = \"from_start\""),
        &["11-23 10:00 submit portal Low", "11-23 12:00 severity High", "11-23 12:01 until"],
        &[
            "11-23 10:00 started respond 11-24 10:00",
            "11-23 10:00 started resolve 11-30 10:00",
            "11-23 12:00 due_changed respond 11-23 12:00",
            "11-23 12:00 due_changed resolve 11-23 18:00",
            "11-23 12:00 breached respond 11-23 12:00",
            "11-23 12:00 started update 11-23 14:00",
        ],
    );
}

#[test]
fn a_clock_without_target_starts_when_one_appears_and_stops_when_the_last_goes() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Idea",
            "11-23 11:00 severity Medium",
            "11-23 12:00 severity Idea",
            "11-23 13:00 severity Medium",
        ],
        &[
            "11-23 11:00 started respond 11-23 15:00",
            "11-23 11:00 started resolve 11-25 11:00",
            "11-23 12:00 stopped respond 11-23 15:00",
            "11-23 12:00 stopped resolve 11-25 11:00",
            "11-23 13:00 started respond 11-23 15:00",
            "11-23 13:00 started resolve 11-25 11:00",
        ],
    );
}

#[test]
fn update_starts_by_a_raise_from_a_severity_without_one() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Low",
            "11-23 10:30 reply agent",
            "11-23 11:00 severity High",
            "11-23 11:30 severity Low",
        ],
        &[
            "11-23 10:00 started respond 11-24 10:00",
            "11-23 10:00 started resolve 11-30 10:00",
            "11-23 10:30 met respond 11-24 10:00",
            "11-23 11:00 started update 11-23 13:00",
            "11-23 11:00 due_changed resolve 11-23 19:00",
            "11-23 11:30 stopped update 11-23 13:00",
            "11-23 11:30 due_changed resolve 11-30 10:00",
        ],
    );
}

#[test]
fn the_update_clock_counts_severities_held_since_its_last_start_only() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:10 reply agent",
            "11-23 10:20 severity Medium",
            "11-23 10:30 reply agent",
            "11-23 10:40 severity High",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:10 met respond 11-23 11:00",
            "11-23 10:10 started update 11-23 12:10",
            "11-23 10:20 due_changed update 11-24 10:10",
            "11-23 10:20 due_changed resolve 11-25 10:00",
            "11-23 10:30 started update 11-24 10:30",
            "11-23 10:40 due_changed update 11-23 12:40",
            "11-23 10:40 due_changed resolve 11-23 18:00",
        ],
    );
}

#[test]
fn a_paused_clock_shows_its_new_due_at_the_resumption() {
    // High since 12:00, within the pause: its whole targets are left at 13:00.
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Medium",
            "11-23 10:30 reply agent",
            "11-23 11:00 status waiting",
            "11-23 12:00 severity High",
            "11-23 13:00 reply customer",
        ],
        &[
            "11-23 10:00 started respond 11-23 14:00",
            "11-23 10:00 started resolve 11-25 10:00",
            "11-23 10:30 met respond 11-23 14:00",
            "11-23 10:30 started update 11-24 10:30",
            "11-23 11:00 paused update",
            "11-23 11:00 paused resolve",
            "11-23 13:00 resumed update 11-23 15:00",
            "11-23 13:00 resumed resolve 11-23 21:00",
        ],
    );
}

#[test]
fn a_clock_that_appears_or_goes_while_the_ticket_waits() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Low",
            "11-23 10:30 reply agent",
            "11-23 11:00 status waiting",
            "11-23 12:00 severity High",
            "11-23 12:10 severity Low",
            "11-23 12:20 severity Idea",
            "11-23 13:00 status open",
        ],
        &[
            "11-23 10:00 started respond 11-24 10:00",
            "11-23 10:00 started resolve 11-30 10:00",
            "11-23 10:30 met respond 11-24 10:00",
            "11-23 11:00 paused resolve",
            "11-23 12:00 started update 11-23 14:00",
            "11-23 12:00 paused update",
            "11-23 12:10 stopped update",
            "11-23 12:20 stopped resolve",
        ],
    );
}

#[test]
fn a_breach_once_recorded_stays() {
    check(
        &office(),
        &["11-23 10:00 submit portal High", "11-23 11:01 severity Low", "11-23 12:00 reply agent"],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 11:00 breached respond 11-23 11:00",
            "11-23 11:00 started update 11-23 13:00",
            "11-23 11:01 stopped update 11-23 13:00",
            "11-23 11:01 due_changed resolve 11-30 10:00",
            "11-23 12:00 met_late respond 11-23 11:00",
        ],
    );
}

#[test]
fn pauses_count_in_every_promise() {
    // Low has 5 days from Monday 10:00 and lost 1 hour; Medium has 2 days from Monday 13:00 and lost nothing.
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Low",
            "11-23 10:30 reply agent",
            "11-23 11:00 status waiting",
            "11-23 12:00 status open",
            "11-23 13:00 severity Medium",
            "11-23 14:00 severity Low",
        ],
        &[
            "11-23 10:00 started respond 11-24 10:00",
            "11-23 10:00 started resolve 11-30 10:00",
            "11-23 10:30 met respond 11-24 10:00",
            "11-23 11:00 paused resolve",
            "11-23 12:00 resumed resolve 11-30 11:00",
            "11-23 13:00 started update 11-24 13:00",
            "11-23 13:00 due_changed resolve 11-25 13:00",
            "11-23 14:00 stopped update 11-24 13:00",
            "11-23 14:00 due_changed resolve 11-30 11:00",
        ],
    );
}

#[test]
fn a_change_to_the_same_or_to_an_unknown_severity_is_none() {
    check(
        &office(),
        &["11-23 10:00 submit portal Medium", "11-23 10:10 severity Medium", "11-23 10:20 severity Urgent"],
        &["11-23 10:00 started respond 11-23 14:00", "11-23 10:00 started resolve 11-25 10:00"],
    );
}

#[test]
fn a_raise_out_of_hours_is_judged_by_its_own_hour() {
    // Critical takes 2 hours out of hours; the 12 hours of High from 17:00 end at 05:00.
    check(
        &agreement("discount-kit"),
        &["11-23 17:00 submit portal High", "11-23 20:00 severity Critical"],
        &["11-23 17:00 started respond 11-24 05:00", "11-23 20:00 due_changed respond 11-23 22:00"],
    );
}

#[test]
fn a_less_severe_promise_that_is_earlier_counts_from_the_change_on() {
    let odd = parse(
        r#"
        schema = 1
        key = "odd"
        name = "Less severe, yet sooner"
        hold_over = "next_covered"
        [calendar]
        time_zone = "Europe/London"
        [calendar.office_hours]
        mon = ["09:00-17:30"]
        [[severity]]
        code = "A"
        respond = "4h"
        [[severity]]
        code = "B"
        respond = "1h"
        "#,
    );
    check(
        &odd,
        &["11-23 10:00 submit portal A", "11-23 12:00 severity B", "11-23 12:01 until"],
        &[
            "11-23 10:00 started respond 11-23 14:00",
            "11-23 12:00 due_changed respond 11-23 12:00",
            "11-23 12:00 breached respond 11-23 12:00",
        ],
    );
}

//! The respond clock.

use super::{agreement, life::check, office, office_with};

#[test]
fn starts_with_the_ticket_and_is_met_by_a_persons_first_reply() {
    check(
        &agreement("dms"),
        &["11-23 10:00 submit portal Critical", "11-23 10:40 reply agent"],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:40 met respond 11-23 11:00",
            "11-23 10:40 started update 11-23 11:10",
        ],
    );
}

#[test]
fn is_not_met_by_machines_or_notes_or_customers() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Medium",
            "11-23 10:05 reply system",
            "11-23 10:10 note",
            "11-23 10:20 reply customer",
            "11-23 10:30 acknowledge",
            "11-23 14:00 until",
        ],
        &["11-23 10:00 started respond 11-23 14:00", "11-23 10:00 started resolve 11-25 10:00"],
    );
}

#[test]
fn is_met_by_an_acknowledgement_where_the_contract_says_so() {
    check(
        &office_with("response_met_by = \"acknowledgement\""),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:30 acknowledge",
            "11-23 10:45 acknowledge",
            "11-23 11:00 reply agent",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:30 met respond 11-23 11:00",
            "11-23 10:30 started update 11-23 12:30",
            "11-23 11:00 started update 11-23 13:00",
        ],
    );
}

#[test]
fn an_acknowledgement_by_a_machine_never_counts() {
    check(
        &office_with("response_met_by = \"acknowledgement\""),
        &["11-23 10:00 submit portal Low", "11-23 10:30 reply system", "11-23 11:30 until"],
        &["11-23 10:00 started respond 11-24 10:00", "11-23 10:00 started resolve 11-30 10:00"],
    );
}

#[test]
fn an_event_at_the_due_instant_is_in_time_and_the_moment_after_is_late() {
    check(
        &agreement("dms"),
        &["11-23 10:00 submit api High", "11-23 14:00 reply agent"],
        &[
            "11-23 10:00 started respond 11-23 14:00",
            "11-23 14:00 met respond 11-23 14:00",
            "11-23 14:00 started update 11-23 16:00",
        ],
    );
    check(
        &agreement("dms"),
        &["11-23 10:00 submit api High", "11-23 14:01 reply agent"],
        &[
            "11-23 10:00 started respond 11-23 14:00",
            "11-23 14:00 breached respond 11-23 14:00",
            "11-23 14:00 started update 11-23 16:00",
            "11-23 14:01 met_late respond 11-23 14:00",
            "11-23 14:01 started update 11-23 16:01",
        ],
    );
}

#[test]
fn breaches_once_and_is_met_late_once() {
    check(
        &agreement("dms"),
        &["11-23 10:00 submit portal Low", "11-26 10:00 reply agent", "11-26 11:00 reply agent"],
        &[
            "11-23 10:00 started respond 11-25 10:00",
            "11-25 10:00 breached respond 11-25 10:00",
            "11-26 10:00 met_late respond 11-25 10:00",
        ],
    );
}

#[test]
fn resolving_counts_as_a_reply() {
    check(
        &office(),
        &["11-23 10:00 submit portal High", "11-23 10:30 status resolved"],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:30 met respond 11-23 11:00",
            "11-23 10:30 met resolve 11-23 18:00",
        ],
    );
}

#[test]
fn never_pauses() {
    check(
        &agreement("dms"),
        &["11-23 10:00 submit portal High", "11-23 10:30 status waiting", "11-23 15:00 until"],
        &[
            "11-23 10:00 started respond 11-23 14:00",
            "11-23 14:00 breached respond 11-23 14:00",
            "11-23 14:00 started update 11-23 16:00",
            "11-23 14:00 paused update",
        ],
    );
}

#[test]
fn held_over_starts_at_the_event_and_counts_from_the_opening() {
    check(
        &agreement("dms"),
        &["11-21 22:00 submit portal Critical", "11-23 10:01 until"],
        &[
            "11-21 22:00 started respond 11-23 10:00",
            "11-21 22:00 held_over respond 11-23 10:00",
            "11-23 10:00 breached respond 11-23 10:00",
            "11-23 10:00 started update 11-23 10:30",
        ],
    );
}

#[test]
fn outside_the_agreement_no_clock_runs() {
    check(
        &office(),
        &["11-23 10:00 submit portal Idea", "11-23 10:30 reply agent", "11-30 10:00 until"],
        &[],
    );
}

#[test]
fn closing_stops_it_without_meeting_it() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Medium",
            "11-23 11:00 status closed",
            "11-23 12:00 reply agent",
            "12-23 11:00 until",
        ],
        &[
            "11-23 10:00 started respond 11-23 14:00",
            "11-23 10:00 started resolve 11-25 10:00",
            "11-23 11:00 stopped respond 11-23 14:00",
            "11-23 11:00 stopped resolve 11-25 10:00",
        ],
    );
}

#[test]
fn a_response_given_before_there_was_a_target_leaves_nothing_to_promise() {
    check(
        &office(),
        &["11-23 10:00 submit portal Idea", "11-23 10:30 reply agent", "11-23 11:00 severity High"],
        &["11-23 11:00 started update 11-23 13:00", "11-23 11:00 started resolve 11-23 19:00"],
    );
}

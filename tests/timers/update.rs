//! The update clock.

use super::{agreement, life::check, office};

#[test]
fn every_missed_period_counts_until_the_ticket_is_resolved() {
    check(
        &agreement("dms"),
        &[
            "11-23 16:00 submit portal Critical",
            "11-23 16:15 reply agent",
            "11-24 09:10 status resolved",
            "11-25 10:00 until",
        ],
        &[
            "11-23 16:00 started respond 11-23 17:00",
            "11-23 16:15 met respond 11-23 17:00",
            "11-23 16:15 started update 11-23 16:45",
            "11-23 16:45 breached update 11-23 16:45",
            "11-23 16:45 started update 11-23 17:15",
            "11-23 17:15 breached update 11-23 17:15",
            "11-23 17:15 started update 11-24 09:15",
            "11-24 09:10 stopped update 11-24 09:15",
        ],
    );
}

#[test]
fn a_miss_starts_it_again_by_the_band_and_hold_over_of_the_missed_instant() {
    check(
        &agreement("dms"),
        &["11-27 16:30 submit portal Critical", "11-27 17:00 reply agent", "11-30 09:40 until"],
        &[
            "11-27 16:30 started respond 11-27 17:30",
            "11-27 17:00 met respond 11-27 17:30",
            "11-27 17:00 started update 11-27 17:30",
            "11-27 17:30 breached update 11-27 17:30",
            "11-27 17:30 started update 11-30 09:30",
            "11-27 17:30 held_over update 11-30 09:30",
            "11-30 09:30 breached update 11-30 09:30",
            "11-30 09:30 started update 11-30 10:00",
        ],
    );
}

#[test]
fn each_agent_reply_restarts_it_and_nothing_else_does() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:10 reply agent",
            "11-23 10:20 reply customer",
            "11-23 10:30 reply system",
            "11-23 10:40 note",
            "11-23 10:50 acknowledge",
            "11-23 11:00 reply agent",
            "11-23 11:00 reply agent",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:10 met respond 11-23 11:00",
            "11-23 10:10 started update 11-23 12:10",
            "11-23 11:00 started update 11-23 13:00",
            "11-23 11:00 started update 11-23 13:00",
        ],
    );
}

#[test]
fn starts_when_the_response_is_missed_and_again_with_the_late_reply() {
    check(
        &agreement("dms"),
        &["11-23 10:00 submit portal Critical", "11-23 11:20 reply agent", "11-23 11:50 until"],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 11:00 breached respond 11-23 11:00",
            "11-23 11:00 started update 11-23 11:30",
            "11-23 11:20 met_late respond 11-23 11:00",
            "11-23 11:20 started update 11-23 11:50",
        ],
    );
}

#[test]
fn a_late_acknowledgement_meets_the_response_and_leaves_the_update_that_the_miss_started() {
    check(
        &agreement("dms"),
        &["11-23 10:00 submit portal Medium", "11-24 11:00 acknowledge", "11-24 12:00 until"],
        &[
            "11-23 10:00 started respond 11-24 10:00",
            "11-24 10:00 breached respond 11-24 10:00",
            "11-24 10:00 started update 11-25 10:00",
            "11-24 11:00 met_late respond 11-24 10:00",
        ],
    );
}

#[test]
fn a_severity_without_updates_has_no_such_clock() {
    check(
        &office(),
        &["11-23 10:00 submit portal Low", "11-23 11:00 reply agent"],
        &[
            "11-23 10:00 started respond 11-24 10:00",
            "11-23 10:00 started resolve 11-30 10:00",
            "11-23 11:00 met respond 11-24 10:00",
        ],
    );
}

#[test]
fn a_reply_that_resolves_leaves_no_update_behind() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:30 reply agent",
            "11-23 10:30 status resolved",
            "11-24 10:00 until",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:30 met respond 11-23 11:00",
            "11-23 10:30 started update 11-23 12:30",
            "11-23 10:30 stopped update 11-23 12:30",
            "11-23 10:30 met resolve 11-23 18:00",
        ],
    );
}

#[test]
fn does_not_start_while_the_ticket_is_resolved() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:30 status resolved",
            "11-23 10:40 reply agent",
            "11-24 10:00 until",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:30 met respond 11-23 11:00",
            "11-23 10:30 met resolve 11-23 18:00",
        ],
    );
}

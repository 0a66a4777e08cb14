//! Tickets that were resolved and go on.

use super::{life::check, office};

const RESOLVED: [&str; 2] = ["11-23 10:00 submit portal High", "11-23 10:30 status resolved"];
const UNTIL_RESOLVED: [&str; 4] = [
    "11-23 10:00 started respond 11-23 11:00",
    "11-23 10:00 started resolve 11-23 18:00",
    "11-23 10:30 met respond 11-23 11:00",
    "11-23 10:30 met resolve 11-23 18:00",
];

fn check_resolved(script: &[&str], expected: &[&str]) {
    check(&office(), &[&RESOLVED[..], script].concat(), &[&UNTIL_RESOLVED[..], expected].concat());
}

#[test]
fn a_customers_reply_starts_update_and_resolve_goes_on_as_after_a_pause() {
    check_resolved(
        &["11-24 10:30 reply customer", "11-24 11:00 status resolved", "11-24 12:00 reply customer"],
        &[
            "11-24 10:30 started update 11-24 12:30",
            "11-24 10:30 resumed resolve 11-24 18:00",
            "11-24 11:00 stopped update 11-24 12:30",
            "11-24 11:00 met resolve 11-24 18:00",
            "11-24 12:00 started update 11-24 14:00",
            "11-24 12:00 resumed resolve 11-24 19:00",
        ],
    );
}

#[test]
fn an_agent_reopens_by_the_status() {
    check_resolved(
        &["11-24 10:30 status open"],
        &["11-24 10:30 started update 11-24 12:30", "11-24 10:30 resumed resolve 11-24 18:00"],
    );
}

#[test]
fn reopened_to_wait_both_clocks_are_paused_at_once() {
    check_resolved(
        &["11-24 10:30 status waiting", "11-24 11:30 reply customer"],
        &[
            "11-24 10:30 started update 11-24 12:30",
            "11-24 10:30 paused update",
            "11-24 10:30 resumed resolve 11-24 18:00",
            "11-24 10:30 paused resolve",
            "11-24 11:30 resumed update 11-24 13:30",
            "11-24 11:30 resumed resolve 11-24 19:00",
        ],
    );
}

#[test]
fn resolving_while_waiting_then_reopening_is_one_pause() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:30 status waiting",
            "11-23 12:00 status resolved",
            "11-23 13:00 reply customer",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:30 paused resolve",
            "11-23 11:00 breached respond 11-23 11:00",
            "11-23 11:00 started update 11-23 13:00",
            "11-23 11:00 paused update",
            "11-23 12:00 met_late respond 11-23 11:00",
            "11-23 12:00 stopped update",
            "11-23 12:00 met resolve",
            "11-23 13:00 started update 11-23 15:00",
            "11-23 13:00 resumed resolve 11-23 20:30",
        ],
    );
}

#[test]
fn machines_and_notes_and_agents_replies_do_not_reopen() {
    check_resolved(
        &[
            "11-24 10:30 reply system",
            "11-24 10:40 note",
            "11-24 10:50 reply agent",
            "11-24 10:55 acknowledge",
        ],
        &[],
    );
}

#[test]
fn a_severity_raised_while_resolved_counts_from_the_reopening() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Low",
            "11-23 10:30 status resolved",
            "11-23 12:00 severity High",
            "11-23 13:00 reply customer",
        ],
        &[
            "11-23 10:00 started respond 11-24 10:00",
            "11-23 10:00 started resolve 11-30 10:00",
            "11-23 10:30 met respond 11-24 10:00",
            "11-23 10:30 met resolve 11-30 10:00",
            "11-23 13:00 started update 11-23 15:00",
            "11-23 13:00 resumed resolve 11-23 21:00",
        ],
    );
}

#[test]
fn closed_is_final() {
    check_resolved(
        &["11-24 10:00 status closed", "11-24 11:00 reply customer", "11-24 12:00 status open"],
        &[],
    );
}

#[test]
fn a_resolution_that_was_never_promised_can_be_promised_after_the_reopening() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Idea",
            "11-23 10:30 status resolved",
            "11-23 12:00 reply customer",
            "11-23 12:30 severity High",
        ],
        &["11-23 12:30 started update 11-23 14:30", "11-23 12:30 started resolve 11-23 20:30"],
    );
}

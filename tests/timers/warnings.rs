//! Warnings before a promise breaks.

use punctual::sla::{Contract, What};

use super::{
    agreement,
    life::{check_all, check_only},
    office, office_with,
};

fn check(contract: &Contract, script: &[&str], expected: &[&str]) {
    check_only(contract, &[What::Warned], script, expected);
}

#[test]
fn come_at_three_quarters_of_the_target_by_default() {
    check(
        &agreement("dms"),
        &["11-23 17:00 submit portal High", "11-24 12:30 reply agent", "11-24 14:00 until"],
        &["11-24 11:30 warned respond 11-24 12:30", "11-24 14:00 warned update 11-24 14:30"],
    );
}

#[test]
fn count_service_time_from_the_start_after_a_hold_over() {
    check(
        &agreement("dms"),
        &["11-21 22:00 submit portal Critical", "11-23 10:00 until"],
        &["11-23 09:45 warned respond 11-23 10:00"],
    );
}

#[test]
fn come_at_every_share_that_the_contract_sets_once() {
    check(
        &office_with("warn_at = [\"50%\", \"75%\", \"90%\"]"),
        &[
            "11-23 10:00 submit portal Idea",
            "11-23 10:00 severity High",
            "11-23 10:50 severity Idea",
            "11-23 10:55 severity High",
            "11-23 11:00 until",
        ],
        &[
            "11-23 10:30 warned respond 11-23 11:00",
            "11-23 10:45 warned respond 11-23 11:00",
            "11-23 10:55 warned respond 11-23 11:00",
        ],
    );
}

#[test]
fn are_moved_along_by_pauses() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:00 reply agent",
            "11-23 11:00 status waiting",
            "11-23 13:00 status open",
            "11-23 14:00 until",
        ],
        &["11-23 13:30 warned update 11-23 14:00"],
    );
}

#[test]
fn are_silent_while_the_clock_is_paused() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:00 reply agent",
            "11-23 11:00 status waiting",
            "12-01 13:00 until",
        ],
        &[],
    );
}

#[test]
fn come_at_the_change_that_leaves_too_little() {
    check(
        &office_with("reclassify = \"from_start\""),
        &["11-23 10:00 submit portal Low", "11-23 10:50 severity High", "11-23 10:55 until"],
        &["11-23 10:50 warned respond 11-23 11:00"],
    );
}

#[test]
fn come_again_for_every_period_of_the_update_clock() {
    check(
        &agreement("dms"),
        &["11-23 10:00 submit portal Critical", "11-23 10:00 reply agent", "11-23 11:00 until"],
        &["11-23 10:22:30 warned update 11-23 10:30", "11-23 10:52:30 warned update 11-23 11:00"],
    );
}

#[test]
fn go_to_the_assignee_or_else_to_the_team() {
    let script = ["11-23 10:00 submit portal High", "11-23 10:10 assign", "11-23 10:45 until"];
    let ends = [
        "11-23 10:00 started resolve 11-23 18:00",
        "11-23 10:00 email customer",
        "11-23 10:45 warned respond 11-23 11:00",
    ];
    let mut expected = vec!["11-23 10:00 started respond 11-23 11:00"];
    expected.extend(ends);
    expected.push("11-23 10:45 email assignee respond 11-23 11:00");
    check_all(&office(), &script, &expected);
    expected.pop();
    expected.push("11-23 10:45 email team respond 11-23 11:00");
    check_all(&office(), &[&script[..2], &["11-23 10:20 unassign"], &script[2..]].concat(), &expected);
}

#[test]
fn do_not_come_when_the_clock_is_met_before() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Low",
            "11-23 10:40 reply agent",
            "11-23 10:41 status resolved",
            "12-24 10:00 until",
        ],
        &[],
    );
}

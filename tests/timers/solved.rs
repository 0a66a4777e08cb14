//! The customer says that it is solved: nothing more is owed, and nothing is kept or made good by that.

use punctual::sla::What;

use super::{
    agreement,
    life::{check, check_only},
    office, office_with, parse,
};

#[test]
fn what_still_counts_is_stopped_and_neither_kept_nor_broken() {
    check(
        &office(),
        &["11-23 10:00 submit portal High", "11-23 10:30 solved", "11-25 10:00 until"],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:30 stopped respond 11-23 11:00",
            "11-23 10:30 stopped resolve 11-23 18:00",
        ],
    );
}

#[test]
fn what_was_kept_stays_kept_and_what_was_missed_stays_missed() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:30 reply agent",
            "11-23 12:00 reply agent",
            "11-23 18:30 solved",
            "11-23 19:00 solved",
            "11-23 19:30 status resolved",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:30 met respond 11-23 11:00",
            "11-23 10:30 started update 11-23 12:30",
            "11-23 12:00 started update 11-23 14:00",
            "11-23 14:00 breached update 11-23 14:00",
            "11-23 14:00 started update 11-23 16:00",
            "11-23 16:00 breached update 11-23 16:00",
            "11-23 16:00 started update 11-23 18:00",
            "11-23 18:00 breached update 11-23 18:00",
            "11-23 18:00 breached resolve 11-23 18:00",
            "11-23 18:00 started update 11-23 20:00",
            "11-23 18:30 stopped update 11-23 20:00",
        ],
    );
}

#[test]
fn at_the_due_instant_it_comes_in_time() {
    check(
        &office(),
        &["11-23 10:00 submit portal High", "11-23 11:00 solved"],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 11:00 stopped respond 11-23 11:00",
            "11-23 11:00 stopped resolve 11-23 18:00",
        ],
    );
}

#[test]
fn reopened_an_answer_and_a_solution_still_owed_go_on_where_they_stood() {
    for reopening in ["reply customer", "status open"] {
        check(
            &office(),
            &[
                "11-23 10:00 submit portal High",
                "11-23 10:20 solved",
                &format!("11-24 10:20 {reopening}"),
                "11-24 10:30 solved",
                "11-24 11:00 reply customer",
                "11-24 11:31 reply agent",
            ],
            &[
                "11-23 10:00 started respond 11-23 11:00",
                "11-23 10:00 started resolve 11-23 18:00",
                "11-23 10:20 stopped respond 11-23 11:00",
                "11-23 10:20 stopped resolve 11-23 18:00",
                "11-24 10:20 resumed respond 11-24 11:00",
                "11-24 10:20 started update 11-24 12:20",
                "11-24 10:20 resumed resolve 11-24 18:00",
                "11-24 10:30 stopped respond 11-24 11:00",
                "11-24 10:30 stopped update 11-24 12:20",
                "11-24 10:30 stopped resolve 11-24 18:00",
                "11-24 11:00 resumed respond 11-24 11:30",
                "11-24 11:00 started update 11-24 13:00",
                "11-24 11:00 resumed resolve 11-24 18:30",
                "11-24 11:30 breached respond 11-24 11:30",
                "11-24 11:31 met_late respond 11-24 11:30",
                "11-24 11:31 started update 11-24 13:31",
            ],
        );
    }
}

#[test]
fn an_agreement_without_resolutions_keeps_the_answers_pause_too() {
    let answers_alone = parse(
        r#"
schema = 1
key = "answers"
name = "Answers"
[calendar]
time_zone = "Europe/London"
[calendar.office_hours]
mon = ["09:00-17:30"]
[[severity]]
code = "High"
covers = "always"
respond = "1h"
update = "2h"
"#,
    );
    check(
        &answers_alone,
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:50 solved",
            "11-23 12:00 reply customer",
            "11-23 12:11 until",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:50 stopped respond 11-23 11:00",
            "11-23 12:00 resumed respond 11-23 12:10",
            "11-23 12:00 started update 11-23 14:00",
            "11-23 12:10 breached respond 11-23 12:10",
        ],
    );
}

#[test]
fn an_answer_that_comes_afterwards_ends_the_response_for_good() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:20 solved",
            "11-23 12:30 reply agent",
            "11-23 13:00 reply customer",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:20 stopped respond 11-23 11:00",
            "11-23 10:20 stopped resolve 11-23 18:00",
            "11-23 13:00 started update 11-23 15:00",
            "11-23 13:00 resumed resolve 11-23 20:40",
        ],
    );
}

#[test]
fn a_missed_answer_is_made_good_only_by_an_answer() {
    let missed = [
        "11-23 10:00 started respond 11-23 11:00",
        "11-23 10:00 started resolve 11-23 18:00",
        "11-23 11:00 breached respond 11-23 11:00",
        "11-23 11:00 started update 11-23 13:00",
        "11-23 11:20 stopped update 11-23 13:00",
        "11-23 11:20 stopped resolve 11-23 18:00",
    ];
    let script = ["11-23 10:00 submit portal High", "11-23 11:20 solved"];
    check(&office(), &script, &missed);
    check(
        &office(),
        &[&script[..], &["11-23 12:00 reply agent"]].concat(),
        &[&missed[..], &["11-23 12:00 met_late respond 11-23 11:00"]].concat(),
    );
}

#[test]
fn while_it_waits_on_the_customer_the_paused_clocks_are_stopped() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:30 reply agent",
            "11-23 10:30 status waiting",
            "11-23 12:00 solved",
            "11-23 13:00 reply customer",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:30 met respond 11-23 11:00",
            "11-23 10:30 started update 11-23 12:30",
            "11-23 10:30 paused update",
            "11-23 10:30 paused resolve",
            "11-23 12:00 stopped update",
            "11-23 12:00 stopped resolve",
            "11-23 13:00 started update 11-23 15:00",
            "11-23 13:00 resumed resolve 11-23 20:30",
        ],
    );
}

#[test]
fn a_severity_raised_after_it_was_solved_owes_nothing_before_the_reopening() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Idea",
            "11-23 10:10 solved",
            "11-23 11:00 severity High",
            "11-23 15:00 reply customer",
        ],
        &[
            "11-23 15:00 started respond 11-23 16:00",
            "11-23 15:00 started update 11-23 17:00",
            "11-23 15:00 started resolve 11-23 23:00",
        ],
    );
}

#[test]
fn nobody_is_called_any_more() {
    let chain =
        "escalation.steps = [{ after = \"0m\", page = \"on_call\" }, { after = \"5m\", page = \"backup\" }]";
    let contract = office_with(chain);
    check_only(
        &contract,
        &[What::Page, What::Warned],
        &["11-21 22:00 submit portal High", "11-21 22:04 solved", "11-22 10:00 until"],
        &["11-21 22:00 page on_call"],
    );
}

/// A report of a Saturday is held over to Monday 09:00. A pause ends without a new hold-over, and on Monday the night
/// counts too.
#[test]
fn what_was_held_over_counts_from_the_slip_like_after_any_pause() {
    check(
        &agreement("software-support"),
        &[
            "11-28 00:00 submit portal S3",
            "11-28 00:00 solved",
            "11-28 00:01 reply customer",
            "11-28 01:00 until",
        ],
        &[
            "11-28 00:00 started respond 11-30 13:00",
            "11-28 00:00 held_over respond 11-30 13:00",
            "11-28 00:00 started resolve 12-04 17:30",
            "11-28 00:00 held_over resolve 12-04 17:30",
            "11-28 00:00 stopped respond 11-30 13:00",
            "11-28 00:00 stopped resolve 12-04 17:30",
            "11-28 00:01 resumed respond 11-30 04:00",
            "11-28 00:01 started update 11-30 17:30",
            "11-28 00:01 held_over update 11-30 17:30",
            "11-28 00:01 resumed resolve 12-04 17:30",
        ],
    );
}

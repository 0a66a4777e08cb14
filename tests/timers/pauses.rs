//! Clocks that stand still while a ticket waits on the customer.

use super::{life::check, office};

/// How every life here begins: answered at 10:30, so that update and resolve count.
fn check_after_reply(severity: &str, script: &[&str], expected: &[&str]) {
    let submit = format!("11-23 10:00 submit portal {severity}");
    let mut whole = vec![submit.as_str(), "11-23 10:30 reply agent"];
    whole.extend(script);
    let (respond, resolve, update) = match severity {
        "High" => ("11-23 11:00", "11-23 18:00", "11-23 12:30"),
        _ => ("11-23 14:00", "11-25 10:00", "11-24 10:30"),
    };
    let mut lines = vec![
        format!("11-23 10:00 started respond {respond}"),
        format!("11-23 10:00 started resolve {resolve}"),
        format!("11-23 10:30 met respond {respond}"),
        format!("11-23 10:30 started update {update}"),
    ];
    lines.extend(expected.iter().map(|line| (*line).to_owned()));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    check(&office(), &whole, &lines);
}

#[test]
fn what_is_left_is_kept_and_counted_again_after_a_customers_reply() {
    check_after_reply(
        "High",
        &["11-23 11:00 status waiting", "11-23 13:00 reply customer"],
        &[
            "11-23 11:00 paused update",
            "11-23 11:00 paused resolve",
            "11-23 13:00 resumed update 11-23 14:30",
            "11-23 13:00 resumed resolve 11-23 20:00",
        ],
    );
}

#[test]
fn an_agents_change_of_status_resumes_too() {
    check_after_reply(
        "High",
        &[
            "11-23 11:00 status waiting",
            "11-23 12:00 status waiting",
            "11-23 13:00 status open",
            "11-23 13:10 status open",
        ],
        &[
            "11-23 11:00 paused update",
            "11-23 11:00 paused resolve",
            "11-23 13:00 resumed update 11-23 14:30",
            "11-23 13:00 resumed resolve 11-23 20:00",
        ],
    );
}

#[test]
fn day_targets_keep_office_time_and_no_new_hold_over_follows() {
    // At 16:00 on Monday, 3 office hours of the day are left for the update, and 11 for the resolution.
    check_after_reply(
        "Medium",
        &["11-23 16:00 status waiting", "11-28 12:00 reply customer"],
        &[
            "11-23 16:00 paused update",
            "11-23 16:00 paused resolve",
            "11-28 12:00 resumed update 11-30 12:00",
            "11-28 12:00 resumed resolve 12-01 11:30",
        ],
    );
}

#[test]
fn a_clock_that_restarts_while_the_ticket_waits_is_paused_at_once_with_its_whole_target_left() {
    check_after_reply(
        "High",
        &["11-23 11:00 status waiting", "11-23 12:00 reply agent", "11-23 13:00 reply customer"],
        &[
            "11-23 11:00 paused update",
            "11-23 11:00 paused resolve",
            "11-23 12:00 started update 11-23 14:00",
            "11-23 12:00 paused update",
            "11-23 13:00 resumed update 11-23 15:00",
            "11-23 13:00 resumed resolve 11-23 20:00",
        ],
    );
}

#[test]
fn a_clock_that_starts_held_over_while_the_ticket_waits_counts_from_the_resumption() {
    check(
        &office(),
        &[
            "11-23 17:00 submit portal Medium",
            "11-23 17:10 status waiting",
            "11-23 20:00 reply agent",
            "11-24 12:00 status open",
        ],
        &[
            "11-23 17:00 started respond 11-24 12:30",
            "11-23 17:00 started resolve 11-25 17:00",
            "11-23 17:10 paused resolve",
            "11-23 20:00 met respond 11-24 12:30",
            "11-23 20:00 started update 11-24 17:30",
            "11-23 20:00 held_over update 11-24 17:30",
            "11-23 20:00 paused update",
            "11-24 12:00 resumed update 11-25 12:00",
            "11-24 12:00 resumed resolve 11-26 11:50",
        ],
    );
}

#[test]
fn nothing_is_missed_while_the_ticket_waits() {
    check_after_reply(
        "High",
        &["11-23 12:30 status waiting", "12-23 10:00 until"],
        &["11-23 12:30 paused update", "11-23 12:30 paused resolve"],
    );
}

#[test]
fn waiting_from_the_due_instant_on_leaves_nothing_to_count() {
    check_after_reply(
        "High",
        &["11-23 12:30 status waiting", "11-23 13:00 status open", "11-23 13:01 until"],
        &[
            "11-23 12:30 paused update",
            "11-23 12:30 paused resolve",
            "11-23 13:00 resumed update 11-23 13:00",
            "11-23 13:00 resumed resolve 11-23 18:30",
            "11-23 13:00 breached update 11-23 13:00",
            "11-23 13:00 started update 11-23 15:00",
        ],
    );
}

#[test]
fn a_pause_that_ends_where_it_began_moves_nothing() {
    check_after_reply(
        "High",
        &["11-23 11:00 status waiting", "11-23 11:00 reply customer"],
        &[
            "11-23 11:00 paused update",
            "11-23 11:00 paused resolve",
            "11-23 11:00 resumed update 11-23 12:30",
            "11-23 11:00 resumed resolve 11-23 18:00",
        ],
    );
}

#[test]
fn pauses_add_up() {
    check_after_reply(
        "High",
        &[
            "11-23 11:00 status waiting",
            "11-23 11:30 reply customer",
            "11-23 11:40 status waiting",
            "11-23 12:40 reply customer",
        ],
        &[
            "11-23 11:00 paused update",
            "11-23 11:00 paused resolve",
            "11-23 11:30 resumed update 11-23 13:00",
            "11-23 11:30 resumed resolve 11-23 18:30",
            "11-23 11:40 paused update",
            "11-23 11:40 paused resolve",
            "11-23 12:40 resumed update 11-23 14:00",
            "11-23 12:40 resumed resolve 11-23 19:30",
        ],
    );
}

#[test]
fn resolving_from_a_pause_meets_the_resolution_in_time() {
    check_after_reply(
        "High",
        &["11-23 11:00 status waiting", "11-25 11:00 status resolved"],
        &[
            "11-23 11:00 paused update",
            "11-23 11:00 paused resolve",
            "11-25 11:00 stopped update",
            "11-25 11:00 met resolve",
        ],
    );
}

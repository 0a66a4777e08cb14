//! The resolve clock.

use super::{life::check, office};

#[test]
fn starts_with_the_ticket_and_is_met_by_resolving() {
    check(
        &office(),
        &["11-23 10:00 submit portal Medium", "11-23 11:00 reply agent", "11-24 16:00 status resolved"],
        &[
            "11-23 10:00 started respond 11-23 14:00",
            "11-23 10:00 started resolve 11-25 10:00",
            "11-23 11:00 met respond 11-23 14:00",
            "11-23 11:00 started update 11-24 11:00",
            "11-24 11:00 breached update 11-24 11:00",
            "11-24 11:00 started update 11-25 11:00",
            "11-24 16:00 stopped update 11-25 11:00",
            "11-24 16:00 met resolve 11-25 10:00",
        ],
    );
}

#[test]
fn breaches_once_and_is_only_met_late_then() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal Low",
            "11-23 11:00 reply agent",
            "12-01 09:00 status resolved",
            "12-01 10:00 reply customer",
            "12-09 10:00 status resolved",
        ],
        &[
            "11-23 10:00 started respond 11-24 10:00",
            "11-23 10:00 started resolve 11-30 10:00",
            "11-23 11:00 met respond 11-24 10:00",
            "11-30 10:00 breached resolve 11-30 10:00",
            "12-01 09:00 met_late resolve 11-30 10:00",
        ],
    );
}

#[test]
fn everything_that_falls_due_at_one_instant_is_told_in_the_order_of_the_clocks() {
    check(
        &office(),
        &["11-23 10:00 submit portal High", "11-23 16:00 reply agent", "11-23 18:01 status resolved"],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 11:00 breached respond 11-23 11:00",
            "11-23 11:00 started update 11-23 13:00",
            "11-23 13:00 breached update 11-23 13:00",
            "11-23 13:00 started update 11-23 15:00",
            "11-23 15:00 breached update 11-23 15:00",
            "11-23 15:00 started update 11-23 17:00",
            "11-23 16:00 met_late respond 11-23 11:00",
            "11-23 16:00 started update 11-23 18:00",
            "11-23 18:00 breached update 11-23 18:00",
            "11-23 18:00 breached resolve 11-23 18:00",
            "11-23 18:00 started update 11-23 20:00",
            "11-23 18:01 stopped update 11-23 20:00",
            "11-23 18:01 met_late resolve 11-23 18:00",
        ],
    );
}

#[test]
fn closing_an_unresolved_ticket_meets_nothing() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:30 reply agent",
            "11-23 10:40 status waiting",
            "11-23 10:50 status closed",
            "11-24 10:00 reply customer",
            "11-24 10:10 status open",
            "11-24 10:20 severity Low",
            "11-30 10:00 until",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:30 met respond 11-23 11:00",
            "11-23 10:30 started update 11-23 12:30",
            "11-23 10:40 paused update",
            "11-23 10:40 paused resolve",
            "11-23 10:50 stopped update",
            "11-23 10:50 stopped resolve",
        ],
    );
}

#[test]
fn a_breached_clock_is_neither_paused_nor_stopped() {
    check(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 19:00 status waiting",
            "11-23 19:10 status open",
            "11-23 19:20 status closed",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 11:00 breached respond 11-23 11:00",
            "11-23 11:00 started update 11-23 13:00",
            "11-23 13:00 breached update 11-23 13:00",
            "11-23 13:00 started update 11-23 15:00",
            "11-23 15:00 breached update 11-23 15:00",
            "11-23 15:00 started update 11-23 17:00",
            "11-23 17:00 breached update 11-23 17:00",
            "11-23 17:00 started update 11-23 19:00",
            "11-23 18:00 breached resolve 11-23 18:00",
            "11-23 19:00 paused update",
            "11-23 19:10 resumed update 11-23 19:10",
            "11-23 19:10 breached update 11-23 19:10",
            "11-23 19:10 started update 11-23 21:10",
            "11-23 19:20 stopped update 11-23 21:10",
        ],
    );
}

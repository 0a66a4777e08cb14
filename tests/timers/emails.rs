//! What the customer is told by mail.

use punctual::sla::What;

use super::{
    agreement,
    life::{check_all, check_only, live},
    office,
};

#[test]
fn the_customer_hears_of_arrival_answer_breach_and_resolution() {
    check_all(
        &office(),
        &[
            "11-23 10:00 submit portal High",
            "11-23 10:10 reply system",
            "11-23 10:20 note",
            "11-23 11:05 reply agent",
            "11-23 11:10 reply customer",
            "11-23 11:30 status resolved",
            "11-23 11:40 status closed",
        ],
        &[
            "11-23 10:00 started respond 11-23 11:00",
            "11-23 10:00 started resolve 11-23 18:00",
            "11-23 10:00 email customer",
            "11-23 10:45 warned respond 11-23 11:00",
            "11-23 10:45 email team respond 11-23 11:00",
            "11-23 11:00 breached respond 11-23 11:00",
            "11-23 11:00 started update 11-23 13:00",
            "11-23 11:00 email customer respond 11-23 11:00",
            "11-23 11:05 met_late respond 11-23 11:00",
            "11-23 11:05 started update 11-23 13:05",
            "11-23 11:05 email customer",
            "11-23 11:30 stopped update 11-23 13:05",
            "11-23 11:30 met resolve 11-23 18:00",
            "11-23 11:30 email customer",
        ],
    );
}

#[test]
fn facts_of_one_instant_end_with_pages_and_then_emails() {
    check_all(
        &office(),
        &["11-21 22:00 submit portal High"],
        &[
            "11-21 22:00 started respond 11-21 23:00",
            "11-21 22:00 started resolve 11-22 06:00",
            "11-21 22:00 page on_call",
            "11-21 22:00 email customer",
        ],
    );
}

#[test]
fn every_breach_has_its_own_notice() {
    check_only(
        &agreement("dms"),
        &[What::Breached],
        &["11-23 10:00 submit portal Critical", "11-23 12:01 until"],
        &[
            "11-23 11:00 breached respond 11-23 11:00",
            "11-23 11:30 breached update 11-23 11:30",
            "11-23 12:00 breached update 11-23 12:00",
        ],
    );
}

#[test]
fn the_acknowledgement_says_what_is_promised() {
    let dms = agreement("dms");
    let office = office();
    for (contract, submit, why) in [
        (&dms, "11-23 10:00 submit portal Critical", "acknowledgement: answer due Mon 23 Nov 2026 11:00"),
        (
            &dms,
            "11-21 22:00 submit portal Critical",
            "acknowledgement: held over, the clock starts Mon 23 Nov 2026 09:00; answer due Mon 23 Nov 2026 10:00",
        ),
        (&office, "11-21 22:00 submit portal Idea", "acknowledgement: Idea is outside the agreement"),
    ] {
        let (_, facts) = live(contract, &[submit]);
        let reasons: Vec<_> =
            facts.iter().filter(|fact| fact.what == What::Email).map(|fact| fact.why.as_deref()).collect();
        assert_eq!(reasons, [Some(why)]);
    }
}

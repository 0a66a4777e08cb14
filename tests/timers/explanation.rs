//! Why a clock is due when it is, in words.

use punctual::sla::{ClockKind, Contract};

use super::{
    agreement,
    life::{instant, live},
    office, office_with,
};

fn check(contract: &Contract, clock: ClockKind, script: &[&str], parts: &[&str]) {
    let (timers, _) = live(contract, script);
    let explanation = timers.clock(contract, clock).explanation;
    let mut rest = explanation.as_str();
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else {
            panic!("no \"{part}\" (in this place) in:\n{explanation}")
        };
        rest = after;
    }
}

#[test]
fn tells_what_the_contract_promised() {
    let low = agreement("dms");
    let at = instant("11-23 10:00");
    let words = low.explain(low.severity("Low").expect("dms has it"), ClockKind::Respond, at);
    check(&low, ClockKind::Respond, &["11-23 10:00 submit portal Low"], &[&words]);
}

#[test]
fn tells_of_changes_of_severity_and_whose_promise_counts() {
    check(
        &agreement("dms"),
        ClockKind::Respond,
        &["11-23 10:00 submit portal Low", "11-24 16:00 severity Critical"],
        &["Raised from Low to Critical Tue 24 Nov 2026 16:00.", "Critical", "Tue 24 Nov 2026 17:00"],
    );
    check(
        &agreement("dms"),
        ClockKind::Respond,
        &["11-23 10:00 submit portal Low", "11-24 16:00 severity Critical", "11-24 16:30 severity Medium"],
        &[
            "Raised from Low to Critical Tue 24 Nov 2026 16:00.",
            "Lowered from Critical to Medium Tue 24 Nov 2026 16:30.",
            "What was promised for Low still holds, because it falls due first:",
            "Wed 25 Nov 2026 10:00",
        ],
    );
}

#[test]
fn tells_of_pauses() {
    check(
        &office(),
        ClockKind::Resolve,
        &[
            "11-23 10:00 submit portal Medium",
            "11-23 11:00 status waiting",
            "11-23 12:00 reply customer",
            "11-23 13:00 status waiting",
        ],
        &[
            "From Mon 23 Nov 2026 11:00 to Mon 23 Nov 2026 12:00 it stood still",
            "the 16h of office hours left counted on from there, until Wed 25 Nov 2026 11:00.",
            "Paused since Mon 23 Nov 2026 13:00",
            "15h of office hours",
        ],
    );
}

#[test]
fn tells_that_a_promise_had_gone_by_when_the_change_came() {
    check(
        &office_with("reclassify = \"from_start\""),
        ClockKind::Respond,
        &["11-23 10:00 submit portal Low", "11-23 12:00 severity High"],
        &[
            "Raised from Low to High Mon 23 Nov 2026 12:00.",
            "due at the change itself, Mon 23 Nov 2026 12:00.",
        ],
    );
}

#[test]
fn tells_how_it_ended() {
    let script = ["11-23 10:00 submit portal High", "11-23 10:30 reply agent"];
    check(&office(), ClockKind::Respond, &script, &["Mon 23 Nov 2026 11:00", "Kept Mon 23 Nov 2026 10:30."]);
    let script = ["11-23 10:00 submit portal High", "11-23 11:30 until"];
    check(&office(), ClockKind::Respond, &script, &["the promise is broken"]);
    check(
        &office(),
        ClockKind::Update,
        &script[..1],
        &["Starts with the first answer, or when the answer is overdue."],
    );
    let script = ["11-23 10:00 submit portal High", "11-23 11:30 reply agent", "11-23 12:00 severity Low"];
    check(
        &office(),
        ClockKind::Respond,
        &script,
        &["covered for High", "Broken, and made good Mon 23 Nov 2026 11:30."],
    );
}

#[test]
fn tells_of_misses_before() {
    let script = ["11-23 10:00 submit portal High", "11-23 13:30 until"];
    let missed = ["The update due Mon 23 Nov 2026 13:00 was missed, and the next one counts from there."];
    check(&office(), ClockKind::Update, &script, &missed);
    let script = ["11-23 10:00 submit portal High", "11-23 15:30 until"];
    check(&office(), ClockKind::Update, &script, &["was missed (2 were missed so far)"]);
    let script = ["11-23 10:00 submit portal High", "11-23 12:30 until"];
    let missed = ["The answer due Mon 23 Nov 2026 11:00 was missed, and updates count from there."];
    check(&office(), ClockKind::Update, &script, &missed);
}

#[test]
fn tells_that_nothing_is_promised() {
    check(
        &office(),
        ClockKind::Respond,
        &["11-23 10:00 submit portal Idea"],
        &["not covered by this agreement"],
    );
    let nothing = ["The agreement promises no time for the update here, at Low."];
    check(
        &office(),
        ClockKind::Update,
        &["11-23 10:00 submit portal Low", "11-23 11:00 reply agent"],
        &nothing,
    );
    let discretion = ["For Low the update comes at the provider's discretion."];
    check(
        &agreement("dms"),
        ClockKind::Update,
        &["11-23 10:00 submit portal Low", "11-23 11:00 reply agent"],
        &discretion,
    );
}

//! The words that pages use for states, clocks and ways in.

use super::Tone;
use crate::domain::{PromiseOutcome, Relation, WakeCause};
use crate::sla::{Channel, ClockKind, Status, Target};

/// A state as a chip shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chip {
    /// The word.
    pub label: &'static str,
    /// How good or bad it is.
    pub tone: Tone,
}

/// A ticket's state in the words of the provider's people.
#[must_use]
pub fn status_for_staff(status: Status) -> Chip {
    match status {
        Status::Open => Chip { label: "Open", tone: Tone::Live },
        Status::WaitingOnCustomer => Chip { label: "Waiting on customer", tone: Tone::Calm },
        Status::Resolved => Chip { label: "Resolved", tone: Tone::Ok },
        Status::Closed => Chip { label: "Closed", tone: Tone::Calm },
    }
}

/// A ticket's state in the words of its customer.
#[must_use]
pub fn status_for_customer(status: Status) -> Chip {
    match status {
        Status::Open => Chip { label: "We are on it", tone: Tone::Live },
        Status::WaitingOnCustomer => Chip { label: "Waiting for you", tone: Tone::Soon },
        Status::Resolved => Chip { label: "Resolved", tone: Tone::Ok },
        Status::Closed => Chip { label: "Closed", tone: Tone::Calm },
    }
}

/// How a ticket stands to another, before that one's number.
#[must_use]
pub fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::RelatedTo => "Is related to",
        Relation::Causes => "Causes",
        Relation::CausedBy => "Is caused by",
        Relation::SplitInto => "Was split into",
        Relation::SplitFrom => "Was split from",
    }
}

/// A clock's name as a heading.
#[must_use]
pub fn clock(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Respond => "First response",
        ClockKind::Update => "Next update",
        ClockKind::Resolve => "Resolution",
    }
}

/// A clock's name in a narrow column.
#[must_use]
pub fn clock_short(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Respond => "response",
        ClockKind::Update => "update",
        ClockKind::Resolve => "resolution",
    }
}

/// What a clock promises, as a customer says it.
#[must_use]
pub fn owed(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Respond => "an answer",
        ClockKind::Update => "an update",
        ClockKind::Resolve => "a solution",
    }
}

/// How a report came in.
#[must_use]
pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Portal => "portal",
        Channel::Email => "email",
        Channel::Api => "API",
        Channel::Phone => "phone",
    }
}

/// How a promise ended.
#[must_use]
pub fn outcome(outcome: PromiseOutcome) -> Chip {
    match outcome {
        PromiseOutcome::Running => Chip { label: "Open", tone: Tone::Live },
        PromiseOutcome::Kept => Chip { label: "Kept", tone: Tone::Ok },
        PromiseOutcome::Broken => Chip { label: "Broken", tone: Tone::Late },
        PromiseOutcome::Stopped => Chip { label: "Fell away", tone: Tone::Calm },
    }
}

/// What brought a snoozed ticket back.
#[must_use]
pub fn wake_cause(cause: WakeCause) -> &'static str {
    match cause {
        WakeCause::Time => "its time was over",
        WakeCause::Promise => "one of its promises needs somebody",
        WakeCause::Customer => "the customer wrote",
        WakeCause::Raised => "it was raised",
        WakeCause::Mentioned => "a colleague was mentioned",
        WakeCause::Person => "somebody brought it back",
        WakeCause::Finished => "it is done",
    }
}

/// What stands behind “every”: `business day` for one, `2 hours` for more.
#[must_use]
pub fn period_in_words(target: &str) -> String {
    let words = target_in_words(target);
    match words.strip_prefix("1 ") {
        Some(unit) if !unit.contains(|c: char| c.is_ascii_digit()) => unit.to_owned(),
        _ => words,
    }
}

/// A target as people say it: `1 hour 30 minutes` for the contract's `1h30m`; other targets stay as the contract has
/// them.
#[must_use]
pub fn target_in_words(target: &str) -> String {
    let Ok(Target::Duration(length)) = target.parse() else { return target.to_owned() };
    let seconds = length.num_seconds();
    let parts = [
        (seconds / 86_400, "day"),
        (seconds / 3600 % 24, "hour"),
        (seconds / 60 % 60, "minute"),
        (seconds % 60, "second"),
    ];
    let word = |(count, unit): (i64, &str)| match count {
        0 => None,
        1 => Some(format!("1 {unit}")),
        _ => Some(format!("{count} {unit}s")),
    };
    parts.into_iter().filter_map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{period_in_words, target_in_words};

    #[test]
    fn targets_are_read_aloud() {
        for (target, words) in [
            ("30m", "30 minutes"),
            ("1h", "1 hour"),
            ("1h30m", "1 hour 30 minutes"),
            ("2d", "2 days"),
            ("2 business days", "2 business days"),
            ("next business day", "next business day"),
        ] {
            assert_eq!(target_in_words(target), words);
        }
    }

    #[test]
    fn one_is_not_counted_behind_every() {
        for (target, words) in [
            ("1 business day", "business day"),
            ("1h", "hour"),
            ("1h30m", "1 hour 30 minutes"),
            ("2 business days", "2 business days"),
        ] {
            assert_eq!(period_in_words(target), words);
        }
    }
}

//! What of a ticket's history its customer may know: one list for the API, the pages and what they are told while open.

use super::ActivityKind;
use crate::sla::What;

impl ActivityKind {
    /// Whether the ticket's customer may know that this happened. Each kind is named, so that whoever adds one decides.
    #[must_use]
    pub fn is_for_customers(&self) -> bool {
        match self {
            Self::Opened { .. }
            | Self::Replied { .. }
            | Self::Acknowledged
            | Self::Reclassified { .. }
            | Self::StatusChanged { .. }
            | Self::WatcherAdded { .. }
            | Self::WatcherRemoved { .. }
            | Self::Escalated { .. }
            | Self::Solved
            | Self::Rated { .. }
            | Self::MergedInto { .. }
            | Self::TookIn { .. }
            | Self::Unmerged { .. }
            | Self::GaveBack { .. }
            | Self::HolidayProclaimed { .. }
            | Self::HolidayWithdrawn { .. }
            | Self::FollowedUp { .. } => true,
            // Whom the provider warns and pages is its own affair; what it owes is not.
            Self::Clock { fact } => !matches!(fact.what, What::Warned | What::Page | What::Email),
            Self::Noted { .. }
            | Self::SuggestionDismissed { .. }
            | Self::Assigned { .. }
            | Self::TeamAssigned { .. }
            | Self::Tagged { .. }
            | Self::MailReleased { .. }
            | Self::Snoozed { .. }
            | Self::SnoozeEnded { .. }
            | Self::PageTaken
            | Self::BreachExcused { .. }
            | Self::ExcuseWithdrawn { .. }
            | Self::Notified { .. }
            | Self::DeliveryFailed { .. }
            | Self::DeliveryReported { .. }
            | Self::PagePassedOn { .. }
            | Self::DeliveryUncertain { .. }
            | Self::Linked { .. }
            | Self::Unlinked { .. } => false,
        }
    }
}

/// What customers may know.
#[cfg(test)]
const FOR_CUSTOMERS: [&str; 17] = [
    "opened",
    "replied",
    "acknowledged",
    "reclassified",
    "status_changed",
    "watcher_added",
    "watcher_removed",
    "escalated",
    "solved",
    "rated",
    "merged_into",
    "took_in",
    "unmerged",
    "gave_back",
    "holiday_proclaimed",
    "holiday_withdrawn",
    "followed_up",
];

/// What goes on inside.
#[cfg(test)]
const INTERNAL: [&str; 18] = [
    "noted",
    "suggestion_dismissed",
    "assigned",
    "team_assigned",
    "tagged",
    "mail_released",
    "snoozed",
    "snooze_ended",
    "page_taken",
    "breach_excused",
    "excuse_withdrawn",
    "notified",
    "delivery_failed",
    "delivery_reported",
    "page_passed_on",
    "delivery_uncertain",
    "linked",
    "unlinked",
];

/// One of each kind, and whether it is for customers.
#[cfg(test)]
pub fn one_of_each() -> Vec<(ActivityKind, bool)> {
    let owed = [
        "started",
        "held_over",
        "breached",
        "met",
        "met_late",
        "paused",
        "resumed",
        "due_changed",
        "stopped",
    ];
    let clocks = owed.map(|what| (clock(what), true)).into_iter();
    let clocks = clocks.chain(["warned", "page", "email"].map(|what| (clock(what), false)));
    let others = FOR_CUSTOMERS.map(|name| (sample(name), true)).into_iter();
    let others = others.chain(INTERNAL.map(|name| (sample(name), false)));
    clocks.chain(others).map(|(document, is_for_customers)| (read(document), is_for_customers)).collect()
}

#[cfg(test)]
fn read(document: serde_json::Value) -> ActivityKind {
    serde_json::from_value(document.clone()).unwrap_or_else(|error| panic!("{document}: {error}"))
}

#[cfg(test)]
const AT: &str = "2026-11-23T09:00:00Z";

#[cfg(test)]
fn clock(what: &str) -> serde_json::Value {
    serde_json::json!({ "kind": "clock", "fact": { "at": AT, "what": what } })
}

/// An entry of this kind, with what any of them asks for.
#[cfg(test)]
fn sample(kind: &str) -> serde_json::Value {
    let id = "01931a5e-0000-7000-8000-000000000001";
    let (from, to) = match kind {
        "reclassified" => (Some("s2"), Some("s1")),
        "status_changed" => (Some("open"), Some("resolved")),
        "notified" => (None, Some("a@b.example")),
        _ => (None, None),
    };
    let cause = if kind == "page_passed_on" { "away" } else { "time" };
    serde_json::json!({
        "kind": kind, "channel": "portal", "severity": "s1", "reason": "no_such_address", "message_id": id,
        "from": from, "to": to, "added": [], "removed": [], "person_id": id, "until": AT, "cause": cause,
        "told": [], "clock": "respond", "due": AT, "evidence": "", "verdict": "good", "outbox_id": id, "what": "",
        "error": "", "recipient": "a@b.example", "outcome": "failed", "ticket": 1, "relation": "causes",
        "date": "2026-11-23", "name": "A day off", "ticket_id": id,
    })
}

#[cfg(test)]
mod tests {
    use super::one_of_each;

    #[test]
    fn customers_know_what_is_said_to_them_and_owed_to_them_and_nothing_inside() {
        for (kind, is_for_customers) in one_of_each() {
            assert_eq!(kind.is_for_customers(), is_for_customers, "{kind:?}");
        }
    }
}

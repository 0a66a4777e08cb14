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

/// One of each kind, and whether it is for customers.
#[cfg(test)]
pub fn one_of_each() -> Vec<(ActivityKind, bool)> {
    let (id, at) = ("01931a5e-0000-7000-8000-000000000001", "2026-11-23T09:00:00Z");
    let clock = |what: &str| serde_json::json!({ "kind": "clock", "fact": { "at": at, "what": what } });
    let kind = |name: &str| {
        serde_json::json!({
            "kind": name, "channel": "portal", "severity": "s1", "reason": "no_such_address", "message_id": id,
            "from": null, "to": null, "added": [], "removed": [], "person_id": id, "until": at, "cause": "time",
            "told": [], "clock": "respond", "due": at, "evidence": "", "verdict": "good", "outbox_id": id, "what": "",
            "error": "", "recipient": "a@b.example", "outcome": "failed", "ticket": 1, "relation": "causes",
            "date": "2026-11-23", "name": "A day off", "ticket_id": id,
        })
    };
    let with = |name: &str, fields: serde_json::Value| {
        let mut document = kind(name);
        for (field, value) in fields.as_object().cloned().unwrap_or_default() {
            document[field] = value;
        }
        document
    };
    let known = [
        kind("opened"),
        kind("replied"),
        kind("acknowledged"),
        with("reclassified", serde_json::json!({ "from": "s2", "to": "s1" })),
        with("status_changed", serde_json::json!({ "from": "open", "to": "resolved" })),
        kind("watcher_added"),
        kind("watcher_removed"),
        kind("escalated"),
        kind("rated"),
        kind("merged_into"),
        kind("took_in"),
        kind("unmerged"),
        kind("gave_back"),
        kind("holiday_proclaimed"),
        kind("holiday_withdrawn"),
        kind("followed_up"),
        clock("started"),
        clock("held_over"),
        clock("breached"),
        clock("met"),
        clock("met_late"),
        clock("paused"),
        clock("resumed"),
        clock("due_changed"),
        clock("stopped"),
    ];
    let internal = [
        clock("warned"),
        clock("page"),
        clock("email"),
        kind("noted"),
        kind("suggestion_dismissed"),
        kind("assigned"),
        kind("team_assigned"),
        kind("tagged"),
        kind("mail_released"),
        kind("snoozed"),
        kind("snooze_ended"),
        kind("page_taken"),
        kind("breach_excused"),
        kind("excuse_withdrawn"),
        with("notified", serde_json::json!({ "to": "a@b.example" })),
        kind("delivery_failed"),
        kind("delivery_reported"),
        with("page_passed_on", serde_json::json!({ "cause": "away" })),
        kind("delivery_uncertain"),
        kind("linked"),
        kind("unlinked"),
    ];
    let read = |document: serde_json::Value| {
        serde_json::from_value::<ActivityKind>(document.clone())
            .unwrap_or_else(|error| panic!("{document}: {error}"))
    };
    let known = known.into_iter().map(|document| (read(document), true));
    known.chain(internal.into_iter().map(|document| (read(document), false))).collect()
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

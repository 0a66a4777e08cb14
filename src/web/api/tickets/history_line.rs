//! One entry of a ticket's history.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::history_event::HistoryEvent;
use crate::domain::{Activity, ActivityKind, Actor, PersonId};
use crate::sla::What;
use crate::web::api::names::NamedPerson;

/// One entry of a ticket's history.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryLine {
    /// When it happened: what a clock did has its true instant, even when it was found later.
    pub at: DateTime<Utc>,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// Who did it; null for the installation itself.
    pub actor: Option<NamedPerson>,
    /// What happened.
    #[serde(flatten)]
    pub event: HistoryEvent,
}

/// People's names by their ids.
pub(super) type Names = HashMap<PersonId, String>;

impl HistoryLine {
    /// Everybody whom an entry names.
    pub fn people_of(activity: &Activity) -> impl Iterator<Item = PersonId> {
        let actor = match activity.actor {
            Actor::Person(id) => Some(id),
            Actor::System => None,
        };
        let (from, to) = match activity.kind {
            ActivityKind::Assigned { from, to } => (from, to),
            ActivityKind::PagePassedOn { person_id, .. }
            | ActivityKind::WatcherAdded { person_id }
            | ActivityKind::WatcherRemoved { person_id } => (Some(person_id), None),
            _ => (None, None),
        };
        [actor, from, to].into_iter().flatten()
    }

    /// An entry as its reader may know it; none where it is not for customers' eyes.
    #[must_use]
    pub fn of(activity: &Activity, is_staff: bool, names: &Names) -> Option<Self> {
        if !is_staff && is_internal(&activity.kind) {
            return None;
        }
        let actor = match activity.actor {
            Actor::Person(id) => Some(named(id, names)),
            Actor::System => None,
        };
        Some(Self {
            at: activity.at,
            recorded_at: activity.recorded_at,
            actor,
            event: HistoryEvent::of(&activity.kind, is_staff, names),
        })
    }
}

/// Whether customers are not to know that this happened.
fn is_internal(kind: &ActivityKind) -> bool {
    match kind {
        ActivityKind::Noted { .. }
        | ActivityKind::SuggestionDismissed { .. }
        | ActivityKind::Assigned { .. }
        | ActivityKind::TeamAssigned { .. }
        | ActivityKind::Snoozed { .. }
        | ActivityKind::SnoozeEnded { .. }
        | ActivityKind::PageTaken
        | ActivityKind::BreachExcused { .. }
        | ActivityKind::ExcuseWithdrawn { .. }
        | ActivityKind::Tagged { .. }
        | ActivityKind::Linked { .. }
        | ActivityKind::Unlinked { .. }
        | ActivityKind::Notified { .. }
        | ActivityKind::DeliveryFailed { .. }
        | ActivityKind::MailReleased { .. }
        | ActivityKind::DeliveryReported { .. }
        | ActivityKind::PagePassedOn { .. }
        | ActivityKind::DeliveryUncertain { .. } => true,
        ActivityKind::Clock { fact } => matches!(fact.what, What::Warned | What::Page | What::Email),
        ActivityKind::Opened { .. }
        | ActivityKind::Replied { .. }
        | ActivityKind::Acknowledged
        | ActivityKind::WatcherAdded { .. }
        | ActivityKind::WatcherRemoved { .. }
        | ActivityKind::Reclassified { .. }
        | ActivityKind::StatusChanged { .. }
        | ActivityKind::Escalated { .. }
        | ActivityKind::Rated { .. }
        | ActivityKind::MergedInto { .. }
        | ActivityKind::TookIn { .. }
        | ActivityKind::Unmerged { .. }
        | ActivityKind::GaveBack { .. }
        | ActivityKind::HolidayProclaimed { .. }
        | ActivityKind::HolidayWithdrawn { .. }
        | ActivityKind::FollowedUp { .. } => false,
    }
}

/// A person as an entry names them.
pub(super) fn named(id: PersonId, names: &Names) -> NamedPerson {
    NamedPerson { id, name: names.get(&id).cloned().unwrap_or_else(|| "Somebody".to_owned()) }
}

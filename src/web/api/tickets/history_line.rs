//! One entry of a ticket's history.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::history_event::HistoryEvent;
use crate::domain::{Activity, ActivityKind, Actor, PersonId};
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
        if !is_staff && !activity.kind.is_for_customers() {
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

/// A person as an entry names them.
pub(super) fn named(id: PersonId, names: &Names) -> NamedPerson {
    NamedPerson { id, name: names.get(&id).cloned().unwrap_or_else(|| "Somebody".to_owned()) }
}

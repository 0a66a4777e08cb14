//! Webhooks: addresses of other programs that are told what happens to tickets.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{DeliveryId, OrganizationId, TicketId, WebhookId, WebhookUrl};
use crate::sla::Instant;

/// For how long after its writing a delivery is tried.
pub const DELIVERY_GIVE_UP_AFTER: TimeDelta = TimeDelta::days(3);

/// A webhook to which nothing got through for so long is paused.
pub const WEBHOOK_PAUSE_AFTER: TimeDelta = TimeDelta::days(1);

/// For how long a delivery is listed after it was settled.
pub const DELIVERY_KEPT_FOR: TimeDelta = TimeDelta::days(30);

/// What a webhook is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WebhookEvent {
    /// A ticket was opened.
    #[serde(rename = "ticket.opened")]
    Opened,
    /// Somebody wrote publicly.
    #[serde(rename = "ticket.replied")]
    Replied,
    /// The severity is another one.
    #[serde(rename = "ticket.severity_changed")]
    SeverityChanged,
    /// The status is another one.
    #[serde(rename = "ticket.status_changed")]
    StatusChanged,
    /// The ticket was given to somebody, or to nobody.
    #[serde(rename = "ticket.assigned")]
    Assigned,
    /// A promise was broken.
    #[serde(rename = "ticket.breached")]
    Breached,
    /// Nothing happened: somebody tries whether the webhook works.
    #[serde(rename = "test")]
    Test,
}

impl WebhookEvent {
    /// What a webhook can be asked to tell of.
    pub const CHOICES: [Self; 6] = [
        Self::Opened,
        Self::Replied,
        Self::SeverityChanged,
        Self::StatusChanged,
        Self::Assigned,
        Self::Breached,
    ];

    /// The word in the database, in the API and in what is posted.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "ticket.opened",
            Self::Replied => "ticket.replied",
            Self::SeverityChanged => "ticket.severity_changed",
            Self::StatusChanged => "ticket.status_changed",
            Self::Assigned => "ticket.assigned",
            Self::Breached => "ticket.breached",
            Self::Test => "test",
        }
    }
}

/// An address to which events are posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// The id.
    pub id: WebhookId,
    /// What it is called.
    pub name: String,
    /// Where events are posted.
    pub url: WebhookUrl,
    /// Which events.
    pub events: Vec<WebhookEvent>,
    /// Whose tickets; none for those of everybody.
    pub organization_id: Option<OrganizationId>,
    /// When it was made.
    pub created_at: Instant,
    /// Since when nothing has got through; none while it works.
    pub failing_since: Option<Instant>,
    /// Since when nothing is posted; none while it is at work. What happens meanwhile is not kept for it.
    pub paused_at: Option<Instant>,
    /// Until when the key before the present one signs too; none where there was none, or it ended at once.
    pub old_key_until: Option<Instant>,
}

/// What becomes of a webhook's key when it gets a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OldKey {
    /// It signs nothing more, as for one that somebody has got hold of.
    EndsAtOnce,
    /// For a day everything is signed with both, so that the other side can change over without losing anything.
    SignsForADay,
}

impl OldKey {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::SignsForADay, Self::EndsAtOnce];

    /// The word in forms and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EndsAtOnce => "ends_at_once",
            Self::SignsForADay => "signs_for_a_day",
        }
    }

    /// Until when it signs, from this instant on.
    #[must_use]
    pub fn until(self, now: Instant) -> Option<Instant> {
        match self {
            Self::EndsAtOnce => None,
            Self::SignsForADay => Some(now + TimeDelta::days(1)),
        }
    }
}

impl Webhook {
    /// Whether it is to be told of an event of a ticket of this customer.
    #[must_use]
    pub fn wants(&self, event: WebhookEvent, organization: Option<OrganizationId>) -> bool {
        let is_theirs = self.organization_id.is_none() || self.organization_id == organization;
        self.paused_at.is_none() && is_theirs && self.events.contains(&event)
    }

    /// Whether a failure at this instant is one too many.
    #[must_use]
    pub fn has_failed_for_long(&self, now: Instant) -> bool {
        self.failing_since.is_some_and(|since| now - since >= WEBHOOK_PAUSE_AFTER)
    }
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Waiting for its turn, or for the next try.
    Pending,
    /// The other side took it.
    Delivered,
    /// Given up.
    Failed,
}

/// One event on its way to one webhook. Its id and body stay the same whenever it is repeated, so that the other side
/// recognises it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The id, which is posted with it.
    pub id: DeliveryId,
    /// The webhook.
    pub webhook_id: WebhookId,
    /// What happened.
    pub event: WebhookEvent,
    /// The ticket, if it is about one.
    pub ticket_id: Option<TicketId>,
    /// What is posted: a JSON document, letter by letter.
    pub body: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it may be tried next; while one tries it, when another may take over.
    pub next_attempt_at: Instant,
    /// When it was written.
    pub created_at: Instant,
    /// When the other side took it.
    pub delivered_at: Option<Instant>,
    /// The HTTP status of the last answer.
    pub last_status: Option<u16>,
    /// Why the last try failed.
    pub last_error: Option<String>,
}

/// What became of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryAttempt {
    /// It was taken, with this HTTP status.
    Taken(u16),
    /// It was not.
    Refused {
        /// The HTTP status, where there was an answer.
        status: Option<u16>,
        /// Why, in words.
        why: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_events_are_those_of_their_serialisation() {
        for event in WebhookEvent::CHOICES.into_iter().chain([WebhookEvent::Test]) {
            assert_eq!(serde_json::to_value(event).unwrap(), event.as_str());
        }
    }

    #[test]
    fn a_webhook_wants_its_events_of_its_customer_unless_it_is_paused() {
        let now: Instant = "2026-11-23T10:00:00Z".parse().unwrap();
        let (acme, other) = (OrganizationId::new(now), OrganizationId::new(now));
        let all = Webhook {
            id: WebhookId::new(now),
            name: String::new(),
            url: WebhookUrl::parse("https://hooks.example/x").unwrap(),
            events: vec![WebhookEvent::Opened],
            organization_id: None,
            created_at: now,
            failing_since: None,
            paused_at: None,
            old_key_until: None,
        };
        assert!(all.wants(WebhookEvent::Opened, None) && all.wants(WebhookEvent::Opened, Some(acme)));
        assert!(!all.wants(WebhookEvent::Replied, Some(acme)));
        let one = Webhook { organization_id: Some(acme), ..all.clone() };
        assert!(one.wants(WebhookEvent::Opened, Some(acme)));
        assert!(!one.wants(WebhookEvent::Opened, Some(other)) && !one.wants(WebhookEvent::Opened, None));
        assert!(!Webhook { paused_at: Some(now), ..all }.wants(WebhookEvent::Opened, None));
    }
}

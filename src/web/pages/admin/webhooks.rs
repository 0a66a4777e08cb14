//! Webhooks: the list, and one with what was posted to it.

use askama::Template;

use super::{FactLine, Form};
use crate::web::view::{Chip, Moment, Shell};

/// One webhook.
#[derive(Debug, Clone)]
pub struct WebhookRow {
    /// The address of its page.
    pub href: String,
    /// The name.
    pub name: String,
    /// The host that is called.
    pub host: String,
    /// What it is told of.
    pub events: Vec<&'static str>,
    /// Whose tickets.
    pub whose: String,
    /// How it is.
    pub state: Chip,
}

/// The list.
#[derive(Template)]
#[template(path = "admin/webhooks.html")]
pub struct WebhooksPage {
    /// What is around it.
    pub shell: Shell,
    /// The webhooks, the oldest first.
    pub rows: Vec<WebhookRow>,
}

/// One delivery.
#[derive(Debug, Clone)]
pub struct DeliveryRow {
    /// What happened.
    pub event: &'static str,
    /// The id that the other side sees.
    pub id: String,
    /// When it was written.
    pub written: Moment,
    /// Where it stands.
    pub state: Chip,
    /// How often it was tried, and what came back.
    pub tries: String,
    /// Why the last try failed.
    pub error: Option<String>,
    /// When it is tried next.
    pub next: Option<Moment>,
    /// Where a request to post it again is sent; none while that can't be done.
    pub again: Option<String>,
}

/// One webhook.
#[derive(Template)]
#[template(path = "admin/webhook.html")]
pub struct WebhookPage {
    /// What is around it.
    pub shell: Shell,
    /// Its name.
    pub title: String,
    /// How it is.
    pub state: Chip,
    /// The key of its signatures, where it was just made.
    pub secret: Option<String>,
    /// What there is to know.
    pub facts: Vec<FactLine>,
    /// What changes it.
    pub form: Form,
    /// Trying, pausing, removing it.
    pub others: Vec<Form>,
    /// What was posted, the last first.
    pub rows: Vec<DeliveryRow>,
    /// The address of the first page, where this is another.
    pub first: Option<String>,
    /// The address of the next page.
    pub next: Option<String>,
}

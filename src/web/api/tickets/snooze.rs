//! `PUT` and `DELETE /api/v1/tickets/{number}/snooze`.

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TicketView;
use super::change::Change;
use crate::domain::{Snooze, SnoozeUntil, WakeCause};
use crate::service;
use crate::web::api::input::Body;
use crate::web::api::names::NamedPerson;
use crate::web::error::WebError;
use crate::web::ticket_data::TicketData;

/// Until when a ticket shall be put away, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSnooze {
    /// The instant, within the next year.
    pub until: DateTime<Utc>,
    /// Why, in up to 1,000 characters.
    pub reason: String,
}

/// How a ticket is put away, or came back and was not looked at yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct SnoozeView {
    /// Until when at the latest; sooner than asked for where a promise needs somebody.
    pub until: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who put it away.
    pub by: NamedPerson,
    /// When it came back; null while it is put away.
    pub woken_at: Option<DateTime<Utc>>,
    /// What brought it back.
    pub woken_by: Option<WakeCause>,
}

impl SnoozeView {
    /// As it is shown.
    #[must_use]
    pub fn of(snooze: &Snooze, data: &TicketData) -> Self {
        Self {
            until: snooze.until,
            reason: snooze.reason.clone(),
            by: NamedPerson { id: snooze.person_id, name: data.name(snooze.person_id) },
            woken_at: snooze.woken.map(|(at, _)| at),
            woken_by: snooze.woken.map(|(_, cause)| cause),
        }
    }
}

/// Put a ticket away
///
/// Its clocks run on: it comes back sooner when a warning of its next promise is due, when the customer writes, or when
/// it is raised.
///
/// # Errors
/// 409 for a ticket that is done or whose promise needs somebody now, 422 for a time that has gone or a missing reason.
#[utoipa::path(put, path = "/api/v1/tickets/{number}/snooze", tag = "tickets", request_body = NewSnooze,
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn put(change: Change, body: Body<NewSnooze>) -> Result<HttpResponse, WebError> {
    let NewSnooze { until, reason } = body.0;
    let until = SnoozeUntil::At(until);
    change
        .run(move |c, cx, by, id, version| service::snooze_ticket(c, cx, by, id, version, until, &reason))
        .await
}

/// Bring a ticket back
///
/// # Errors
/// 409 for one that is not put away.
#[utoipa::path(delete, path = "/api/v1/tickets/{number}/snooze", tag = "tickets",
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn end(change: Change) -> Result<HttpResponse, WebError> {
    change.run(service::wake_ticket).await
}

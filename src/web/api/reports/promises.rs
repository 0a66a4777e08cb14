//! `GET /api/v1/promises`: the list behind each figure.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Scope;
use super::scope::Customer;
use crate::domain::{PromiseOutcome, TeamId, TicketNumber};
use crate::sla::{ClockKind, SeverityCode};
use crate::store::report::{PromiseCursor, ReportedPromise};
use crate::store::{self, StoreError};
use crate::web::api::input::{CommaList, Limit, MonthWord, Query};
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::site::Site;

/// One promise: one period of one clock.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromiseView {
    /// The ticket.
    pub ticket: TicketNumber,
    /// What the ticket is about.
    pub subject: String,
    /// The customer’s name; null for senders who belong to none.
    pub customer: Option<String>,
    /// The agreement’s key.
    pub contract: String,
    /// The severity when it ended, or now.
    pub severity: SeverityCode,
    /// The clock.
    pub clock: ClockKind,
    /// The event that started it.
    pub started_at: DateTime<Utc>,
    /// When it is or was due; null while it is paused.
    pub due_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: PromiseOutcome,
    /// When it ended: for a broken one its due instant.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Which promises; every condition that is given must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WantedPromises {
    /// That ended in one of these ways, with commas between them; all that have ended unless said otherwise. `running`
    /// alone asks for open ones, by what is due next; paused ones are left out.
    #[param(value_type = Option<String>, example = "kept,broken")]
    outcome: CommaList<PromiseOutcome>,
    /// That ended in this month of UTC.
    #[param(value_type = Option<String>, example = "2026-11")]
    month: Option<MonthWord>,
    /// Under the agreement of this key.
    contract: Option<String>,
    /// At this severity.
    severity: Option<SeverityCode>,
    /// Of this clock.
    clock: Option<ClockKind>,
    /// A customer’s id, or `unknown` for senders who belong to none.
    #[param(value_type = Option<String>)]
    customer: Option<Customer>,
    /// Of this team’s tickets.
    team: Option<TeamId>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Items a page, up to 200; 50 unless said otherwise.
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// List promises
///
/// # Errors
/// 422 for a parameter that doesn’t fit.
#[utoipa::path(get, path = "/api/v1/promises", tag = "reports", params(WantedPromises),
    responses((status = 200, description = "A page of promises, the last ended first", body = Listed<PromiseView>)))]
pub async fn list(site: web::Data<Site>, query: Query<WantedPromises>) -> Result<HttpResponse, WebError> {
    let WantedPromises { outcome, month, contract, severity, clock, customer, team, cursor, limit } = query.0;
    let is_mixed = outcome.0.contains(&PromiseOutcome::Running)
        && outcome.0.iter().any(|other| *other != PromiseOutcome::Running);
    if is_mixed {
        return Err(WebError::field("outcome", "Ask for running ones alone: they are ordered otherwise."));
    }
    let scope = Scope { contract, severity, clock, customer, team };
    let filter = scope.filter(outcome.0, month.map(|month| (month.0, month.0)));
    let after = place(cursor.as_deref())?;
    let found = site.app.db.read(move |c| store::report::list(c, &filter, after, limit.get())).await;
    let (rows, next) = found.map_err(|error: StoreError| WebError::from(error))?;
    let items = rows.into_iter().map(PromiseView::of).collect();
    Ok(HttpResponse::Ok().json(Listed { items, next: next.map(|place| place.to_string()) }))
}

/// Reads a cursor.
///
/// # Errors
/// [`WebError::Invalid`] naming `cursor`.
pub(super) fn place(cursor: Option<&str>) -> Result<Option<PromiseCursor>, WebError> {
    let wrong = |_| WebError::field("cursor", "This is no place in this list: begin with its first page.");
    cursor.map(str::parse).transpose().map_err(wrong)
}

impl PromiseView {
    fn of(row: ReportedPromise) -> Self {
        let promise = row.promise;
        Self {
            ticket: row.ticket_number,
            subject: row.ticket_subject,
            customer: row.customer,
            contract: row.contract_key,
            severity: promise.severity,
            clock: promise.clock,
            started_at: promise.started_at,
            due_at: promise.due_at,
            outcome: promise.outcome,
            ended_at: promise.ended_at,
        }
    }
}

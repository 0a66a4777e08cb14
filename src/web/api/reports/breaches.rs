//! `GET /api/v1/breaches`.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Scope;
use super::scope::Customer;
use crate::domain::{PromiseOutcome, TeamId, TicketNumber};
use crate::sla::{ClockKind, SeverityCode};
use crate::store::report::ReportedPromise;
use crate::store::{self, StoreError};
use crate::web::api::input::{Limit, MonthWord, Query};
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::site::Site;

/// A broken promise.
#[derive(Debug, Serialize, ToSchema)]
pub struct BreachView {
    /// The ticket.
    pub ticket: TicketNumber,
    /// What the ticket is about.
    pub subject: String,
    /// The customer’s name; null for senders who belong to none.
    pub customer: Option<String>,
    /// The agreement’s key.
    pub contract: String,
    /// The severity at that instant.
    pub severity: SeverityCode,
    /// The clock that ran out.
    pub clock: ClockKind,
    /// The due instant, which is when the promise was broken.
    pub due_at: Option<DateTime<Utc>>,
    /// When what was promised came after all.
    pub made_good_at: Option<DateTime<Utc>>,
    /// How late that was, in seconds.
    pub late_seconds: Option<i64>,
}

/// Which breaches; every condition that is given must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WantedBreaches {
    /// In this month of UTC.
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

/// List broken promises
///
/// # Errors
/// 422 for a parameter that doesn’t fit.
#[utoipa::path(get, path = "/api/v1/breaches", tag = "reports", params(WantedBreaches),
    responses((status = 200, description = "A page of breaches, the last due first", body = Listed<BreachView>)))]
pub async fn list(site: web::Data<Site>, query: Query<WantedBreaches>) -> Result<HttpResponse, WebError> {
    let WantedBreaches { month, contract, severity, clock, customer, team, cursor, limit } = query.0;
    let scope = Scope { contract, severity, clock, customer, team };
    let filter = scope.filter(vec![PromiseOutcome::Broken], month.map(|month| (month.0, month.0)));
    let after = super::promises::place(cursor.as_deref())?;
    let found = site.app.db.read(move |c| store::report::list(c, &filter, after, limit.get())).await;
    let (rows, next) = found.map_err(|error: StoreError| WebError::from(error))?;
    let items = rows.into_iter().map(BreachView::of).collect();
    Ok(HttpResponse::Ok().json(Listed { items, next: next.map(|place| place.to_string()) }))
}

impl BreachView {
    fn of(row: ReportedPromise) -> Self {
        let due_at = row.promise.due_at;
        Self {
            ticket: row.ticket_number,
            subject: row.ticket_subject,
            customer: row.customer,
            contract: row.contract_key,
            severity: row.promise.severity,
            clock: row.promise.clock,
            due_at,
            made_good_at: row.made_good_at,
            late_seconds: row
                .made_good_at
                .zip(due_at)
                .map(|(made_good, due)| (made_good - due).num_seconds()),
        }
    }
}

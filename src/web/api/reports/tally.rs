//! `GET /api/v1/reports/promises`.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Scope;
use super::scope::Customer;
use crate::domain::{PromiseOutcome, TeamId};
use crate::sla::{ClockKind, Instant, SeverityCode};
use crate::store::report::Tally;
use crate::store::{self, Connection};
use crate::web::api::input::{MonthWord, Query};
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::pages::manager::Month;
use crate::web::site::Site;

/// The most months of one report.
const MOST_MONTHS: usize = 36;
/// The months before the present one that are counted unless said otherwise.
const USUAL_MONTHS_BACK: u32 = 11;

/// How many promises of one month, agreement, severity and clock ended in which way.
#[derive(Debug, Serialize, ToSchema)]
pub struct TallyView {
    /// The month of UTC in which they ended: `2026-11`.
    pub month: String,
    /// The agreement’s key.
    pub contract: String,
    /// The severity.
    pub severity: SeverityCode,
    /// The clock.
    pub clock: ClockKind,
    /// Kept in time.
    pub kept: i64,
    /// Broken.
    pub broken: i64,
    /// Fell away before they were due; they count for neither side.
    pub stopped: i64,
    /// `kept / (kept + broken)`; null where nothing was kept or broken.
    pub share_kept: Option<f64>,
}

/// Which months and promises; every condition that is given must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WantedTally {
    /// The first month of UTC; eleven months before the last one unless said otherwise.
    #[param(value_type = Option<String>, example = "2026-01")]
    from: Option<MonthWord>,
    /// The last month of UTC; the present one unless said otherwise.
    #[param(value_type = Option<String>, example = "2026-11")]
    to: Option<MonthWord>,
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
}

/// Count promises kept and broken
///
/// By month, agreement, severity and clock. `GET /api/v1/promises` with the same conditions is the list behind a
/// figure.
///
/// # Errors
/// 422 for a parameter that doesn’t fit, or more than 36 months.
#[utoipa::path(get, path = "/api/v1/reports/promises", tag = "reports", params(WantedTally),
    responses((status = 200, description = "One line for each of which there are any", body = Listed<TallyView>)))]
pub async fn tally(site: web::Data<Site>, query: Query<WantedTally>) -> Result<HttpResponse, WebError> {
    let WantedTally { from, to, contract, severity, clock, customer, team } = query.0;
    let months = months(from, to, site.now())?;
    let scope = Scope { contract, severity, clock, customer, team };
    let lines = site.app.db.read(move |c| count(c, &scope, &months)).await?;
    Ok(HttpResponse::Ok().json(Listed::whole(lines)))
}

fn months(from: Option<MonthWord>, to: Option<MonthWord>, now: Instant) -> Result<Vec<Month>, WebError> {
    let last = to.map_or_else(|| Month::of(now), |to| to.0);
    let first = from.map_or_else(|| last.earlier(USUAL_MONTHS_BACK), |from| from.0);
    if first > last {
        return Err(WebError::field("from", "The first month lies after the last one."));
    }
    let mut months: Vec<Month> = (0..=u32::try_from(MOST_MONTHS).unwrap_or(0))
        .map(|back| last.earlier(back))
        .take_while(|month| *month >= first)
        .collect();
    if months.len() > MOST_MONTHS {
        return Err(WebError::field("from", format!("Ask for up to {MOST_MONTHS} months at once.")));
    }
    months.reverse();
    Ok(months)
}

fn count(c: &mut Connection, scope: &Scope, months: &[Month]) -> Result<Vec<TallyView>, WebError> {
    let mut lines = Vec::new();
    for month in months {
        let filter = scope.filter(Vec::new(), Some((*month, *month)));
        lines.extend(of_month(*month, store::report::tally(c, &filter)?));
    }
    Ok(lines)
}

/// Adds up what is alike in agreement, severity and clock.
fn of_month(month: Month, tallies: Vec<Tally>) -> Vec<TallyView> {
    let mut lines: BTreeMap<(String, SeverityCode, ClockKind), TallyView> = BTreeMap::new();
    for tally in tallies {
        let key = (tally.contract_key.clone(), tally.severity.clone(), tally.clock);
        let line = lines.entry(key).or_insert_with(|| TallyView {
            month: month.word(),
            contract: tally.contract_key,
            severity: tally.severity,
            clock: tally.clock,
            kept: 0,
            broken: 0,
            stopped: 0,
            share_kept: None,
        });
        match tally.outcome {
            PromiseOutcome::Kept => line.kept += tally.count,
            PromiseOutcome::Broken => line.broken += tally.count,
            PromiseOutcome::Stopped | PromiseOutcome::Running => line.stopped += tally.count,
        }
    }
    let mut lines: Vec<TallyView> = lines.into_values().collect();
    for line in &mut lines {
        let judged = line.kept + line.broken;
        #[allow(clippy::cast_precision_loss, reason = "nobody makes 2^52 promises in a month")]
        let share = line.kept as f64 / judged as f64;
        line.share_kept = (judged > 0).then_some(share);
    }
    lines
}

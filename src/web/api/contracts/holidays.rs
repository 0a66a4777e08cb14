//! `/api/v1/contracts/{key}/holidays`: holidays that are proclaimed after an agreement was signed.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::{Person, PersonId, ProclaimedHoliday};
use crate::service::{self, Context};
use crate::store::{self, Connection};
use crate::web::api::input::Body;
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::handlers::admin::holidays::begin_sweep;
use crate::web::visit::Visit;

/// A holiday to proclaim.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHoliday {
    /// The day in the agreement’s zone, after today there.
    pub date: NaiveDate,
    /// What it is called, as customers read it where the clocks explain themselves.
    pub name: String,
}

/// A holiday that was proclaimed.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolidayView {
    /// The day, in the agreement’s zone.
    pub date: NaiveDate,
    /// What it is called.
    pub name: String,
    /// Who proclaimed it.
    pub proclaimed_by: PersonId,
    /// When.
    pub proclaimed_at: DateTime<Utc>,
    /// Who withdrew it; null while it stands.
    pub withdrawn_by: Option<PersonId>,
    /// When; null while it stands.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// List the holidays proclaimed for an agreement
///
/// The latest day first, those that were withdrawn included. The agreement itself has those that it names.
///
/// # Errors
/// 404 for a key that no agreement has.
#[utoipa::path(get, path = "/api/v1/contracts/{key}/holidays", tag = "contracts",
    params(("key" = String, Path, description = "The agreement’s key")),
    responses((status = 200, description = "Every one", body = Listed<HolidayView>)))]
pub async fn list(visit: Visit, key: web::Path<String>) -> Result<HttpResponse, WebError> {
    let read = move |c: &mut Connection| -> Result<Vec<ProclaimedHoliday>, WebError> {
        if store::contract::list_versions(c, &key)?.is_empty() {
            return Err(WebError::NotFound);
        }
        Ok(store::holiday::list(c, &key)?)
    };
    let holidays = visit.read(read).await?.into_iter().map(HolidayView::of).collect();
    Ok(HttpResponse::Ok().json(Listed::whole(holidays)))
}

/// Proclaim a holiday
///
/// The day is a holiday in every version of the agreement. Clocks that run fall due by the new calendar; what was
/// recorded stays.
///
/// # Errors
/// 404 for a key that no agreement has; 422 for a day that has begun or is a holiday already, and for a bad name.
#[utoipa::path(post, path = "/api/v1/contracts/{key}/holidays", tag = "contracts", request_body = NewHoliday,
    params(("key" = String, Path, description = "The agreement’s key")),
    responses((status = 201, description = "The holiday", body = HolidayView)))]
pub async fn proclaim(
    visit: Visit,
    key: web::Path<String>,
    body: Body<NewHoliday>,
) -> Result<HttpResponse, WebError> {
    let NewHoliday { date, name } = body.0;
    let write = move |c: &mut Connection, cx: &Context, by: &Person| {
        service::proclaim_holiday(c, cx, by, &key, date, &name)
    };
    let holiday = visit.write(write).await?;
    visit.write(begin_sweep).await?;
    Ok(HttpResponse::Created().json(HolidayView::of(holiday)))
}

/// Withdraw a holiday that was proclaimed
///
/// Clocks that run fall due as if it had never been proclaimed.
///
/// # Errors
/// 404 for a day that is not proclaimed; 422 for one that has begun.
#[utoipa::path(delete, path = "/api/v1/contracts/{key}/holidays/{date}", tag = "contracts",
    params(("key" = String, Path, description = "The agreement’s key"),
        ("date" = NaiveDate, Path, description = "The day")),
    responses((status = 204, description = "It is an ordinary day again")))]
pub async fn withdraw(visit: Visit, place: web::Path<(String, String)>) -> Result<HttpResponse, WebError> {
    let (key, date) = place.into_inner();
    let date: NaiveDate = date.parse().map_err(|_| WebError::NotFound)?;
    visit.write(move |c, cx, by| service::withdraw_holiday(c, cx, by, &key, date)).await?;
    visit.write(begin_sweep).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl HolidayView {
    fn of(holiday: ProclaimedHoliday) -> Self {
        Self {
            date: holiday.date,
            name: holiday.name,
            proclaimed_by: holiday.proclaimed_by,
            proclaimed_at: holiday.proclaimed_at,
            withdrawn_by: holiday.withdrawn.map(|(by, _)| by),
            withdrawn_at: holiday.withdrawn.map(|(_, at)| at),
        }
    }
}

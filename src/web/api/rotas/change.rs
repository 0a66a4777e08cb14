//! `POST /api/v1/rotas` and `PUT /api/v1/rotas/{id}`.

use actix_web::HttpResponse;
use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::RotaView;
use crate::domain::{EmailAddress, Person, RotaId};
use crate::service::{self, Context, NewRota, RotaChange};
use crate::store::Connection;
use crate::web::api::input::Given;
use crate::web::error::WebError;
use crate::web::visit::{PathId, Visit};

/// A rota to be added. The first person’s turn is the week that runs now.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddedRota {
    /// The name, unique.
    pub name: String,
    /// The zone of the handover, an IANA name; without it, the installation’s.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub time_zone: Option<Tz>,
    /// The weekday of the handover: `mon` to `sun`.
    #[serde(deserialize_with = "weekday")]
    #[schema(value_type = String)]
    pub handover_day: Weekday,
    /// The wall-clock time of the handover: `09:00`.
    #[serde(deserialize_with = "time_of_day")]
    #[schema(value_type = String)]
    pub handover_time: NaiveTime,
    /// Addresses of people of the provider, in the order of their turns.
    pub people: Vec<EmailAddress>,
}

/// A rota as it shall be; its stand-ins stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedRota {
    /// The name, unique.
    pub name: String,
    /// The zone of the handover, an IANA name.
    #[schema(value_type = String)]
    pub time_zone: Tz,
    /// The weekday of the handover: `mon` to `sun`.
    #[serde(deserialize_with = "weekday")]
    #[schema(value_type = String)]
    pub handover_day: Weekday,
    /// The wall-clock time of the handover: `09:00`.
    #[serde(deserialize_with = "time_of_day")]
    #[schema(value_type = String)]
    pub handover_time: NaiveTime,
    /// The local date of the handover at which the first person’s turn begins.
    pub first_turn: NaiveDate,
    /// Addresses of people of the provider, in the order of their turns.
    pub people: Vec<EmailAddress>,
}

/// Add a rota
///
/// # Errors
/// 422 for a name that is taken, or somebody who is no active person of the provider.
#[utoipa::path(post, path = "/api/v1/rotas", tag = "on call", request_body = AddedRota,
    responses((status = 201, description = "The rota", body = RotaView)))]
pub async fn add(visit: Visit, body: Given<AddedRota>) -> Result<HttpResponse, WebError> {
    let (AddedRota { name, time_zone, handover_day, handover_time, people }, faults) = body.apart();
    let new = NewRota { name, time_zone, handover_day, handover_time, people };
    let adding = move |c: &mut Connection, cx: &Context, _: &Person| -> Result<RotaView, WebError> {
        let rota = faults.settle(service::add_rota(c, cx, new))?;
        Ok(RotaView::load(c, rota, cx.now)?)
    };
    Ok(HttpResponse::Created().json(visit.write(adding).await?))
}

/// Change a rota
///
/// # Errors
/// 404, and 422 as for a new one.
#[utoipa::path(put, path = "/api/v1/rotas/{id}", tag = "on call", request_body = ChangedRota,
    params(("id" = RotaId, Path, description = "The rota’s id")),
    responses((status = 200, description = "The rota afterwards", body = RotaView)))]
pub async fn change(
    visit: Visit,
    PathId(id): PathId<RotaId>,
    body: Given<ChangedRota>,
) -> Result<HttpResponse, WebError> {
    let (changed, faults) = body.apart();
    let ChangedRota { name, time_zone, handover_day, handover_time, first_turn, people } = changed;
    let change = RotaChange { name, time_zone, handover_day, handover_time, first_turn, people };
    let changing = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<RotaView, WebError> {
        let rota = faults.settle(service::change_rota(c, cx, by, id, change))?;
        Ok(RotaView::load(c, rota, cx.now)?)
    };
    Ok(HttpResponse::Ok().json(visit.write(changing).await?))
}

fn weekday<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Weekday, D::Error> {
    let word = String::deserialize(deserializer)?;
    word.parse().map_err(|_| D::Error::custom("write mon, tue, wed, thu, fri, sat or sun"))
}

fn time_of_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
    let text = String::deserialize(deserializer)?;
    NaiveTime::parse_from_str(&text, "%H:%M").map_err(|_| D::Error::custom("write a time such as 09:00"))
}

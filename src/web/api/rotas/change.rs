//! `POST /api/v1/rotas` and `PUT /api/v1/rotas/{id}`.

use actix_web::{HttpResponse, web};
use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::RotaView;
use crate::domain::{EmailAddress, RotaId};
use crate::service::{self, NewRota, RotaChange};
use crate::web::api::input::Body;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

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
pub async fn add(
    site: web::Data<Site>,
    session: Session,
    body: Body<AddedRota>,
) -> Result<HttpResponse, WebError> {
    let AddedRota { name, time_zone, handover_day, handover_time, people } = body.0;
    let new = NewRota { name, time_zone, handover_day, handover_time, people };
    let context = site.app.context().by(&session.person);
    let added = site.app.db.write(move |c| -> Result<RotaView, WebError> {
        let rota = service::add_rota(c, &context, new)?;
        Ok(RotaView::load(c, rota, context.now)?)
    });
    Ok(HttpResponse::Created().json(added.await?))
}

/// Change a rota
///
/// # Errors
/// 404, and 422 as for a new one.
#[utoipa::path(put, path = "/api/v1/rotas/{id}", tag = "on call", request_body = ChangedRota,
    params(("id" = RotaId, Path, description = "The rota’s id")),
    responses((status = 200, description = "The rota afterwards", body = RotaView)))]
pub async fn change(
    site: web::Data<Site>,
    session: Session,
    id: web::Path<String>,
    body: Body<ChangedRota>,
) -> Result<HttpResponse, WebError> {
    let id: RotaId = id.parse().map_err(|_| WebError::NotFound)?;
    let ChangedRota { name, time_zone, handover_day, handover_time, first_turn, people } = body.0;
    let change = RotaChange { name, time_zone, handover_day, handover_time, first_turn, people };
    let context = site.app.context();
    let changed = site.app.db.write(move |c| -> Result<RotaView, WebError> {
        let rota = service::change_rota(c, &context, &session.person, id, change)?;
        Ok(RotaView::load(c, rota, context.now)?)
    });
    Ok(HttpResponse::Ok().json(changed.await?))
}

fn weekday<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Weekday, D::Error> {
    let word = String::deserialize(deserializer)?;
    word.parse().map_err(|_| D::Error::custom("write mon, tue, wed, thu, fri, sat or sun"))
}

fn time_of_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
    let text = String::deserialize(deserializer)?;
    NaiveTime::parse_from_str(&text, "%H:%M").map_err(|_| D::Error::custom("write a time such as 09:00"))
}

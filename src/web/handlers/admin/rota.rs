//! `/admin/rotas/{id}`: an on-call rota, its turns, and who stands in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::{NaiveDate, Weekday};

use super::reading::{Reading, time_zone};
use super::rota_form::{chosen_people, fields, wall_time, weekday};
use super::stand_in;
use super::teams::{names, rota_card};
use super::values::Values;
use crate::domain::{EmailAddress, Person, Rota, RotaId};
use crate::service::{self, RotaChange};
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, Input, RotaPage};
use crate::web::pages::render_with;
use crate::web::view::{Area, zone_name};
use crate::web::visit::{PathId, Visit};

/// What was refused: which form, and why.
pub enum Refused<'a> {
    /// Nothing was.
    Nothing,
    /// The rota itself, as typed.
    Change(&'a Posted, Vec<FieldFault>),
    /// A stand-in, as typed.
    StandIn(&'a Posted, Vec<FieldFault>),
}

/// Shows a rota.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(visit: Visit, PathId(id): PathId<RotaId>) -> Result<HttpResponse, WebError> {
    page(&visit, id, Refused::Nothing).await
}

/// Changes a rota.
///
/// # Errors
/// As [`add`] and [`show`].
pub async fn change(
    visit: Visit,
    PathId(id): PathId<RotaId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    match write_change(&visit, id, &posted).await {
        Ok(()) => Ok(see_other(&format!("/admin/rotas/{id}?done=changed"))),
        Err(WebError::Invalid(faults)) => page(&visit, id, Refused::Change(&posted, faults)).await,
        Err(error) => Err(error),
    }
}

async fn write_change(visit: &Visit, id: RotaId, posted: &Posted) -> Result<(), WebError> {
    let mut form = Reading::of(posted);
    let day = form.field("day", weekday);
    let time = form.field("time", wall_time);
    let zone = form.field("time_zone", time_zone);
    let first_turn = form.field("first_turn", |text| {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| "Write a date, like 2026-11-23.")
    });
    let people: Vec<EmailAddress> = form.addresses("people", chosen_people(posted));
    let faults = form.faults();
    let change = RotaChange {
        name: posted.text("name"),
        time_zone: zone.unwrap_or_default(),
        handover_day: day.unwrap_or(Weekday::Mon),
        handover_time: time.unwrap_or_default(),
        first_turn: first_turn.unwrap_or_default(),
        people,
    };
    visit.write(move |c, cx, by| faults.settle(service::change_rota(c, cx, by, id, change))).await.map(drop)
}

/// The rota in an address.
///
/// # Errors
/// [`WebError::NotFound`], as for one that is not there.
struct Found {
    rota: Rota,
    names: super::teams::Names,
    members: Vec<Person>,
    staff: Vec<Person>,
}

fn find(c: &mut Connection, id: RotaId) -> Result<Found, WebError> {
    let rota = store::rota::find(c, id)?.ok_or(WebError::NotFound)?;
    let mut members = Vec::new();
    for id in &rota.people {
        members.extend(store::person::find(c, *id)?);
    }
    Ok(Found {
        names: names(c, std::slice::from_ref(&rota))?,
        staff: store::person::staff(c)?,
        members,
        rota,
    })
}

/// The page of a rota, with what was refused.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn page(visit: &Visit, id: RotaId, refused: Refused<'_>) -> Result<HttpResponse, WebError> {
    let (now, zone) = (visit.now, visit.session.person.time_zone);
    let found = visit.read(move |c| find(c, id)).await?;
    let (mut values, mut stand_in_values) = (known(&found), Values::empty());
    let mut people: Vec<String> = found.members.iter().map(|one| one.email.as_str().to_owned()).collect();
    let (mut faults, mut stand_in_faults, mut status) = (Vec::new(), Vec::new(), StatusCode::OK);
    match refused {
        Refused::Nothing => {}
        Refused::Change(posted, found) => {
            (values, faults, status) = (Values::Typed(posted), found, StatusCode::UNPROCESSABLE_ENTITY);
            people = chosen_people(posted);
        }
        Refused::StandIn(posted, found) => {
            stand_in_values = Values::Typed(posted);
            (stand_in_faults, status) = (found, StatusCode::UNPROCESSABLE_ENTITY);
        }
    }
    let shell = visit.shell(Area::Teams, found.rota.name.clone());
    let first_turn =
        FormField::new("first_turn", "First turn", Input::Line("date"), values.get("first_turn"))
            .hint("The day on which the first person’s turn began.");
    let fields = fields(&values, people, &found.staff).into_iter().chain([first_turn]).collect();
    let stand_in = stand_in::form(&found.rota, &found.staff, &stand_in_values, &zone_name(zone));
    render_with(
        status,
        &RotaPage {
            shell,
            rota: rota_card(&found.rota, &found.names, now, zone),
            form: Form::new(format!("/admin/rotas/{id}"), "Save", fields).with_faults(faults),
            stand_in: stand_in.with_faults(stand_in_faults),
            zone: zone_name(zone),
        },
    )
}

fn known(found: &Found) -> Values<'static> {
    let rota = &found.rota;
    Values::known([
        ("name", rota.name.clone()),
        ("day", rota.handover_day.to_string()),
        ("time", rota.handover_time.format("%H:%M").to_string()),
        ("time_zone", rota.time_zone.name().to_owned()),
        ("first_turn", rota.first_turn.to_string()),
    ])
}

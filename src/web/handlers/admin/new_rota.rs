//! `/admin/rotas/new`: adding an on-call rota.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::Weekday;

use super::reading::{Reading, time_zone};
use super::rota_form::{chosen_people, fields, wall_time, weekday};
use super::values::Values;
use crate::domain::RotaId;
use crate::service::{self, NewRota};
use crate::store;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormPage};
use crate::web::pages::render_with;
use crate::web::view::Area;
use crate::web::visit::Visit;

/// Shows the form for a new rota.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit) -> Result<HttpResponse, WebError> {
    let zone = visit.site.app.config.time_zone.name().to_owned();
    let values =
        Values::known([("day", "Mon".to_owned()), ("time", "09:00".to_owned()), ("time_zone", zone)]);
    page(&visit, StatusCode::OK, &values, Vec::new(), Vec::new()).await
}

/// Adds a rota.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. What is refused is shown again as typed.
pub async fn submit(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    match add(&visit, &posted).await {
        Ok(id) => Ok(see_other(&format!("/admin/rotas/{id}?done=added"))),
        Err(WebError::Invalid(faults)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, &Values::Typed(&posted), chosen_people(&posted), faults).await
        }
        Err(error) => Err(error),
    }
}

async fn add(visit: &Visit, posted: &Posted) -> Result<RotaId, WebError> {
    let mut form = Reading::of(posted);
    let day = form.field("day", weekday);
    let time = form.field("time", wall_time);
    let zone = form.field("time_zone", time_zone);
    let people = form.addresses("people", chosen_people(posted));
    let faults = form.faults();
    let new = NewRota {
        name: posted.text("name"),
        time_zone: zone,
        handover_day: day.unwrap_or(Weekday::Mon),
        handover_time: time.unwrap_or_default(),
        people,
    };
    Ok(visit.write(move |c, cx, _| faults.settle(service::add_rota(c, cx, new))).await?.id)
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    values: &Values<'_>,
    people: Vec<String>,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let title = "Add a rota";
    let staff = visit.read(|c| Ok(store::person::staff(c)?)).await?;
    render_with(
        status,
        &FormPage {
            shell: visit.shell(Area::Teams, title),
            parent: ("/admin/teams", "Teams and on-call"),
            title: title.to_owned(),
            lede: "The first person’s turn is the week that runs now.".to_owned(),
            form: Form::new("/admin/rotas/new", "Add the rota", fields(values, people, &staff))
                .with_faults(faults),
            facts: Vec::new(),
            others: Vec::new(),
        },
    )
}

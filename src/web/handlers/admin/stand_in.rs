//! `/admin/rotas/{id}/stand-ins`: somebody stands in on a rota for a while.

use actix_web::HttpResponse;

use super::local_time;
use super::reading::{Reading, chosen};
use super::rota::{Refused, page};
use super::values::Values;
use crate::domain::{Override, Person, PersonId, Rota, RotaId};
use crate::service;
use crate::sla::Instant;
use crate::web::error::WebError;
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::pages::manager::Choice;
use crate::web::visit::{PathId, Visit};

/// Lets somebody stand in.
///
/// # Errors
/// As [`change`].
pub async fn add(visit: Visit, PathId(id): PathId<RotaId>, posted: Posted) -> Result<HttpResponse, WebError> {
    let zone = visit.session.person.time_zone;
    let mut form = Reading::of(&posted);
    let person_id = form.field("person", chosen::<PersonId>);
    let from = form.field("from", |text| local_time::parse(text, zone));
    let until = form.field("until", |text| local_time::parse(text, zone));
    let written = match (from, until) {
        (Some(from), Some(until)) => {
            let one = Override { person_id: person_id.unwrap_or(visit.session.person.id), from, until };
            let faults = form.faults();
            visit.write(move |c, cx, by| faults.settle(service::add_stand_in(c, cx, by, id, one))).await
        }
        _ => form.finish().and(Err(WebError::internal("a time was neither read nor refused"))),
    };
    match written {
        Ok(_) => Ok(see_other(&format!("/admin/rotas/{id}?done=stand_in"))),
        Err(WebError::Invalid(faults)) => page(&visit, id, Refused::StandIn(&posted, faults)).await,
        Err(error) => Err(error),
    }
}

/// Takes a stand-in back.
///
/// # Errors
/// [`WebError::NotFound`] where there is no such one; else as [`Posted`].
pub async fn remove(
    visit: Visit,
    PathId(id): PathId<RotaId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let one = Override {
        person_id: posted.required("person")?,
        from: posted.required::<Instant>("from")?,
        until: posted.required::<Instant>("until")?,
    };
    visit.write(move |c, cx, by| service::remove_stand_in(c, cx, by, id, &one)).await?;
    Ok(see_other(&format!("/admin/rotas/{id}?done=stand_in_removed")))
}

/// The form that adds one.
pub fn form(rota: &Rota, staff: &[Person], values: &Values<'_>, zone: &str) -> Form {
    let people = staff.iter().map(|person| Choice {
        value: person.id.to_string(),
        label: person.name.clone(),
        is_chosen: false,
    });
    let moment = |name, label| {
        FormField::new(name, label, Input::Line("datetime-local"), values.get(name))
            .hint(format!("In {zone}."))
    };
    let fields = vec![
        FormField::new("person", "Who", Input::Select(people.collect()), values.get("person")),
        moment("from", "From"),
        moment("until", "Until"),
    ];
    Form::new(format!("/admin/rotas/{}/stand-ins", rota.id), "Let them stand in", fields)
        .about("Somebody stands in", "The person whose turn it is becomes the backup.")
}

//! `POST /desk/bulk`, `GET /desk/bulk/{id}` and `POST /desk/bulk/{id}/undo`: the action is done, shown, taken back.

use actix_web::{HttpRequest, HttpResponse};

use super::form::BulkForm;
use super::line::rows;
use super::preview;
use crate::domain::{BulkChange, BulkChangeId};
use crate::service;
use crate::store;
use crate::web::error::WebError;
use crate::web::handlers::desk::place::Place;
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::desk::BulkDonePage;
use crate::web::pages::render;
use crate::web::view::Area;
use crate::web::visit::{PathId, Visit};

/// Does it, once however often the form is sent. An answer that would say something else than what was looked at, since its
/// macro was changed meanwhile, is shown again instead.
///
/// # Errors
/// [`WebError::Invalid`] for a form that the preview would not have shown, or that the database can't be written.
pub async fn submit(visit: Visit, request: HttpRequest, posted: Posted) -> Result<HttpResponse, WebError> {
    let (once, form) = (posted.once(), BulkForm::of(posted));
    let (contracts, wanted) = (visit.site.app.contracts.clone(), form.clone());
    let doing = visit.write(move |c, cx, by| -> Result<Option<BulkChange>, WebError> {
        let action = wanted.action(c, &contracts, by, cx.now)?;
        if wanted.saw_another(&action) {
            return Ok(None);
        }
        Ok(Some(service::change_in_bulk(c, cx, by, &wanted.chosen, &action, once)?))
    });
    let Some(change) = doing.await? else { return preview::again(visit, Place::of(&request), form).await };
    Ok(see_other(&Place::of(&request).address(&format!("/desk/bulk/{}", change.id), None)))
}

/// Shows what was done, to who did it.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(
    visit: Visit,
    request: HttpRequest,
    PathId(id): PathId<BulkChangeId>,
) -> Result<HttpResponse, WebError> {
    let place = Place::of(&request);
    let (contracts, person, listing, now) =
        (visit.site.app.contracts.clone(), visit.session.person.clone(), place.clone(), visit.now);
    let read = visit.read(move |c| {
        let change = store::bulk_change::find(c, person.id, id)?.ok_or(WebError::NotFound)?;
        let outcomes = change.lines.clone();
        Ok((change, rows(c, &contracts, &person, &listing, now, outcomes)?))
    });
    let (change, (changed, left)) = read.await?;
    let undo_until = change.undo_until().filter(|until| visit.now <= *until);
    render(&BulkDonePage {
        shell: visit.shell(Area::Queue(place.queue_view()), "Several tickets changed"),
        back: place.address("/desk", None),
        undo_href: place.address(&format!("/desk/bulk/{id}/undo"), None),
        is_undone: change.undone_at.is_some(),
        undo_until: undo_until.map(|until| visit.moment(until)),
        changed,
        left,
    })
}

/// Takes it back.
///
/// # Errors
/// [`WebError::NotFound`], [`WebError::Conflict`] where it is too late, or that the database can't be written.
pub async fn undo(
    visit: Visit,
    request: HttpRequest,
    PathId(id): PathId<BulkChangeId>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::undo_bulk(c, cx, by, id)).await?;
    Ok(see_other(&Place::of(&request).address(&format!("/desk/bulk/{id}"), None)))
}

//! `POST /desk/views` and `POST /desk/views/{id}/remove`: lists kept under a name.

use actix_web::{HttpRequest, HttpResponse};

use super::place::Place;
use crate::domain::{SavedViewId, Sharing};
use crate::service;
use crate::web::error::WebError;
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::visit::{PathId, Visit};

/// Keeps the list that the form's address carries.
///
/// # Errors
/// [`WebError::Invalid`] without a name, or that the database can't be written.
pub async fn save(visit: Visit, request: HttpRequest, posted: Posted) -> Result<HttpResponse, WebError> {
    let place = Place::of(&request).first_page();
    let audience = if posted.text("shared").is_empty() { Sharing::Owner } else { Sharing::Everybody };
    let (name, query) = (posted.text("name"), place.address("", None).trim_start_matches('?').to_owned());
    visit.write(move |c, cx, by| service::save_view(c, cx, by, &name, query, audience)).await?;
    Ok(see_other(&place.address("/desk", Some("view_saved"))))
}

/// Removes a view, and shows the list that it stood for.
///
/// # Errors
/// [`WebError::NotFound`], [`WebError::NotAllowed`] for somebody else's, or that the database can't be written.
pub async fn remove(
    visit: Visit,
    request: HttpRequest,
    PathId(id): PathId<SavedViewId>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, _, by| service::remove_view(c, by, id)).await?;
    Ok(see_other(&Place::of(&request).address("/desk", Some("view_removed"))))
}

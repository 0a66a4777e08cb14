//! Keeping a list of the desk under a name, for oneself or for everybody.

use super::{Context, ServiceError};
use crate::domain::{Person, Role, SavedView, SavedViewId, Sharing};
use crate::store::{self, Connection};

/// How many views one person sees at most: more would be no help in finding anything.
const MOST: usize = 100;

/// Saves a list under a name. `place` is the query of its address.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a customer, [`ServiceError::Invalid`] for a name that is missing, too long, or the name of a
/// view that the person sees already.
pub fn save_view(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    name: &str,
    place: String,
    audience: Sharing,
) -> Result<SavedView, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents keep views."));
    }
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 60 {
        return Err(ServiceError::invalid("name", "Give the view a name of up to 60 characters."));
    }
    if place.len() > 2000 {
        return Err(ServiceError::invalid("place", "This search is too long to be kept."));
    }
    let seen = store::saved_view::list(c, by.id)?;
    if let Some(same) = seen.iter().find(|view| view.name.to_lowercase() == name.to_lowercase()) {
        return Err(ServiceError::invalid("name", taken(same)));
    }
    if seen.len() >= MOST {
        return Err(ServiceError::invalid(
            "name",
            format!("There are {MOST} views already: remove one first."),
        ));
    }
    let id = SavedViewId::new(cx.now);
    let view = SavedView { id, owner_id: by.id, name, place, audience, created_at: cx.now };
    store::saved_view::insert(c, &view)?;
    Ok(view)
}

/// Two views of one name could not be told apart.
fn taken(view: &SavedView) -> String {
    let whose = match view.audience {
        Sharing::Owner => "You keep a view",
        Sharing::Everybody => "There is a shared view",
    };
    format!("{whose} “{}” already: choose another name.", view.name)
}

/// Removes a view: its owner's own, and for managers anybody's shared one.
///
/// # Errors
/// [`ServiceError::NotFound`] for a view the person does not see, [`ServiceError::Forbidden`] for somebody else's.
pub fn remove_view(c: &mut Connection, by: &Person, id: SavedViewId) -> Result<(), ServiceError> {
    let view = store::saved_view::find(c, by.id, id)?.ok_or(ServiceError::NotFound("view"))?;
    if view.owner_id != by.id && by.role < Role::Manager {
        return Err(ServiceError::Forbidden("Only who shared a view, or a manager, removes it."));
    }
    Ok(store::saved_view::delete(c, id)?)
}

//! Keeping a list of the desk under a name, for oneself or for everybody.

use super::{Context, ServiceError, both};
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
    let (name, ()) = both(free_name(c, by, name), check_place(&place))?;
    let id = SavedViewId::new(cx.now);
    let view = SavedView { id, owner_id: by.id, name, place, audience, created_at: cx.now };
    store::saved_view::insert(c, &view)?;
    Ok(view)
}

fn free_name(c: &mut Connection, by: &Person, raw: &str) -> Result<String, ServiceError> {
    let refused = |why: String| Err(ServiceError::invalid("name", why));
    let name = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 60 {
        return refused("Give the view a name of up to 60 characters.".to_owned());
    }
    let seen = store::saved_view::list(c, by.id)?;
    if let Some(same) = seen.iter().find(|view| view.name.to_lowercase() == name.to_lowercase()) {
        return refused(taken(same));
    }
    match seen.len() >= MOST {
        true => refused(format!("There are {MOST} views already: remove one first.")),
        false => Ok(name),
    }
}

fn check_place(place: &str) -> Result<(), ServiceError> {
    match place.len() > 2000 {
        true => Err(ServiceError::invalid("place", "This search is too long to be kept.")),
        false => Ok(()),
    }
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

//! Lists of the desk that agents keep under a name.

use diesel::prelude::*;

use super::schema::saved_view;
use super::sql_type::At;
use super::text::storable;
use super::{Connection, StoreError};
use crate::domain::{PersonId, SavedView, SavedViewId, Sharing};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = saved_view)]
struct ViewColumns {
    id: SavedViewId,
    owner_id: PersonId,
    name: String,
    place: String,
    is_shared: bool,
    created_at: At,
}

/// Adds a view.
///
/// # Errors
/// [`StoreError::MissingReference`] if its owner is not there.
pub fn insert(c: &mut Connection, view: &SavedView) -> Result<(), StoreError> {
    let columns = ViewColumns {
        id: view.id,
        owner_id: view.owner_id,
        name: storable(&view.name),
        place: storable(&view.place),
        is_shared: view.audience == Sharing::Everybody,
        created_at: At(view.created_at),
    };
    diesel::insert_into(saved_view::table).values(columns).execute(c)?;
    Ok(())
}

/// The views that a person sees: their own and shared ones, by name.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection, person: PersonId) -> Result<Vec<SavedView>, StoreError> {
    let query = saved_view::table
        .filter(saved_view::owner_id.eq(person).or(saved_view::is_shared.eq(true)))
        .order((saved_view::name, saved_view::id))
        .select(ViewColumns::as_select());
    Ok(query.load(c)?.into_iter().map(read).collect())
}

/// The view with this id, if the person sees it.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, person: PersonId, id: SavedViewId) -> Result<Option<SavedView>, StoreError> {
    let query = saved_view::table
        .filter(saved_view::id.eq(id))
        .filter(saved_view::owner_id.eq(person).or(saved_view::is_shared.eq(true)))
        .select(ViewColumns::as_select());
    Ok(query.first(c).optional()?.map(read))
}

/// Removes a view.
///
/// # Errors
/// [`StoreError`].
pub fn delete(c: &mut Connection, id: SavedViewId) -> Result<(), StoreError> {
    diesel::delete(saved_view::table.find(id)).execute(c)?;
    Ok(())
}

fn read(columns: ViewColumns) -> SavedView {
    SavedView {
        id: columns.id,
        owner_id: columns.owner_id,
        name: columns.name,
        place: columns.place,
        audience: if columns.is_shared { Sharing::Everybody } else { Sharing::Owner },
        created_at: columns.created_at.0,
    }
}

//! Messages that agents keep under a name.

use diesel::prelude::*;

use super::schema::reply_macro;
use super::sql_type::At;
use super::text::storable;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{Macro, MacroId, PersonId, Sharing};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = reply_macro)]
struct MacroColumns {
    id: MacroId,
    owner_id: PersonId,
    name: String,
    text: String,
    kind: String,
    then_status: Option<String>,
    is_shared: bool,
    created_at: At,
}

/// Adds a macro, or puts it in the place of the one with its id.
///
/// # Errors
/// [`StoreError::MissingReference`] if its owner is not there.
pub fn put(c: &mut Connection, kept: &Macro) -> Result<(), StoreError> {
    delete(c, kept.id)?;
    let columns = MacroColumns {
        id: kept.id,
        owner_id: kept.owner_id,
        name: storable(&kept.name),
        text: storable(&kept.text),
        kind: word(&kept.kind)?,
        then_status: kept.then.as_ref().map(word).transpose()?,
        is_shared: kept.sharing == Sharing::Everybody,
        created_at: At(kept.created_at),
    };
    diesel::insert_into(reply_macro::table).values(columns).execute(c)?;
    Ok(())
}

/// The macros that a person may use: their own and shared ones, by name.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection, person: PersonId) -> Result<Vec<Macro>, StoreError> {
    let query = reply_macro::table
        .filter(reply_macro::owner_id.eq(person).or(reply_macro::is_shared.eq(true)))
        .order((reply_macro::name, reply_macro::id))
        .select(MacroColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// The macro with this id, if the person may use it.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, person: PersonId, id: MacroId) -> Result<Option<Macro>, StoreError> {
    let query = reply_macro::table
        .find(id)
        .filter(reply_macro::owner_id.eq(person).or(reply_macro::is_shared.eq(true)))
        .select(MacroColumns::as_select());
    query.first(c).optional()?.map(read).transpose()
}

/// Removes a macro.
///
/// # Errors
/// [`StoreError`].
pub fn delete(c: &mut Connection, id: MacroId) -> Result<(), StoreError> {
    diesel::delete(reply_macro::table.find(id)).execute(c)?;
    Ok(())
}

fn read(columns: MacroColumns) -> Result<Macro, StoreError> {
    let row = Row { table: "reply_macro", id: &columns.id };
    Ok(Macro {
        id: columns.id,
        owner_id: columns.owner_id,
        kind: row.word(columns.kind)?,
        then: columns.then_status.map(|status| row.word(status)).transpose()?,
        name: columns.name,
        text: columns.text,
        sharing: if columns.is_shared { Sharing::Everybody } else { Sharing::Owner },
        created_at: columns.created_at.0,
    })
}

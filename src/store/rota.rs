//! On-call rotas. A rota is small and always read whole, so its turns and stand-ins are one document.

use diesel::prelude::*;

use super::schema::{rota, team};
use super::sql_type::Json;
use super::text::storable;
use super::word::{Row, json};
use super::{Connection, StoreError, dialect};
use crate::domain::{Rota, RotaId, TeamId};

/// Adds a rota.
///
/// # Errors
/// [`StoreError::Unique`] with `rota_name_key` if the name is taken.
pub fn insert(c: &mut Connection, rota: &Rota) -> Result<(), StoreError> {
    let row = (rota::id.eq(rota.id), rota::name.eq(storable(&rota.name)), rota::definition.eq(json(rota)?));
    diesel::insert_into(rota::table).values(row).execute(c)?;
    Ok(())
}

/// Writes a changed rota.
///
/// # Errors
/// [`StoreError::NotFound`], or [`StoreError::Unique`] if the new name is taken.
pub fn update(c: &mut Connection, rota: &Rota) -> Result<(), StoreError> {
    let change = (rota::name.eq(storable(&rota.name)), rota::definition.eq(json(rota)?));
    match diesel::update(rota::table.find(rota.id)).set(change).execute(c)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// The rota with this id.
///
/// # Errors
/// [`StoreError::Corrupt`] if it cannot be read.
pub fn find(c: &mut Connection, id: RotaId) -> Result<Option<Rota>, StoreError> {
    let row = rota::table.find(id).select((rota::id, rota::definition)).first(c).optional()?;
    row.map(read).transpose()
}

/// The rota with this id for a change: nobody else changes it until this transaction ends.
///
/// # Errors
/// As [`find`].
pub fn lock(c: &mut Connection, id: RotaId) -> Result<Option<Rota>, StoreError> {
    dialect::lock_rota(c, id)?;
    find(c, id)
}

/// Every rota, by name.
///
/// # Errors
/// [`StoreError::Corrupt`] if one cannot be read.
pub fn list(c: &mut Connection) -> Result<Vec<Rota>, StoreError> {
    let rows = rota::table.order(rota::name).select((rota::id, rota::definition)).load(c)?;
    rows.into_iter().map(read).collect()
}

/// The rota that serves a team: its own, else the installation's first one, which also serves tickets without a team.
///
/// # Errors
/// [`StoreError::Corrupt`] if it cannot be read.
pub fn for_team(c: &mut Connection, team: Option<TeamId>) -> Result<Option<Rota>, StoreError> {
    let own: Option<RotaId> = match team {
        Some(id) => team::table.find(id).select(team::rota_id).first(c).optional()?.flatten(),
        None => None,
    };
    match own {
        Some(id) => find(c, id),
        None => default(c),
    }
}

/// The installation's first rota.
///
/// # Errors
/// [`StoreError::Corrupt`] if it cannot be read.
pub fn default(c: &mut Connection) -> Result<Option<Rota>, StoreError> {
    // Ids begin with the instant at which they were made.
    let row = rota::table.order(rota::id).select((rota::id, rota::definition)).first(c).optional()?;
    row.map(read).transpose()
}

fn read((id, definition): (RotaId, Json)) -> Result<Rota, StoreError> {
    Row { table: "rota", id: &id }.json(definition)
}

//! Daily backups: which was tried, by one node at a time.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::backup_run;
use super::sql_type::At;
use super::text::storable;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{BackupRun, BackupRunState};
use crate::sla::Instant;

#[derive(Queryable, Selectable)]
#[diesel(table_name = backup_run)]
struct RunColumns {
    due_at: At,
    state: String,
    attempt: i32,
    started_at: At,
    finished_at: Option<At>,
    file: Option<String>,
    bytes: Option<i64>,
    error: Option<String>,
}

/// Takes the backup that was due at an instant, for the caller alone until `until`. Gives the number of the try; none
/// where it is done, or somebody else has it in hand, or its next try is not due.
///
/// # Errors
/// [`StoreError`].
pub fn claim(
    c: &mut Connection,
    due_at: Instant,
    now: Instant,
    until: Instant,
) -> Result<Option<i32>, StoreError> {
    let running = word(&BackupRunState::Running)?;
    let first = (
        backup_run::due_at.eq(At(due_at)),
        backup_run::state.eq(&running),
        backup_run::attempt.eq(1),
        backup_run::next_attempt_at.eq(At(until)),
        backup_run::started_at.eq(At(now)),
    );
    let insert =
        diesel::insert_into(backup_run::table).values(first).on_conflict(backup_run::due_at).do_nothing();
    if OnBoth(insert).execute(c)? == 1 {
        return Ok(Some(1));
    }
    let free = backup_run::table
        .filter(backup_run::due_at.eq(At(due_at)))
        .filter(backup_run::state.ne(word(&BackupRunState::Done)?))
        .filter(backup_run::next_attempt_at.le(At(now)));
    let again = (
        backup_run::state.eq(&running),
        backup_run::attempt.eq(backup_run::attempt + 1),
        backup_run::next_attempt_at.eq(At(until)),
        backup_run::started_at.eq(At(now)),
    );
    match diesel::update(free).set(again).execute(c)? {
        0 => Ok(None),
        _ => Ok(Some(backup_run::table.find(At(due_at)).select(backup_run::attempt).first(c)?)),
    }
}

/// Keeps the try of a backup for the caller until `until`; false if another node has taken over meanwhile.
///
/// # Errors
/// [`StoreError`].
pub fn extend(
    c: &mut Connection,
    (due_at, attempt): (Instant, i32),
    until: Instant,
) -> Result<bool, StoreError> {
    let own = backup_run::table
        .filter(backup_run::due_at.eq(At(due_at)))
        .filter(backup_run::attempt.eq(attempt))
        .filter(backup_run::state.eq(word(&BackupRunState::Running)?));
    Ok(diesel::update(own).set(backup_run::next_attempt_at.eq(At(until))).execute(c)? == 1)
}

/// Records that a backup was made, whoever has it in hand by now: it is good. False if it was made before.
///
/// # Errors
/// [`StoreError`].
pub fn succeed(
    c: &mut Connection,
    due_at: Instant,
    now: Instant,
    file: &str,
    bytes: i64,
) -> Result<bool, StoreError> {
    let done = word(&BackupRunState::Done)?;
    let open =
        backup_run::table.filter(backup_run::due_at.eq(At(due_at))).filter(backup_run::state.ne(&done));
    let change = (
        backup_run::state.eq(&done),
        backup_run::finished_at.eq(Some(At(now))),
        backup_run::file.eq(Some(storable(file))),
        backup_run::bytes.eq(Some(bytes)),
        backup_run::error.eq(None::<String>),
    );
    Ok(diesel::update(open).set(change).execute(c)? == 1)
}

/// Records that a try failed, and when the next one is due; false if another node has made it or taken over meanwhile.
///
/// # Errors
/// [`StoreError`].
pub fn fail(
    c: &mut Connection,
    (due_at, attempt): (Instant, i32),
    now: Instant,
    next_attempt_at: Instant,
    error: &str,
) -> Result<bool, StoreError> {
    let own = backup_run::table
        .filter(backup_run::due_at.eq(At(due_at)))
        .filter(backup_run::attempt.eq(attempt))
        .filter(backup_run::state.ne(word(&BackupRunState::Done)?));
    let change = (
        backup_run::state.eq(word(&BackupRunState::Failed)?),
        backup_run::finished_at.eq(Some(At(now))),
        backup_run::next_attempt_at.eq(At(next_attempt_at)),
        backup_run::error.eq(Some(storable(error))),
    );
    Ok(diesel::update(own).set(change).execute(c)? == 1)
}

/// When the backup that was due at an instant may be tried; none where it is done.
///
/// # Errors
/// [`StoreError`].
pub fn next_attempt(
    c: &mut Connection,
    due_at: Instant,
    now: Instant,
) -> Result<Option<Instant>, StoreError> {
    let columns = (backup_run::state, backup_run::next_attempt_at);
    let row: Option<(String, At)> = backup_run::table.find(At(due_at)).select(columns).first(c).optional()?;
    match row {
        Some((state, _)) if state == word(&BackupRunState::Done)? => Ok(None),
        Some((_, at)) => Ok(Some(at.0)),
        None => Ok(Some(now)),
    }
}

/// The last backup that was due, whatever became of it.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn last(c: &mut Connection) -> Result<Option<BackupRun>, StoreError> {
    let query = backup_run::table.order(backup_run::due_at.desc()).select(RunColumns::as_select());
    query.first(c).optional()?.map(read).transpose()
}

/// The last backup that was made.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn last_done(c: &mut Connection) -> Result<Option<BackupRun>, StoreError> {
    let query = backup_run::table
        .filter(backup_run::state.eq(word(&BackupRunState::Done)?))
        .order(backup_run::due_at.desc())
        .select(RunColumns::as_select());
    query.first(c).optional()?.map(read).transpose()
}

fn read(columns: RunColumns) -> Result<BackupRun, StoreError> {
    let row = Row { table: "backup_run", id: &columns.due_at.0 };
    Ok(BackupRun {
        due_at: columns.due_at.0,
        state: row.word(columns.state)?,
        attempt: columns.attempt,
        started_at: columns.started_at.0,
        finished_at: columns.finished_at.map(|at| at.0),
        file: columns.file,
        bytes: columns.bytes,
        error: columns.error,
    })
}

//! Transactions and savepoints around jobs that may fail or panic.

use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::connection::{AnsiTransactionManager, TransactionManager};

use super::any_connection::AnyConnection;
use super::{Connection, StoreError};

/// Runs a job in a savepoint, so that its failure leaves the transaction usable, and what it wrote is undone.
///
/// PostgreSQL refuses everything after a failed statement until the savepoint is rolled back.
///
/// # Errors
/// The job's own error, or [`StoreError`] where the savepoint could not be kept.
pub fn savepoint<T, E: From<StoreError>>(
    connection: &mut Connection,
    job: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    let (outcome, standing) = isolated(connection, job);
    standing?;
    outcome
}

/// A job in a savepoint of its own: its outcome, and whether the transaction as a whole still stands. SQLite ends the
/// whole where the disk is full; then the job's own error says why.
pub(super) fn isolated<T, E: From<StoreError>>(
    connection: &mut Connection,
    job: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> (Result<T, E>, Result<(), StoreError>) {
    let outside = match enter(connection) {
        Ok(outside) => outside,
        Err(error) => return (Err(error.clone().into()), Err(error)),
    };
    let outcome = caught(connection, job);
    let standing = match &outcome {
        Ok(_) => AnyConnection::commit_transaction(connection).map_err(unavailable),
        Err(_) => {
            rollback_to(connection, outside).map_err(|error| StoreError::Unavailable(error.to_string()))
        }
    };
    (outcome, standing)
}

/// Begins a savepoint, and gives how many levels were open before.
fn enter(connection: &mut Connection) -> Result<u32, StoreError> {
    let outside = depth(connection)?;
    AnyConnection::begin_transaction(connection).map_err(unavailable)?;
    Ok(outside)
}

/// A job in a transaction that has begun: commits, or undoes all of it.
pub(super) fn complete<T, E: From<StoreError>>(
    connection: &mut Connection,
    job: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    match caught(connection, job) {
        Ok(value) => commit(connection).map(|()| value).map_err(E::from),
        Err(error) => {
            // The connection is dropped from its pool if this fails; the job's own error says more.
            let _ = rollback_to(connection, 0);
            Err(error)
        }
    }
}

/// Begins a transaction with a statement of the caller's choice.
pub(super) fn begin(connection: &mut Connection, statement: &str) -> Result<(), StoreError> {
    match connection {
        AnyConnection::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, statement),
        AnyConnection::Pg(pg) => AnsiTransactionManager::begin_transaction_sql(pg, statement),
    }
    .map_err(unavailable)
}

/// Marks a connection as of no more use: its pool drops it.
pub(super) fn give_up(connection: &mut Connection) {
    AnyConnection::transaction_manager_status_mut(connection).set_in_error();
}

/// Commits; after an error nothing was kept.
pub(super) fn commit(connection: &mut Connection) -> Result<(), StoreError> {
    let result = AnyConnection::commit_transaction(connection).map_err(unavailable);
    if result.is_err() {
        let _ = rollback_to(connection, 0);
    }
    result
}

/// Rolls back until only this many levels are open.
pub(super) fn rollback_to(connection: &mut Connection, levels: u32) -> Result<(), StoreError> {
    while depth(connection)? > levels {
        AnyConnection::rollback_transaction(connection)?;
    }
    Ok(())
}

fn depth(connection: &mut Connection) -> Result<u32, StoreError> {
    let status = AnyConnection::transaction_manager_status_mut(connection);
    Ok(status.transaction_depth()?.map_or(0, NonZeroU32::get))
}

/// Runs a job; a panic becomes an error, so that one job never takes the others' answers with it.
fn caught<T, E: From<StoreError>>(
    connection: &mut Connection,
    job: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(|| job(connection)))
        .unwrap_or_else(|_| Err(StoreError::Database("a job panicked and was undone".to_owned()).into()))
}

fn unavailable(error: diesel::result::Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Database(text) => StoreError::Unavailable(text),
        other => other,
    }
}

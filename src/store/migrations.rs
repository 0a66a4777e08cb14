//! Bringing a database to the present shape.
//!
//! `migrations/sqlite` and `migrations/postgres` hold the same steps under the same names. The library that runs them
//! takes no lock, so this does: two processes that start at once must not both create a table.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::{PgConnection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::any_connection::AnyConnection;
use super::{DatabaseUrl, StoreError, postgres, sqlite};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// An arbitrary number that only this program's migrations lock.
const LOCK: &str = "SELECT pg_advisory_lock(7086391150)";
const UNLOCK: &str = "SELECT pg_advisory_unlock(7086391150)";

#[derive(Debug, Clone, Copy)]
enum Direction {
    Up,
    Down,
}

/// Runs what has not run; gives the names in order.
pub(super) fn run(url: &DatabaseUrl) -> Result<Vec<String>, StoreError> {
    migrate(url, Direction::Up)
}

/// Undoes everything, the last step first.
pub(super) fn revert_all(url: &DatabaseUrl) -> Result<Vec<String>, StoreError> {
    migrate(url, Direction::Down)
}

/// The names of what has not run.
pub(super) fn pending(url: &DatabaseUrl) -> Result<Vec<String>, StoreError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let AnyConnection::Sqlite(mut connection) = sqlite::open_writer(path)? else { return Ok(vec![]) };
            names(connection.pending_migrations(SQLITE).map_err(failed)?)
        }
        DatabaseUrl::Postgres(address) => {
            let mut connection = postgres::establish(address)?;
            names(connection.pending_migrations(POSTGRES).map_err(failed)?)
        }
    }
}

/// Runs these and no others, which have to be known.
pub(super) fn run_these(url: &DatabaseUrl, versions: &[String]) -> Result<(), StoreError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let AnyConnection::Sqlite(mut connection) = sqlite::open_writer(path)? else { return Ok(()) };
            connection.immediate_transaction(|connection| run_each(connection, &SQLITE, versions))
        }
        DatabaseUrl::Postgres(address) => {
            let mut connection = postgres::establish(address)?;
            connection.batch_execute(LOCK)?;
            let outcome = run_each(&mut connection, &POSTGRES, versions);
            connection.batch_execute(UNLOCK)?;
            outcome
        }
    }
}

fn run_each<DB: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<DB>,
    source: &EmbeddedMigrations,
    versions: &[String],
) -> Result<(), StoreError> {
    let mut known = MigrationSource::<DB>::migrations(source).map_err(failed)?;
    known.sort_by_key(|migration| migration.name().version().as_owned());
    let is_known =
        |version: &&String| known.iter().any(|migration| migration.name().version().to_string() == **version);
    if let Some(unknown) = versions.iter().find(|version| !is_known(version)) {
        return Err(StoreError::Migration(format!(
            "migration {unknown} is not known: this was written by a newer version of this program"
        )));
    }
    let done = connection.applied_migrations().map_err(failed)?;
    for migration in known {
        let version = migration.name().version().to_string();
        if versions.contains(&version) && !done.iter().any(|one| one.to_string() == version) {
            connection.run_migration(&*migration).map_err(failed)?;
        }
    }
    Ok(())
}

fn migrate(url: &DatabaseUrl, direction: Direction) -> Result<Vec<String>, StoreError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let AnyConnection::Sqlite(mut connection) = sqlite::open_writer(path)? else { return Ok(vec![]) };
            migrate_sqlite(&mut connection, direction)
        }
        DatabaseUrl::Postgres(address) => migrate_postgres(&mut postgres::establish(address)?, direction),
    }
}

/// The write lock is taken first and kept until all steps are done.
fn migrate_sqlite(
    connection: &mut SqliteConnection,
    direction: Direction,
) -> Result<Vec<String>, StoreError> {
    connection.immediate_transaction(|connection| {
        let versions = match direction {
            Direction::Up => connection.run_pending_migrations(SQLITE).map_err(failed)?,
            Direction::Down => connection.revert_all_migrations(SQLITE).map_err(failed)?,
        };
        let done: Vec<String> = versions.iter().map(ToString::to_string).collect();
        full_names::<diesel::sqlite::Sqlite>(&SQLITE, &done)
    })
}

fn migrate_postgres(connection: &mut PgConnection, direction: Direction) -> Result<Vec<String>, StoreError> {
    connection.batch_execute(LOCK)?;
    let versions = match direction {
        Direction::Up => connection.run_pending_migrations(POSTGRES),
        Direction::Down => connection.revert_all_migrations(POSTGRES),
    };
    let done = versions.map(|done| done.iter().map(ToString::to_string).collect::<Vec<_>>()).map_err(failed);
    connection.batch_execute(UNLOCK)?;
    full_names::<diesel::pg::Pg>(&POSTGRES, &done?)
}

/// The full names of migrations given by their versions.
fn full_names<DB: diesel::backend::Backend>(
    source: &EmbeddedMigrations,
    versions: &[String],
) -> Result<Vec<String>, StoreError> {
    let all = MigrationSource::<DB>::migrations(source).map_err(failed)?;
    let named = |version: &String| {
        all.iter()
            .find(|migration| migration.name().version().to_string() == *version)
            .map_or_else(|| version.clone(), |migration| migration.name().to_string())
    };
    Ok(versions.iter().map(named).collect())
}

fn names<DB: diesel::backend::Backend>(
    migrations: Vec<Box<dyn Migration<DB>>>,
) -> Result<Vec<String>, StoreError> {
    Ok(migrations.iter().map(|migration| migration.name().to_string()).collect())
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    StoreError::Migration(error.to_string())
}

//! Bringing a database to the present shape.
//!
//! `migrations/sqlite` and `migrations/postgres` hold the same steps under the same names. The library that runs them
//! takes no lock, so this does: two processes that start at once must not both create a table.

use std::time::{Duration, Instant};

use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::any_connection::AnyConnection;
use super::{DatabaseUrl, FileKey, StoreError, postgres, sqlite};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// An arbitrary number that only this program's migrations lock.
const LOCK: &str = "SELECT pg_advisory_lock(7086391150)";
const UNLOCK: &str = "SELECT pg_advisory_unlock(7086391150)";

/// Steps share a transaction until it has lasted this long, so that a new database is made at once, and a big one is
/// locked for no longer than its slowest step.
const SHARE: Duration = Duration::from_millis(500);
/// How long others have the write lock to themselves after a transaction that kept them waiting: who waits for SQLite's
/// lock looks ten times a second.
const BREATH: Duration = Duration::from_millis(250);

/// How long a step on PostgreSQL waits for tables that others have in use. Less than the second after which the server
/// looks for deadlocks: where a step and somebody's request wait for each other, it is the step that gives way.
const PATIENCE: &str = "SET lock_timeout = '300ms'";
/// How often a step that gave way is tried again before the upgrade is given up.
const TRIES: u32 = 600;
/// What PostgreSQL says to who gives way.
const GAVE_WAY: [&str; 2] = ["lock timeout", "deadlock detected"];

/// Where a database shall be brought.
#[derive(Debug, Clone, Copy)]
enum Goal<'a> {
    /// Every step done.
    Newest,
    /// Every step undone after the one of this name, or of this number.
    After(&'a str),
    /// Every step undone.
    Nothing,
}

/// Runs what has not run; gives the names in order.
pub(super) fn run(url: &DatabaseUrl, key: Option<FileKey>) -> Result<Vec<String>, StoreError> {
    migrate(url, key, Goal::Newest)
}

/// Undoes what came after a step, the last one first.
pub(super) fn revert_after(
    url: &DatabaseUrl,
    key: Option<FileKey>,
    step: &str,
) -> Result<Vec<String>, StoreError> {
    migrate(url, key, Goal::After(step))
}

/// Undoes everything, the last step first.
pub(super) fn revert_all(url: &DatabaseUrl, key: Option<FileKey>) -> Result<Vec<String>, StoreError> {
    migrate(url, key, Goal::Nothing)
}

/// The names of what has not run.
pub(super) fn pending(url: &DatabaseUrl, key: Option<FileKey>) -> Result<Vec<String>, StoreError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let AnyConnection::Sqlite(mut connection) = sqlite::open_writer(path, key)? else {
                return Ok(vec![]);
            };
            names(connection.pending_migrations(SQLITE).map_err(failed)?)
        }
        DatabaseUrl::Postgres(address) => {
            let mut connection = postgres::establish(address)?;
            // Whoever asks first makes the table of what has run: two at once would be in each other's way.
            connection.batch_execute(LOCK)?;
            let pending = connection.pending_migrations(POSTGRES).map_err(failed);
            connection.batch_execute(UNLOCK)?;
            names(pending?)
        }
    }
}

/// The number of the newest step that this program knows; both databases have the same.
pub(super) fn newest() -> String {
    let known = MigrationSource::<Sqlite>::migrations(&SQLITE).unwrap_or_default();
    known.iter().map(|step| step.name().version().to_string()).max().unwrap_or_default()
}

/// The numbers of steps that have run and that this program does not know. Asked of a database that was migrated.
pub(super) fn later(url: &DatabaseUrl, key: Option<FileKey>) -> Result<Vec<String>, StoreError> {
    match url {
        DatabaseUrl::Sqlite(path) => match sqlite::open_writer(path, key)? {
            AnyConnection::Sqlite(mut connection) => unknown(&mut connection, &SQLITE),
            AnyConnection::Pg(_) => Ok(vec![]),
        },
        DatabaseUrl::Postgres(address) => unknown(&mut postgres::establish(address)?, &POSTGRES),
    }
}

fn unknown<DB: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<DB>,
    source: &EmbeddedMigrations,
) -> Result<Vec<String>, StoreError> {
    let known = MigrationSource::<DB>::migrations(source).map_err(failed)?;
    let is_known = |version: &String| known.iter().any(|step| step.name().version().to_string() == *version);
    let applied = connection.applied_migrations().map_err(failed)?;
    Ok(applied.iter().map(ToString::to_string).filter(|version| !is_known(version)).collect())
}

/// Runs these and no others, which have to be known.
pub(super) fn run_these(
    url: &DatabaseUrl,
    key: Option<FileKey>,
    versions: &[String],
) -> Result<(), StoreError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let AnyConnection::Sqlite(mut connection) = sqlite::open_writer(path, key)? else {
                return Ok(());
            };
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

fn migrate(url: &DatabaseUrl, key: Option<FileKey>, goal: Goal<'_>) -> Result<Vec<String>, StoreError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let AnyConnection::Sqlite(mut connection) = sqlite::open_writer(path, key)? else {
                return Ok(vec![]);
            };
            migrate_sqlite(&mut connection, goal)
        }
        DatabaseUrl::Postgres(address) => {
            let mut connection = postgres::establish(address)?;
            connection.batch_execute(LOCK)?;
            connection.batch_execute(PATIENCE)?;
            let done = take_steps(&mut connection, &POSTGRES, goal, Duration::MAX);
            connection.batch_execute(UNLOCK)?;
            done
        }
    }
}

/// Each transaction takes the write lock first, and then looks what is left: another process may have gone on
/// meanwhile.
fn migrate_sqlite(connection: &mut SqliteConnection, goal: Goal<'_>) -> Result<Vec<String>, StoreError> {
    let mut all = Vec::new();
    loop {
        let begun = Instant::now();
        let done = connection.immediate_transaction(|c| take_steps(c, &SQLITE, goal, SHARE))?;
        if done.is_empty() {
            return Ok(all);
        }
        all.extend(done);
        if begun.elapsed() >= SHARE {
            std::thread::sleep(BREATH);
        }
    }
}

/// Takes steps towards the goal until there is none left or the time is over, and gives their names.
fn take_steps<DB: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<DB>,
    source: &EmbeddedMigrations,
    goal: Goal<'_>,
    time: Duration,
) -> Result<Vec<String>, StoreError> {
    let begun = Instant::now();
    let mut done = Vec::new();
    for step in steps(connection, source, goal)? {
        take_step(connection, &*step, goal)?;
        done.push(step.name().to_string());
        if begun.elapsed() >= time {
            break;
        }
    }
    Ok(done)
}

fn take_step<DB: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<DB>,
    step: &dyn Migration<DB>,
    goal: Goal<'_>,
) -> Result<(), StoreError> {
    for _ in 1..TRIES {
        match try_step(connection, step, goal) {
            Err(StoreError::Migration(text)) if GAVE_WAY.iter().any(|words| text.contains(words)) => {
                std::thread::sleep(BREATH);
            }
            outcome => return outcome,
        }
    }
    try_step(connection, step, goal)
}

fn try_step<DB: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<DB>,
    step: &dyn Migration<DB>,
    goal: Goal<'_>,
) -> Result<(), StoreError> {
    match goal {
        Goal::Newest => connection.run_migration(step),
        Goal::After(_) | Goal::Nothing => connection.revert_migration(step),
    }
    .map(drop)
    .map_err(failed)
}

/// The steps that are left until the goal, in their order.
fn steps<DB: diesel::backend::Backend>(
    connection: &mut impl MigrationHarness<DB>,
    source: &EmbeddedMigrations,
    goal: Goal<'_>,
) -> Result<Vec<Box<dyn Migration<DB>>>, StoreError> {
    let mut known = MigrationSource::<DB>::migrations(source).map_err(failed)?;
    known.sort_by_key(|step| step.name().version().as_owned());
    let applied: Vec<String> =
        connection.applied_migrations().map_err(failed)?.iter().map(ToString::to_string).collect();
    let is_applied = |step: &dyn Migration<DB>| applied.contains(&step.name().version().to_string());
    let kept = match goal {
        Goal::Newest => return Ok(known.into_iter().filter(|step| !is_applied(&**step)).collect()),
        Goal::After(last) => {
            let place = known.iter().position(|step| {
                step.name().to_string() == last || step.name().version().to_string() == last
            });
            let no_step =
                || format!("this program knows no step {last}: their numbers have four digits, such as 0049");
            let place = place.ok_or_else(|| StoreError::Migration(no_step()))?;
            if !known.get(place).is_some_and(|step| is_applied(&**step)) {
                return Err(StoreError::Migration(format!(
                    "step {last} has not run here: nothing to go back to"
                )));
            }
            place + 1
        }
        Goal::Nothing => 0,
    };
    Ok(known.into_iter().skip(kept).rev().filter(|step| is_applied(&**step)).collect())
}

fn names<DB: diesel::backend::Backend>(
    migrations: Vec<Box<dyn Migration<DB>>>,
) -> Result<Vec<String>, StoreError> {
    Ok(migrations.iter().map(|migration| migration.name().to_string()).collect())
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    StoreError::Migration(error.to_string())
}

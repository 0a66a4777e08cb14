//! The database of an installation: reads, writes and migrations on either kind.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::r2d2::{ManageConnection, NopErrorHandler, Pool, PooledConnection};
use tokio::sync::Semaphore;

use super::changes::{Changes, Signal};
use super::herald::Herald;
use super::options::Options;
use super::postgres::PostgresConnections;
use super::sqlite::SqliteReaders;
use super::writer::Writer;
use super::{
    Connection, DatabaseUrl, FileKey, StoreError, dialect, migrations, postgres, sqlite, transaction,
};

/// A handle on the database; its clones are the same database.
#[derive(Clone)]
pub struct Database {
    url: DatabaseUrl,
    engine: Arc<Engine>,
    signal: Signal,
    is_closed: Arc<AtomicBool>,
    /// One for each connection of the pool: who waits for a connection holds no thread meanwhile.
    turns: Arc<Semaphore>,
    /// One more, for what may not stand in that line.
    reserved: Arc<Semaphore>,
    patience: Duration,
    file_key: Option<FileKey>,
}

enum Engine {
    Sqlite { writer: Writer, readers: Pool<SqliteReaders> },
    Postgres { pool: Pool<PostgresConnections>, herald: Herald },
}

impl Database {
    /// Opens the database; a SQLite file is created when it is missing. Nothing is migrated.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the file cannot be opened or the server does not answer.
    pub fn open(url: &DatabaseUrl, options: Options) -> Result<Self, StoreError> {
        let signal = Signal::new();
        let engine = match url {
            DatabaseUrl::Sqlite(path) => {
                // The writer comes first: it turns on the write-ahead log that the readers rely on.
                let connection = sqlite::open_writer(path, options.file_key)?;
                let readers = SqliteReaders { path: path.clone(), key: options.file_key };
                let readers = pool(readers, options.sqlite_readers, options)?;
                Engine::Sqlite { writer: Writer::start(connection, signal.clone())?, readers }
            }
            DatabaseUrl::Postgres(address) => Engine::Postgres {
                pool: pool(
                    PostgresConnections(address.clone()),
                    options.postgres_connections.max(1).saturating_add(1),
                    options,
                )?,
                herald: Herald::start(address.clone(), signal.clone())?,
            },
        };
        let turns =
            |connections: u32| Arc::new(Semaphore::new(usize::try_from(connections.max(1)).unwrap_or(1)));
        let (turns, reserved) = match engine {
            Engine::Sqlite { .. } => {
                let turns = turns(options.sqlite_readers);
                (Arc::clone(&turns), turns)
            }
            Engine::Postgres { .. } => (turns(options.postgres_connections), turns(1)),
        };
        Ok(Self {
            url: url.clone(),
            engine: Arc::new(engine),
            signal,
            is_closed: Arc::default(),
            turns,
            reserved,
            patience: options.patience,
            file_key: options.file_key,
        })
    }

    /// The same database by a connection of PostgreSQL that is kept free of everything else: for what is short, and has
    /// to be done however busy the others are.
    #[must_use]
    pub fn reserved(&self) -> Self {
        Self { turns: Arc::clone(&self.reserved), ..self.clone() }
    }

    /// Whether this is SQLite.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        matches!(*self.engine, Engine::Sqlite { .. })
    }

    /// The file of an embedded database.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.url {
            DatabaseUrl::Sqlite(path) => Some(path),
            DatabaseUrl::Postgres(_) => None,
        }
    }

    /// Runs every migration that has not run, and gives their names in order. Safe while another process does the same.
    ///
    /// # Errors
    /// [`StoreError::Migration`] with the database's reason.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        migrations::run(&self.url, self.file_key)
    }

    /// Brings an empty database to the shape of these migrations and no further.
    ///
    /// # Errors
    /// [`StoreError::Migration`] where one of them is not known, or fails.
    pub fn migrate_to(&self, versions: &[String]) -> Result<(), StoreError> {
        migrations::run_these(&self.url, self.file_key, versions)
    }

    /// Undoes the migrations after this one (its name or number), the last one first, and gives their names in order.
    /// What was kept in the columns and tables that they had made is lost.
    ///
    /// # Errors
    /// [`StoreError::Migration`] with the database's reason, or where there is no such step.
    pub fn revert_migrations_after(&self, step: &str) -> Result<Vec<String>, StoreError> {
        migrations::revert_after(&self.url, self.file_key, step)
    }

    /// Undoes every migration, the last one first: all data is lost.
    ///
    /// # Errors
    /// [`StoreError::Migration`] with the database's reason.
    pub fn revert_all_migrations(&self) -> Result<Vec<String>, StoreError> {
        migrations::revert_all(&self.url, self.file_key)
    }

    /// The migrations that have not run.
    ///
    /// # Errors
    /// [`StoreError::Migration`] with the database's reason.
    pub fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        migrations::pending(&self.url, self.file_key)
    }

    /// The number of the newest migration that this program knows.
    #[must_use]
    pub fn newest_migration() -> String {
        migrations::newest()
    }

    /// The numbers of migrations that have run and that a later version of this program has brought. Asked of a database
    /// whose own migrations have run.
    ///
    /// # Errors
    /// [`StoreError::Migration`] with the database's reason.
    pub fn later_migrations(&self) -> Result<Vec<String>, StoreError> {
        migrations::later(&self.url, self.file_key)
    }

    /// Runs a job in one write transaction, and answers after the commit. If the job fails or panics, nothing is kept.
    ///
    /// # Errors
    /// The job's own error, or a [`StoreError`] where the transaction failed.
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let Engine::Sqlite { writer, .. } = &*self.engine else {
            let database = self.clone();
            return self.in_turn(move || database.write_now(job)).await;
        };
        let (sender, answer) = tokio::sync::oneshot::channel();
        writer.submit(job, move |outcome| drop(sender.send(outcome)));
        answer.await.unwrap_or_else(|_| Err(stopped().into()))
    }

    /// [`Database::write`], blocking the calling thread.
    ///
    /// # Errors
    /// As [`Database::write`].
    pub fn write_now<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        match &*self.engine {
            Engine::Sqlite { writer, .. } => {
                let (sender, answer) = std::sync::mpsc::sync_channel(1);
                writer.submit(job, move |outcome| drop(sender.send(outcome)));
                answer.recv().unwrap_or_else(|_| Err(stopped().into()))
            }
            Engine::Postgres { .. } if self.is_closed.load(Ordering::SeqCst) => Err(stopped().into()),
            Engine::Postgres { pool, herald } => {
                let value = in_transaction(pool, postgres::BEGIN_WRITE, job)?;
                self.signal.raise();
                herald.tell();
                Ok(value)
            }
        }
    }

    /// Runs a job on a connection that only reads, and sees one state of the database throughout.
    ///
    /// # Errors
    /// The job's own error, or a [`StoreError`] where the database is unavailable.
    pub async fn read<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let database = self.clone();
        self.in_turn(move || database.read_now(job)).await
    }

    /// [`Database::read`], blocking the calling thread.
    ///
    /// # Errors
    /// As [`Database::read`].
    pub fn read_now<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E>,
        E: From<StoreError>,
    {
        match &*self.engine {
            Engine::Sqlite { readers, .. } => in_transaction(readers, sqlite::BEGIN_READ, job),
            Engine::Postgres { pool, .. } => in_transaction(pool, postgres::BEGIN_READ, job),
        }
    }

    /// Runs a job that needs a connection of the pool beside the tasks, once there is one for it.
    async fn in_turn<T, E>(&self, job: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let turn = tokio::time::timeout(self.patience, Arc::clone(&self.turns).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            return Err(StoreError::Unavailable("every connection is busy".to_owned()).into());
        };
        let job = move || {
            // Kept until the connection is back, though nobody may wait for the answer any more.
            let _turn = turn;
            job()
        };
        tokio::task::spawn_blocking(job).await.unwrap_or_else(|_| Err(stopped().into()))
    }

    /// Listens for commits of this process and of others on the same database. One that happens before the first
    /// [`Changes::next`] is heard too, so: listen, then look, then wait.
    ///
    /// Others' commits are heard within about a tenth of a second; a process that dies right after a commit on
    /// PostgreSQL may not have told of it.
    #[must_use]
    pub fn changes(&self) -> Changes {
        self.signal.listen()
    }

    /// Waits for the next commit from now on. One that happened just before is missed: see [`Database::changes`].
    pub async fn changed(&self) {
        self.changes().next().await;
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with the reason.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.read(dialect::ping).await
    }

    /// Finishes the writes that are queued; later ones are refused.
    pub fn close(self) {
        self.is_closed.store(true, Ordering::SeqCst);
        match &*self.engine {
            Engine::Sqlite { writer, .. } => writer.stop(),
            Engine::Postgres { herald, .. } => herald.stop(),
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Database").field(&self.url).finish()
    }
}

fn pool<M: ManageConnection<Error = StoreError>>(
    manager: M,
    size: u32,
    options: Options,
) -> Result<Pool<M>, StoreError> {
    // A first connection of our own says what is wrong; the pool would only say that it waited in vain.
    manager.connect()?;
    Pool::builder()
        .max_size(size.max(1))
        .min_idle(Some(0))
        .connection_timeout(options.patience)
        .error_handler(Box::new(NopErrorHandler))
        .build(manager)
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

/// Runs a job in a transaction of its own, on a connection of the pool.
fn in_transaction<M: ManageConnection<Connection = Connection>, T, E: From<StoreError>>(
    pool: &Pool<M>,
    statement: &str,
    job: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    let mut connection = begin(pool, statement)?;
    transaction::complete(&mut connection, job)
}

/// Begins a transaction. That is what shows whether the server has closed a connection since its last use: such a one
/// is given up for the next.
fn begin<M: ManageConnection<Connection = Connection>>(
    pool: &Pool<M>,
    statement: &str,
) -> Result<PooledConnection<M>, StoreError> {
    let mut others = pool.max_size();
    loop {
        let mut connection = pool.get().map_err(|error| StoreError::Unavailable(error.to_string()))?;
        match transaction::begin(&mut connection, statement) {
            Ok(()) => return Ok(connection),
            Err(error) if others == 0 => return Err(error),
            Err(_) => {
                transaction::give_up(&mut connection);
                others -= 1;
            }
        }
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the database is closed".to_owned())
}

//! What the commands share that work on an installation: its configuration and its database.

use std::path::PathBuf;

use super::Failure;
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Log};
use crate::mail::Mailer;
use crate::service::{Context, ServiceError};
use crate::sla::Instant;
use crate::store::{Connection, Database, DatabaseUrl, FileKey, Options, StoreError};

/// Which installation a command works on.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Installation {
    /// The configuration file (TOML). Without one, `PUNCTUAL_...` variables and defaults hold.
    #[arg(long, short, env = "PUNCTUAL_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Installation {
    /// Reads and checks the configuration.
    pub(super) fn config(&self) -> Result<Config, Failure> {
        Config::load(self.config.as_deref(), std::env::vars()).map_err(Failure::of)
    }

    /// Opens the installation; its database has to be up to date.
    pub(super) fn open(&self) -> Result<App, Failure> {
        let config = self.config()?;
        let db = open_existing(&config)?;
        start(config, Clock::System, db)
    }

    /// Calls a verb in the name of whoever runs the command.
    pub(super) fn write<T, F>(&self, verb: F) -> Result<T, Failure>
    where
        F: FnOnce(&mut Connection, &Context) -> Result<T, ServiceError> + Send + 'static,
        T: Send + 'static,
    {
        let app = self.open()?;
        let context = app.context().by_command_line();
        let outcome = app.db.write_now(move |c| verb(c, &context)).map_err(Failure::of)?;
        app.db.close();
        Ok(outcome)
    }

    /// Reads the database, as of now.
    pub(super) fn read<T, F>(&self, job: F) -> Result<T, Failure>
    where
        F: FnOnce(&mut Connection, Instant) -> Result<T, StoreError>,
    {
        let app = self.open()?;
        let now = app.clock.now();
        let outcome = app.db.read_now(|c| job(c, now)).map_err(Failure::of)?;
        app.db.close();
        Ok(outcome)
    }
}

/// Opens the database that the configuration names, and says so on standard error where it makes a file.
pub(super) fn open_database(config: &Config) -> Result<Database, Failure> {
    let missing = missing_file(config)?;
    let db = open_quietly(config)?;
    if let Some(file) = missing {
        eprintln!("There was no database: {} was made.", file.display());
    }
    Ok(db)
}

/// Opens the database that the configuration names; a file that is not there is refused, since its installation is
/// most likely in another folder.
pub(super) fn open_existing(config: &Config) -> Result<Database, Failure> {
    match missing_file(config)? {
        None => open_quietly(config),
        Some(file) => Err(Failure(format!("There is no database {}. {WHERE_TO_LOOK}", file.display()))),
    }
}

/// What to do where the database is not there.
pub(super) const WHERE_TO_LOOK: &str = "Run this in the folder of the installation, or say where that is by \
    `-c FILE` or DATABASE_URL. For a new installation, `punctual serve` or `punctual migrate` makes the database.";

/// The file of a SQLite database that is not there, as an absolute path; a path of the configuration begins in the
/// folder in which the command runs.
pub(super) fn missing_file(config: &Config) -> Result<Option<PathBuf>, Failure> {
    match config.database_url.parse().map_err(Failure::of)? {
        DatabaseUrl::Sqlite(path) if !path.exists() => {
            std::path::absolute(path).map(Some).map_err(Failure::of)
        }
        DatabaseUrl::Sqlite(_) | DatabaseUrl::Postgres(_) => Ok(None),
    }
}

/// Opens the database that the configuration names; a file that is not there is made.
pub(super) fn open_quietly(config: &Config) -> Result<Database, Failure> {
    let url: DatabaseUrl = config.database_url.parse().map_err(Failure::of)?;
    Database::open(&url, options(config)).map_err(Failure::of)
}

/// Runs the migrations that have not run, and says in the log where a later version of the program ran more: it may be
/// that both get on, while one node after the other is upgraded.
pub(super) fn bring_up_to_date(db: &Database) -> Result<(), Failure> {
    db.migrate().map_err(Failure::of)?;
    if let Some(step) = db.later_migrations().map_err(Failure::of)?.iter().max() {
        let known = Database::newest_migration();
        tracing::warn!(%step, %known, "a later version of this program changed the database; install that one soon");
    }
    Ok(())
}

/// How the configuration has a database opened.
pub(super) fn options(config: &Config) -> Options {
    Options { file_key: config.database_keys.newest().map(FileKey::from), ..Options::default() }
}

/// Puts the application together.
pub(super) fn start(config: Config, clock: Clock, db: Database) -> Result<App, Failure> {
    let mailer = Mailer::from_settings(config.smtp.clone()).map_err(Failure)?;
    App::open(config, clock, db, mailer).map_err(Failure::of)
}

/// Starts the logs: lines on standard error.
pub(super) fn start_logs(log: &Log) {
    let filter = tracing_subscriber::EnvFilter::new(&log.filter);
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first one's settings.
    let _ = if log.json { builder.json().try_init() } else { builder.with_ansi(false).try_init() };
}

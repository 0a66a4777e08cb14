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
        let db = open_database(&config)?;
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

/// Opens the database that the configuration names.
pub(super) fn open_database(config: &Config) -> Result<Database, Failure> {
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

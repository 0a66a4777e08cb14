//! `punctual doctor`: looks at an installation from outside and says of each fault what to do about it.

mod certificates;
mod contracts;
mod database;
mod dns;
mod malware;
mod passwords;
mod time;

use std::process::ExitCode;

use super::Failure;
use super::installation::{Installation, open_database, start};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::{Check, Condition, worst};
use crate::store::Database;

/// Arguments of `punctual doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    installation: Installation,
    /// Leaves out what asks name servers.
    #[arg(long)]
    no_dns: bool,
}

/// Prints a line for each thing that was looked at; the exit code is 1 where one fails.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let config = args.installation.config()?;
    println!("ok    configuration: every setting is known and fits.");
    let checks = match open_database(&config).and_then(|db| migrated(&db).map(|()| db)) {
        Ok(db) => super::runtime()?.block_on(examine(config, db, !args.no_dns))?,
        Err(Failure(why)) => vec![Check::failing(
            "database",
            why,
            "See that `database_url` is right and that the database runs; `punctual migrate` brings it up to date.",
        )],
    };
    for check in &checks {
        print(check);
    }
    Ok(ExitCode::from(u8::from(worst(&checks) == Condition::Failing)))
}

fn migrated(db: &Database) -> Result<(), Failure> {
    match db.pending_migrations().map_err(Failure::of)?.len() {
        0 => Ok(()),
        count => Err(Failure(format!("It is older than the program: {count} migrations are waiting."))),
    }
}

async fn examine(config: Config, db: Database, with_dns: bool) -> Result<Vec<Check>, Failure> {
    let app = start(config, Clock::System, db)?;
    let mut checks = app.health().await.checks;
    checks.retain(|check| check.name != time::NAME);
    checks.push(time::check(&app).await);
    for mailbox in &app.config.mailboxes {
        checks.extend(app.test_mailbox(&mailbox.name).await);
    }
    let now = app.clock.now();
    checks.extend(database::check(&app.config));
    checks.extend(malware::check(&app.config));
    checks.push(passwords::check(&app.config));
    checks.extend(certificates::check(&app.config, now));
    checks.extend(contracts::check(&app, now).await);
    if with_dns {
        checks.extend(dns::check(&app).await);
    }
    app.db.clone().close();
    Ok(checks)
}

fn print(check: &Check) {
    let word = match check.condition {
        Condition::Well => "ok   ",
        Condition::Warning => "look ",
        Condition::Failing => "FAIL ",
    };
    println!("{word} {}: {}", check.name, check.words);
    if !check.remedy.is_empty() {
        println!("      {}", check.remedy);
    }
}

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
use super::installation::{Installation, WHERE_TO_LOOK, missing_file, open_quietly, start};
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
    let checks = match missing_file(&config)? {
        Some(file) => {
            let what = format!("There is no {}.", file.display());
            vec![Check::failing("database", what, WHERE_TO_LOOK)]
        }
        None => look(config, !args.no_dns)?,
    };
    for check in &checks {
        print(check)?;
    }
    Ok(ExitCode::from(u8::from(worst(&checks) == Condition::Failing)))
}

fn look(config: Config, with_dns: bool) -> Result<Vec<Check>, Failure> {
    match open_quietly(&config).and_then(|db| Ok((schema_fault(&db)?, db))) {
        Ok((None, db)) => super::runtime()?.block_on(examine(config, db, with_dns)),
        Ok((Some(fault), _)) => Ok(vec![fault]),
        Err(Failure(why)) => {
            let remedy = "See that `database_url` is right and that the database runs.";
            Ok(vec![Check::failing("database", why, remedy)])
        }
    }
}

/// What is wrong where the database and the program are of different versions.
fn schema_fault(db: &Database) -> Result<Option<Check>, Failure> {
    let waiting = db.pending_migrations().map_err(Failure::of)?.len();
    if waiting > 0 {
        let why = format!("It is older than the program: {waiting} migrations are waiting.");
        return Ok(Some(Check::failing("database", why, "`punctual migrate` brings it up to date.")));
    }
    let later = db.later_migrations().map_err(Failure::of)?;
    Ok(later.iter().max().map(|step| {
        let newest = Database::newest_migration();
        let why =
            format!("A later version of this program brought it to step {step}; this one knows {newest}.");
        let remedy =
            format!("Install that version again, or let it run `punctual migrate --back-to {newest}` first.");
        Check::failing("database", why, &remedy)
    }))
}

async fn examine(config: Config, db: Database, with_dns: bool) -> Result<Vec<Check>, Failure> {
    let app = start(config, Clock::System, db)?;
    let mut checks = app.whole_health().await.checks;
    checks.retain(|check| check.name != time::NAME);
    checks.push(time::check(&app).await);
    for mailbox in &app.config.mailboxes {
        checks.extend(app.test_mailbox(&mailbox.name).await);
    }
    let now = app.clock.now();
    checks.extend(database::check(&app.config));
    checks.extend(database::language(&app).await);
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

fn print(check: &Check) -> Result<(), Failure> {
    let word = match check.condition {
        Condition::Well => "ok   ",
        Condition::Warning => "look ",
        Condition::Failing => "FAIL ",
    };
    println!("{word} {}: {}", check.name, check.words);
    if !check.remedy.is_empty() {
        println!("      {}", check.remedy);
    }
    Ok(())
}

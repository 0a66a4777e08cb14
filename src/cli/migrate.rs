//! `punctual migrate`: brings the database up to date, or back.

use super::Failure;
use super::installation::{Installation, open_database};
use crate::store::Database;

/// Arguments of `punctual migrate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    installation: Installation,
    /// Go back to an earlier version of the program: undo every step after this one (its number), and lose what was
    /// kept in the columns and tables that those had made. Make a backup first, and stop every other process.
    #[arg(long, value_name = "STEP")]
    back_to: Option<String>,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let db = open_database(&args.installation.config()?)?;
    match &args.back_to {
        Some(step) => {
            let undone = db.revert_migrations_after(step).map_err(Failure::of)?;
            println!("{} migrations undone; step {step} is the last one.", undone.len());
        }
        None => {
            let count = db.migrate().map_err(Failure::of)?.len();
            let last = Database::newest_migration();
            match db.later_migrations().map_err(Failure::of)?.iter().max() {
                Some(step) => println!(
                    "A later version of this program brought the database to step {step}. That one goes back with \
                     `punctual migrate --back-to {last}`."
                ),
                None if count == 0 => println!("The database is up to date: step {last} is the last one."),
                None => println!(
                    "{count} migrations run; the database is up to date: step {last} is the last one."
                ),
            }
        }
    }
    db.close();
    Ok(())
}

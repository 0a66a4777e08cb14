//! `punctual migrate`: brings the database up to date, or back.

use super::Failure;
use super::installation::{Installation, open_database};

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
        None => match db.migrate().map_err(Failure::of)?.len() {
            0 => println!("The database is up to date."),
            count => println!("{count} migrations run; the database is up to date."),
        },
    }
    db.close();
    Ok(())
}

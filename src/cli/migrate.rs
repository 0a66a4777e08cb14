//! `punctual migrate`: brings the database up to date.

use super::Failure;
use super::installation::{Installation, open_database};

/// Arguments of `punctual migrate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    installation: Installation,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let db = open_database(&args.installation.config()?)?;
    let run = db.migrate().map_err(Failure::of)?;
    match run.len() {
        0 => println!("The database is up to date."),
        count => println!("{count} migrations run; the database is up to date."),
    }
    db.close();
    Ok(())
}

//! `punctual contract`: contract files.

use super::{Failure, contract_add};

/// Arguments of `punctual contract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Put a contract file, or a new version of one, into force.
    Add(contract_add::Args),
}

pub fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Add(args) => contract_add::run(args),
    }
}

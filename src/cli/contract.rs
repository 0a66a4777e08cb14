//! `punctual contract`: contract files.

use super::{Failure, contract_add, contract_check, contract_template};

/// Arguments of `punctual contract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Print a contract file back as tables, with worked examples; or every fault in it.
    Check(contract_check::Args),
    /// Print an agreement that ships with Punctual, to start one's own from.
    Template(contract_template::Args),
    /// Put a contract file, or a new version of one, into force.
    Add(contract_add::Args),
}

pub fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Check(args) => contract_check::run(&args),
        Command::Template(args) => contract_template::run(&args),
        Command::Add(args) => contract_add::run(args),
    }
}

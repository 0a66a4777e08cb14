//! `punctual sla`: what an agreement promises, and how much of its service time has gone.

mod batch;
mod due;
mod elapsed;

use super::Failure;
use crate::sla::{Contract, Severity};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, clap::Subcommand)]
enum Question {
    /// By when an event must be answered, and why.
    Due(due::Args),
    /// How much service time lies between two instants.
    Elapsed(elapsed::Args),
}

pub fn run(args: Args) -> Result<(), Failure> {
    match args.question {
        Question::Due(args) => due::run(args),
        Question::Elapsed(args) => elapsed::run(&args),
    }
}

/// The severity of this code, or a message that says which codes there are.
fn severity<'c>(contract: &'c Contract, code: &str) -> Result<&'c Severity, String> {
    contract.severity(code).ok_or_else(|| {
        let codes: Vec<&str> =
            contract.severities().iter().map(|severity| severity.code().as_str()).collect();
        format!("severity \"{code}\" is not in the contract; it has {}", codes.join(", "))
    })
}

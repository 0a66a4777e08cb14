//! `punctual simulate`: a ticket's life in virtual time, by the engine that the server runs.

mod outcome;
mod scenario;
mod step;

use std::{
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use self::{outcome::Outcome, scenario::Scenario};
use super::{
    Failure,
    contract_file::{read_contract, read_text},
    output::print,
};
use crate::sla::{Contract, Fact, Instant, Timers};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The contract file.
    #[arg(long, value_name = "FILE")]
    contract: PathBuf,
    /// The events, one JSON line each, in time order; "-" for standard input.
    #[arg(value_name = "SCENARIO.jsonl")]
    scenario: PathBuf,
}

pub fn run(args: Args) -> Result<(), Failure> {
    let contract = read_contract(&args.contract)?;
    let name = args.scenario.display();
    let scenario = Scenario::parse(&contract, &read_scenario(&args.scenario)?)
        .map_err(|fault| Failure(format!("{name}: {fault}\nThe scenario is refused.")))?;
    print(|out| play(&contract, scenario, out))
}

fn read_scenario(path: &Path) -> Result<String, Failure> {
    if path.as_os_str() != "-" {
        return read_text(path);
    }
    let mut text = String::new();
    let read = io::stdin().lock().read_to_string(&mut text);
    read.map_err(|error| Failure(format!("standard input can't be read: {error}")))?;
    Ok(text)
}

fn play(contract: &Contract, scenario: Scenario, out: &mut dyn Write) -> io::Result<()> {
    let (mut timers, facts) = Timers::open(contract, scenario.arrival);
    write_facts(out, facts)?;
    for (at, event) in scenario.events {
        pass_time(contract, &mut timers, at, out)?;
        write_facts(out, timers.apply(contract, at, event))?;
    }
    scenario.until.map_or(Ok(()), |until| pass_time(contract, &mut timers, until, out))
}

/// Goes from one fact to the next, so that years of missed updates need no more memory than a day of them.
fn pass_time(contract: &Contract, timers: &mut Timers, to: Instant, out: &mut dyn Write) -> io::Result<()> {
    while let Some(wake) = timers.next_wake(contract).filter(|wake| *wake <= to) {
        write_facts(out, timers.advance(contract, wake))?;
    }
    Ok(())
}

fn write_facts(out: &mut dyn Write, facts: Vec<Fact>) -> io::Result<()> {
    for fact in facts {
        serde_json::to_writer(&mut *out, &Outcome::from(fact))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

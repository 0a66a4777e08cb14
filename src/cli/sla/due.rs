//! `punctual sla due`: when a promise falls due, and why.

use std::path::PathBuf;

use serde::Serialize;

use super::{batch, severity};
use crate::{
    cli::{Failure, contract_file::read_contract, output::print},
    sla::{Band, ClockKind, Contract, Instant, Promise, format_instant, parse_instant},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The contract file.
    #[arg(long, value_name = "FILE")]
    contract: PathBuf,
    /// The severity's code.
    #[arg(long, value_name = "CODE", required_unless_present = "batch")]
    severity: Option<String>,
    /// The instant of the event, like 2026-11-23T10:00:00Z.
    #[arg(long, value_name = "RFC3339", value_parser = parse_instant, required_unless_present = "batch")]
    at: Option<Instant>,
    /// Which clock the event starts.
    #[arg(long, value_name = "respond|update|resolve", default_value = "respond")]
    clock: ClockKind,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    /// Answer many questions: JSON lines {"severity","clock","at"} from this file, or from standard input for "-".
    #[arg(long, value_name = "FILE", conflicts_with_all = ["severity", "at", "clock"])]
    batch: Option<PathBuf>,
}

pub fn run(args: Args) -> Result<(), Failure> {
    let contract = read_contract(&args.contract)?;
    if let Some(batch) = args.batch {
        return batch::run(&contract, &batch);
    }
    let (Some(code), Some(at)) = (args.severity, args.at) else {
        return Err(Failure("give --severity and --at, or --batch".to_owned()));
    };
    let severity = severity(&contract, &code).map_err(Failure)?;
    let promise = contract.promise(severity, args.clock, at);
    let why = contract.explain(severity, args.clock, at);
    if args.json {
        let answer = Explained { answer: Answer::from(&promise), target: promise.target.to_string(), why };
        let line = serde_json::to_string(&answer).map_err(|error| Failure(error.to_string()))?;
        return print(|out| writeln!(out, "{line}"));
    }
    print(|out| {
        writeln!(out, "band:      {}", promise.band.label())?;
        writeln!(out, "start:     {}", shown(&contract, promise.start))?;
        writeln!(out, "held over: {}", if promise.held_over { "yes" } else { "no" })?;
        writeln!(out, "target:    {}", promise.target)?;
        writeln!(out, "due:       {}", shown(&contract, promise.due))?;
        writeln!(out, "why:       {why}")
    })
}

fn shown(contract: &Contract, at: Option<Instant>) -> String {
    let calendar = contract.calendar();
    let both = |at| format!("{} ({} {})", format_instant(at), calendar.in_words(at), calendar.time_zone());
    at.map_or("none".to_owned(), both)
}

/// A promise as JSON: instants in UTC, absent ones null.
#[derive(Serialize)]
pub(super) struct Answer {
    band: Band,
    start: Option<String>,
    held_over: bool,
    due: Option<String>,
}

impl From<&Promise> for Answer {
    fn from(promise: &Promise) -> Self {
        Answer {
            band: promise.band,
            start: promise.start.map(format_instant),
            held_over: promise.held_over,
            due: promise.due.map(format_instant),
        }
    }
}

#[derive(Serialize)]
struct Explained {
    #[serde(flatten)]
    answer: Answer,
    target: String,
    why: String,
}

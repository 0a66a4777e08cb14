//! `punctual sla elapsed`: how much service time lies between two instants.

use std::path::PathBuf;

use super::severity;
use crate::{
    cli::{Failure, contract_file::read_contract, output::print},
    sla::{Instant, format_length, parse_instant},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The contract file.
    #[arg(long, value_name = "FILE")]
    contract: PathBuf,
    /// The severity's code; its service time is counted.
    #[arg(long, value_name = "CODE")]
    severity: String,
    /// The first instant that counts, like 2026-11-23T10:00:00Z.
    #[arg(long, value_name = "RFC3339", value_parser = parse_instant)]
    from: Instant,
    /// The first instant that counts no more.
    #[arg(long, value_name = "RFC3339", value_parser = parse_instant)]
    to: Instant,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let contract = read_contract(&args.contract)?;
    let severity = severity(&contract, &args.severity).map_err(Failure)?;
    let elapsed = contract.calendar().elapsed(severity.covers(), args.from, args.to);
    let seconds = match elapsed.subsec_nanos() {
        0 => serde_json::json!(elapsed.num_seconds()),
        _ => serde_json::json!(elapsed.as_seconds_f64()),
    };
    print(|out| match args.json {
        true => writeln!(out, "{}", serde_json::json!({ "seconds": seconds })),
        false => writeln!(out, "{} of service time ({seconds} seconds)", format_length(elapsed)),
    })
}

//! How fast the whole installation is, each figure beside what it is measured against in the same run:
//! `cargo bench --bench speed` for everything, `cargo bench --bench speed -- intake size` for some of it.
//!
//! Everything is real: the server over HTTP, the databases on the disk and waiting for it. Machines differ, so what
//! counts are the ratios and the figures that were asked for, which stand beside the results.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark that can't go on should say so at once"
)]

mod client;
mod hostile;
mod intake;
mod mail;
mod result;
mod server;
mod size;
mod storm;
#[allow(dead_code, unused_imports, unused_macros, reason = "the tests use the rest")]
#[path = "../../support/mod.rs"]
mod support;

use std::process::ExitCode;

use result::Line;

/// What is measured is what a power cut spares.
const POSTGRES_WAITS_FOR_THE_DISK: &str = "on";

type Measure = fn() -> Vec<Line>;

/// Each subject, and what measures it.
const SUBJECTS: [(&str, Measure); 5] = [
    ("intake", intake::run),
    ("mail", mail::run),
    ("hostile", hostile::run),
    ("storm", storm::run),
    ("size", size::run),
];

fn main() -> ExitCode {
    // Cargo adds an argument of its own.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let mut is_good = true;
    println!("{}", Line::HEAD);
    for (name, run) in SUBJECTS {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            for line in run() {
                println!("{line}");
                is_good &= line.is_good();
            }
        }
    }
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

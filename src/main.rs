//! `punctual`: see `punctual --help`.

use std::process::ExitCode;

use clap::Parser;
use punctual::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

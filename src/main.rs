//! `punctual`: see `punctual --help`.

use std::process::ExitCode;

use clap::Parser;
use punctual::cli::Cli;
use rustix::fs::Mode;

fn main() -> ExitCode {
    // Databases, backups, whatever is made: nobody else on the machine may read it.
    let _ = rustix::process::umask(Mode::RWXG | Mode::RWXO);
    // Every connection uses this one implementation of TLS; only a second installation of it can fail.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return Cli::explain(&error),
    };
    match cli.run() {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

//! `punctual contract template`: the agreements that ship with the product, to start one's own from.

use super::{Failure, output::print, table::Table};
use crate::sla::shipped;

/// Arguments of `punctual contract template`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Prints the contract file of this key; without it, the keys are listed.
    key: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let Some(key) = &args.key else {
        let mut table = Table::new(&["Key", "About"]);
        for (key, source) in shipped() {
            let about = source.lines().next().unwrap_or_default().trim_start_matches("# ");
            table.row([(*key).to_owned(), about.to_owned()]);
        }
        return print(|out| write!(out, "{table}"));
    };
    match shipped().iter().find(|(name, _)| name == key) {
        Some((_, source)) => print(|out| out.write_all(source.as_bytes())),
        None => {
            let keys: Vec<&str> = shipped().iter().map(|(key, _)| *key).collect();
            Err(Failure(format!("no agreement \"{key}\" ships with Punctual; there are {}", keys.join(", "))))
        }
    }
}

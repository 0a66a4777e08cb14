//! `punctual contract add`: puts a contract file, or a new version of one, into force.

use std::path::PathBuf;

use super::Failure;
use super::installation::Installation;
use crate::service::{self, NewContract};
use crate::sla::Instant;

/// Arguments of `punctual contract add`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    installation: Installation,
    /// The contract file (TOML); calendars that it names lie beside it.
    file: PathBuf,
    /// From when on new tickets are opened under it (RFC 3339); without it, from now.
    #[arg(long, value_name = "RFC3339")]
    effective_from: Option<Instant>,
    /// Senders who belong to no customer are served under it.
    #[arg(long)]
    default: bool,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let file = super::contract_file::read_contract_file(&args.file)?;
    let version = args.installation.write(move |c, cx| {
        let new = NewContract {
            source: file.source,
            files: file.calendars,
            effective_from: args.effective_from.unwrap_or(cx.now),
            is_default: args.default,
            by: None,
        };
        service::add_contract(c, cx, new)
    })?;
    println!(
        "{} ({}), version {}, in force from {}.",
        version.name, version.key, version.number, version.effective_from
    );
    Ok(())
}

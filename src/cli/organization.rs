//! `punctual organization`: customers.

use super::Failure;
use super::installation::Installation;
use crate::service::{self, NewOrganization};

/// Arguments of `punctual organization`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Add a customer.
    Add(Add),
}

#[derive(Debug, clap::Args)]
struct Add {
    #[command(flatten)]
    installation: Installation,
    /// The name as shown, unique.
    #[arg(long)]
    name: String,
    /// The key of the contract its tickets are opened under.
    #[arg(long)]
    contract: String,
    /// A mail domain whose senders belong to it; may be given more than once.
    #[arg(long = "domain")]
    domains: Vec<String>,
    /// The zone of its people; without one, the contract's.
    #[arg(long)]
    time_zone: Option<chrono_tz::Tz>,
}

pub fn run(args: Args) -> Result<(), Failure> {
    let Command::Add(add) = args.command;
    let new = NewOrganization {
        name: add.name.clone(),
        contract_key: add.contract,
        domains: add.domains,
        time_zone: add.time_zone,
        team_id: None,
    };
    add.installation.write(move |c, cx| service::add_organization(c, cx, new))?;
    println!("Added {}.", add.name);
    Ok(())
}

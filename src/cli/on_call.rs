//! `punctual rota` and `punctual team`: who is called out of hours.

use chrono::{NaiveTime, Weekday};

use super::Failure;
use super::installation::Installation;
use crate::domain::EmailAddress;
use crate::service::{self, NewRota};

/// Arguments of `punctual rota`.
#[derive(Debug, clap::Args)]
pub struct RotaArgs {
    #[command(subcommand)]
    command: RotaCommand,
}

#[derive(Debug, clap::Subcommand)]
enum RotaCommand {
    /// Add an on-call rota with weekly turns.
    Add(AddRota),
}

#[derive(Debug, clap::Args)]
struct AddRota {
    #[command(flatten)]
    installation: Installation,
    /// The name, unique.
    #[arg(long)]
    name: String,
    /// The weekday of the handover.
    #[arg(long, default_value = "monday")]
    handover_day: Weekday,
    /// The wall-clock time of the handover, as in 09:00.
    #[arg(long, default_value = "09:00", value_parser = time)]
    handover_time: NaiveTime,
    /// The zone of the handover time; without one, the installation's.
    #[arg(long)]
    time_zone: Option<chrono_tz::Tz>,
    /// The address of a person, in the order of their turns; the first one's turn is this week.
    #[arg(long = "person", required = true)]
    people: Vec<EmailAddress>,
}

/// Arguments of `punctual team`.
#[derive(Debug, clap::Args)]
pub struct TeamArgs {
    #[command(subcommand)]
    command: TeamCommand,
}

#[derive(Debug, clap::Subcommand)]
enum TeamCommand {
    /// Add a team of agents.
    Add(AddTeam),
}

#[derive(Debug, clap::Args)]
struct AddTeam {
    #[command(flatten)]
    installation: Installation,
    /// The name, unique.
    #[arg(long)]
    name: String,
    /// The rota that serves it, by its name; without one, the installation's first.
    #[arg(long)]
    rota: Option<String>,
}

pub fn run_rota(args: RotaArgs) -> Result<(), Failure> {
    let RotaCommand::Add(add) = args.command;
    let new = NewRota {
        name: add.name,
        time_zone: add.time_zone,
        handover_day: add.handover_day,
        handover_time: add.handover_time,
        people: add.people,
    };
    let rota = add.installation.write(move |c, cx| service::add_rota(c, cx, new))?;
    println!(
        "Added {}: {} people, handover {} {} ({}).",
        rota.name,
        rota.people.len(),
        rota.handover_day,
        rota.handover_time.format("%H:%M"),
        rota.time_zone
    );
    Ok(())
}

pub fn run_team(args: TeamArgs) -> Result<(), Failure> {
    let TeamCommand::Add(add) = args.command;
    let AddTeam { installation, name, rota } = add;
    let team = installation.write(move |c, cx| service::add_team(c, cx, &name, rota.as_deref()))?;
    println!("Added {}.", team.name);
    Ok(())
}

fn time(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "write a time such as 09:00".to_owned())
}

//! `punctual user`: people who may sign in.

use std::io::IsTerminal;

use super::Failure;
use super::installation::Installation;
use crate::domain::{EmailAddress, Role, TeamId};
use crate::service::{self, NewPerson, ServiceError};
use crate::store::{self, Connection};
use crate::web::auth::{Password, random};

/// Arguments of `punctual user`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Add a person. The password is read from standard input (one line), or made and printed once.
    Add(Add),
}

#[derive(Debug, clap::Args)]
struct Add {
    #[command(flatten)]
    installation: Installation,
    /// The address to sign in with.
    #[arg(long)]
    email: EmailAddress,
    /// The name as shown.
    #[arg(long)]
    name: String,
    /// customer, agent, manager or admin.
    #[arg(long, default_value = "agent")]
    role: Role,
    /// The organization of a customer, by its name.
    #[arg(long)]
    organization: Option<String>,
    /// The zone in which the person reads times; without one, the organization's or the installation's.
    #[arg(long)]
    time_zone: Option<chrono_tz::Tz>,
    /// The team of an agent, by its name.
    #[arg(long)]
    team: Option<String>,
    /// Breach notices of the organization go to this person.
    #[arg(long)]
    breach_notices: bool,
}

pub fn run(args: Args) -> Result<(), Failure> {
    let Command::Add(add) = args.command;
    let app = add.installation.open()?;
    let (password, is_made) = password()?;
    let password_chosen = Password::choose(&password).map_err(Failure::of)?;
    if let Some(breached) = &app.config.auth.breached_passwords
        && password_chosen.is_among(breached).map_err(Failure::of)?
    {
        return Err(Failure("This password was stolen somewhere else: choose another one.".to_owned()));
    }
    let hash = password_chosen.hash().map_err(Failure::of)?;
    let team = add.team;
    let mut new = NewPerson {
        email: add.email.clone(),
        name: add.name,
        role: add.role,
        organization: add.organization,
        team_id: None,
        time_zone: add.time_zone,
        receives_breach_notices: add.breach_notices,
        password_hash: Some(hash),
    };
    let context = app.context().by_command_line();
    app.db
        .write_now(move |c| {
            new.team_id = team.as_deref().map(|name| find_team(c, name)).transpose()?;
            service::add_person(c, &context, new)
        })
        .map_err(Failure::of)?;
    app.db.close();
    println!("Added {} as {}.", add.email, add.role.as_str());
    if is_made {
        println!("Password, shown only now: {password}");
    }
    Ok(())
}

fn find_team(c: &mut Connection, name: &str) -> Result<TeamId, ServiceError> {
    let found = store::team::list(c)?.into_iter().find(|team| team.name == name);
    found
        .map(|team| team.id)
        .ok_or_else(|| ServiceError::invalid("team", format!("There is no team called “{name}”.")))
}

/// The password from standard input, or a new one where a person sits at the terminal.
fn password() -> Result<(String, bool), Failure> {
    if std::io::stdin().is_terminal() {
        return Ok((random::hex(16), true));
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(Failure::of)?;
    match line.trim_end_matches(['\r', '\n']) {
        "" => Ok((random::hex(16), true)),
        given => Ok((given.to_owned(), false)),
    }
}

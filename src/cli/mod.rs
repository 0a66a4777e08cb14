//! The command line: one file a command, each with its `Args` and its `run`.
//!
//! Exit codes: 0 for success, 1 for a refused input or a failed operation, 2 for wrong usage.

use clap::{Parser, Subcommand};

#[macro_use]
mod output;

mod api_token;
mod audit;
mod backup;
mod contract;
mod contract_add;
mod contract_check;
mod contract_file;
mod contract_template;
mod contract_terms;
mod database;
mod demo;
mod doctor;
mod ingest;
mod installation;
mod key;
mod mailbox_token;
mod migrate;
mod on_call;
mod organization;
mod person;
mod print;
mod serve;
mod simulate;
mod sla;
mod table;
mod user;
mod worker;

use std::net::TcpListener;
use std::process::ExitCode;

use crate::app::App;
use crate::web;

/// A support-ticket helpdesk that keeps its promises.
#[derive(Debug, Parser)]
#[command(name = "punctual", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start everything on a fresh database with some weeks of tickets, to look around.
    Demo(demo::Args),
    /// Serve the pages and the API, and work the clocks and the mail beside them.
    Serve(serve::Args),
    /// Work the clocks and the mail, without the web server.
    Worker(worker::Args),
    /// Add people who may sign in.
    User(user::Args),
    /// Bring the database up to date.
    Migrate(migrate::Args),
    /// Add customers.
    Organization(organization::Args),
    /// Add an on-call rota.
    Rota(on_call::RotaArgs),
    /// Add a team of agents.
    Team(on_call::TeamArgs),
    /// Take one mail from standard input, as a mail server's pipe gives it.
    Ingest(ingest::Args),
    /// Prove that the audit log is as it was written.
    Audit(audit::Args),
    /// Write everything into one file, while everything runs.
    Backup(backup::Args),
    /// Read a backup into a new database.
    Restore(backup::RestoreArgs),
    /// Make and exchange the keys of encryption at rest.
    Key(key::Args),
    /// Encrypt the whole SQLite file, or change its key.
    Database(database::Args),
    /// Give out or erase what is kept of a person.
    Person(person::Args),
    /// Look at an installation and say what to do about each fault.
    Doctor(doctor::Args),
    /// Print what an operator needs: the guide, a systemd unit, a container file, a dashboard, alert rules.
    Print(print::Args),
    /// Make, list and revoke the tokens with which mail providers hand in mail over HTTP.
    MailboxToken(mailbox_token::Args),
    /// Make, list and revoke the tokens with which programs call the API.
    ApiToken(api_token::Args),
    /// Ask the engine what an agreement promises.
    Sla(sla::Args),
    /// Run a ticket's life in virtual time and print what would happen.
    Simulate(simulate::Args),
    /// Check, list and add contract files.
    Contract(contract::Args),
}

/// A command that failed: what to tell the person at the terminal.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

impl Failure {
    fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

impl Cli {
    /// Prints help, or what is wrong with the arguments; gives the exit code. Mail servers know the one of sysexits.h.
    #[must_use]
    pub fn explain(error: &clap::Error) -> ExitCode {
        let _ = error.print();
        let is_pipe = std::env::args_os().nth(1).is_some_and(|command| command == "ingest");
        match error.exit_code() {
            0 => ExitCode::SUCCESS,
            _ if is_pipe => ExitCode::from(ingest::EX_USAGE),
            _ => ExitCode::from(2),
        }
    }

    /// Runs the command.
    ///
    /// # Errors
    /// [`Failure`] with the text for standard error; the process then exits with 1.
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self.command {
            Command::Demo(args) => demo::run(&args)?,
            Command::Serve(args) => serve::run(&args)?,
            Command::Worker(args) => worker::run(&args)?,
            Command::User(args) => user::run(args)?,
            Command::Migrate(args) => migrate::run(&args)?,
            Command::Rota(args) => on_call::run_rota(args)?,
            Command::Team(args) => on_call::run_team(args)?,
            Command::Organization(args) => organization::run(args)?,
            Command::Ingest(args) => return Ok(ingest::run(&args)),
            Command::Audit(args) => audit::run(args)?,
            Command::Backup(args) => backup::run(args)?,
            Command::Restore(args) => backup::restore(&args)?,
            Command::Key(args) => key::run(args)?,
            Command::Database(args) => database::run(&args)?,
            Command::Person(args) => person::run(args)?,
            Command::Doctor(args) => return doctor::run(&args),
            Command::Print(args) => print::run(&args)?,
            Command::MailboxToken(args) => mailbox_token::run(args)?,
            Command::ApiToken(args) => api_token::run(args)?,
            Command::Sla(args) => sla::run(args)?,
            Command::Simulate(args) => simulate::run(args)?,
            Command::Contract(args) => contract::run(args)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The threads on which a long-running command works.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::of)
}

/// Starts telling health and metrics where the configuration says; it ends with the process.
fn start_monitor(app: &App) -> Result<(), Failure> {
    let Some(address) = app.config.monitor else { return Ok(()) };
    let refused =
        |error: std::io::Error| Failure(format!("monitor.listen: {address} cannot be used: {error}"));
    let listener = TcpListener::bind(address).map_err(refused)?;
    tokio::spawn(web::monitor(app.clone(), listener).map_err(refused)?);
    Ok(())
}

/// Waits for SIGTERM or SIGINT.
async fn until_told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted => {}
        },
        Err(_) => drop(interrupted.await),
    }
}

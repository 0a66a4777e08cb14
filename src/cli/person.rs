//! `punctual person`: giving out and erasing a person's data.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::Failure;
use super::installation::Installation;
use super::output::print;
use crate::domain::{EmailAddress, Person};
use crate::service::{self, Asker, ServiceError};
use crate::store::erasure::{self, Traces};
use crate::store::{self, Connection};

/// Arguments of `punctual person`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Write everything that is kept of a person into one tar.gz.
    Export(Export),
    /// Erase a person: who they are, what they wrote and sent. Tickets, instants and promises stay, without a name.
    Erase(Erase),
}

#[derive(Debug, clap::Args)]
struct Erase {
    #[command(flatten)]
    installation: Installation,
    /// The person's address.
    email: EmailAddress,
    /// Do it. Without this, says what would go, and changes nothing.
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, clap::Args)]
struct Export {
    #[command(flatten)]
    installation: Installation,
    /// The person's address.
    email: EmailAddress,
    /// The file; it must not exist.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

pub fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Export(export) => self::export(&export),
        Command::Erase(erase) => self::erase(&erase),
    }
}

fn export(export: &Export) -> Result<(), Failure> {
    let email = export.email.clone();
    let bytes = export.installation.write(move |c, cx| {
        let person = find(c, &email)?;
        service::export_person(c, cx, Asker::CommandLine, person.id)
    })?;
    write(&export.to, &bytes).map_err(|error| Failure(format!("{}: {error}", export.to.display())))?;
    print(|out| writeln!(out, "Everything that is kept of {} is in {}.", export.email, export.to.display()))
}

fn erase(erase: &Erase) -> Result<(), Failure> {
    let (email, is_sure) = (erase.email.clone(), erase.yes);
    let traces = erase.installation.write(move |c, cx| {
        let person = find(c, &email)?;
        match is_sure {
            true => service::erase_person(c, cx, Asker::CommandLine, person.id),
            false => Ok(erasure::traces(c, person.id, person.email.as_str())?),
        }
    })?;
    let Traces { tickets, messages, attachments, mails } = traces;
    let what = format!(
        "{} tickets, {messages} messages, {} files, {} mails",
        tickets.len(),
        attachments.len(),
        mails.len()
    );
    if !erase.yes {
        return Err(Failure(format!(
            "Nothing is erased yet. This would take {} and the words of {what}, and can't be undone: add --yes to do it.",
            erase.email
        )));
    }
    print(|out| {
        writeln!(out, "Erased: {}, with the words of {what}.", erase.email)?;
        writeln!(out, "Backups hold the data until they are pruned.")
    })
}

fn find(c: &mut Connection, email: &EmailAddress) -> Result<Person, ServiceError> {
    store::person::find_by_email(c, email)?.ok_or(ServiceError::NotFound("person"))
}

/// A new file that nobody else may read.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

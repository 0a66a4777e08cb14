//! `punctual person`: giving out and erasing a person's data.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::Failure;
use super::installation::Installation;
use crate::domain::EmailAddress;
use crate::service::{self, Exporter, ServiceError};
use crate::store;

/// Arguments of `punctual person`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Write everything that is kept of a person into one tar.gz. Erasing is done on the person's page, where it says
    /// what goes.
    Export(Export),
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
    let Command::Export(export) = args.command;
    let app = export.installation.open()?;
    let (context, email) = (app.context().by_command_line(), export.email.clone());
    let job = move |c: &mut store::Connection| {
        let person = store::person::find_by_email(c, &email)?.ok_or(ServiceError::NotFound("person"))?;
        service::export_person(c, &context, Exporter::CommandLine, person.id)
    };
    let bytes = app.db.write_now(job).map_err(Failure::of)?;
    app.db.close();
    write(&export.to, &bytes).map_err(|error| Failure(format!("{}: {error}", export.to.display())))?;
    println!("Everything that is kept of {} is in {}.", export.email, export.to.display());
    Ok(())
}

/// A new file that nobody else may read.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

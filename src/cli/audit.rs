//! `punctual audit`: proves that the audit log is as it was written.

use super::Failure;
use super::installation::Installation;
use crate::domain::AuditHead;
use crate::service;

/// Arguments of `punctual audit`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Follow the log from its first entry to its end. Prints where it ends: keep that line elsewhere, and give it to a
    /// later run, which then also proves that nothing up to there was exchanged as a whole.
    Verify(Verify),
}

#[derive(Debug, clap::Args)]
struct Verify {
    #[command(flatten)]
    installation: Installation,
    /// An end of the log that was printed before and kept elsewhere; may be given several times.
    #[arg(long, value_name = "NUMBER:SEAL")]
    kept: Vec<AuditHead>,
}

pub fn run(args: Args) -> Result<(), Failure> {
    let Command::Verify(verify) = args.command;
    let app = verify.installation.open()?;
    let key = app.identity.audit_key.clone();
    let found = app.db.read_now(|c| service::verify_audit(c, &key, &verify.kept)).map_err(Failure::of)?;
    app.db.close();
    let head = found.map_err(Failure::of)?;
    println!("The audit log is whole: {} entries, each as it was written.", head.number);
    println!("{head}");
    Ok(())
}

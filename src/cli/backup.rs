//! `punctual backup` and `punctual restore`.

use std::path::{Path, PathBuf};

use super::Failure;
use super::installation::{Installation, open_existing, options};
use crate::backup::{self, Cover, Header, Summary};
use crate::clock;
use crate::store::DatabaseUrl;

/// Arguments of `punctual backup`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    make: Make,
}

#[derive(Debug, clap::Args)]
struct Make {
    #[command(flatten)]
    installation: Installation,
    /// The folder for the file; without one, backup.directory.
    #[arg(long, value_name = "DIRECTORY")]
    to: Option<PathBuf>,
    /// Write a file that anybody can read, where no key is configured.
    #[arg(long)]
    plain: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Restore a backup into a scratch place beside it, and compare every table, attachment and mail.
    Verify(Verify),
}

#[derive(Debug, clap::Args)]
struct Verify {
    #[command(flatten)]
    installation: Installation,
    /// The backup.
    file: PathBuf,
}

/// Arguments of `punctual restore`.
#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    #[command(flatten)]
    installation: Installation,
    /// The backup.
    file: PathBuf,
    /// A SQLite file that does not exist, or an empty PostgreSQL database.
    #[arg(long, value_name = "URL")]
    into: DatabaseUrl,
}

pub fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        None => make(&args.make),
        Some(Command::Verify(verify)) => check(&verify),
    }
}

fn make(args: &Make) -> Result<(), Failure> {
    let config = args.installation.config()?;
    let directory = args.to.clone().or_else(|| config.backup.as_ref().map(|backup| backup.directory.clone()));
    let directory = directory.ok_or_else(|| {
        Failure(
            "Say where the file goes: --to DIRECTORY, or backup.directory in the configuration.".to_owned(),
        )
    })?;
    let cover = if args.plain { Cover::SealedIfPossible } else { Cover::Sealed };
    let db = open_existing(&config)?;
    let made =
        backup::make(&db, &config.keys, cover, &directory, clock::system_now()).map_err(Failure::of)?;
    db.close();
    println!("{}", made.file.display());
    println!("{} bytes, read back and found equal: {}", made.bytes, contents(&made.summary));
    println!("The audit log ended at {}", made.header.audit_head);
    Ok(())
}

fn check(args: &Verify) -> Result<(), Failure> {
    let config = args.installation.config()?;
    let directory = args.file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let directory = directory.unwrap_or(Path::new("."));
    let verified = backup::verify(&args.file, &config.keys, directory).map_err(Failure::of)?;
    println!("The backup is whole: {}.", contents(&verified.summary));
    println!("{} attachments and mails were opened and are what they were.", verified.contents);
    say_recovery_point(&verified.header)?;
    println!("The audit log ended at {}", verified.header.audit_head);
    Ok(())
}

pub fn restore(args: &RestoreArgs) -> Result<(), Failure> {
    let config = args.installation.config()?;
    let began = clock::system_now();
    let restored =
        backup::restore(&args.file, &config.keys, &args.into, options(&config)).map_err(Failure::of)?;
    let took = clock::system_now() - began;
    println!("Restored into {}: {}.", args.into.shown(), contents(&restored.summary));
    say_recovery_point(&restored.header)?;
    println!("Recovery time: {:.1} seconds.", took.as_seconds_f64());
    if !restored.migrated.is_empty() {
        println!("{} migrations brought it up to date for this program.", restored.migrated.len());
    }
    println!("Start on it with DATABASE_URL or database_url.");
    Ok(())
}

fn contents(summary: &Summary) -> String {
    format!("{} rows in {} tables", summary.rows(), summary.tables.len())
}

fn say_recovery_point(header: &Header) -> Result<(), Failure> {
    let age = clock::system_now() - header.taken_at;
    let (hours, minutes) = (age.num_hours(), age.num_minutes().rem_euclid(60));
    println!(
        "Recovery point: {}, {hours} hours {minutes} minutes ago. What came later is not in it.",
        header.taken_at.format("%Y-%m-%d %H:%M:%S UTC")
    );
    Ok(())
}

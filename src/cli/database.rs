//! `punctual database`: encrypting the whole SQLite file, and changing its key.

use std::path::PathBuf;

use super::Failure;
use super::installation::{Installation, WHERE_TO_LOOK};
use crate::config::Config;
use crate::store::{DatabaseUrl, FileKey, recrypt};
use crate::vault::Key;

/// Arguments of `punctual database`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Encrypt a SQLite file that lies readable, under the first key of encryption.database_key_file. Nothing else may
    /// have it open.
    Encrypt(Installation),
    /// Put an encrypted SQLite file under the first key of encryption.database_key_file; the key it is under now has to
    /// be one of the other lines. Nothing else may have it open.
    Rekey(Installation),
}

pub fn run(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Encrypt(installation) => encrypt(&installation.config()?),
        Command::Rekey(installation) => rekey(&installation.config()?),
    }
}

fn encrypt(config: &Config) -> Result<(), Failure> {
    let (path, key) = (file(config)?, newest(config)?);
    recrypt::encrypt(&path, FileKey::from(key)).map_err(Failure::of)?;
    println!("{} is encrypted under the key {}.", path.display(), key.id());
    println!(
        "What it was before may still be read from the disk until it is overwritten; copies of it are readable."
    );
    Ok(())
}

fn rekey(config: &Config) -> Result<(), Failure> {
    let (path, key) = (file(config)?, newest(config)?);
    if config.database_keys.iter().nth(1).is_none() {
        let what = "There is only one key: put a new one from `punctual key new` before it.";
        return Err(Failure(what.to_owned()));
    }
    for older in config.database_keys.iter().skip(1) {
        if recrypt::rekey(&path, FileKey::from(older), FileKey::from(key)).map_err(Failure::of)? {
            let (path, new, old) = (path.display(), key.id(), older.id());
            println!("{path} is now under the key {new}, and no more under {old}.");
            return Ok(());
        }
    }
    let what = "None of the older lines opens it; it may be under the first one already.";
    Err(Failure(format!("{}: {what}", path.display())))
}

fn file(config: &Config) -> Result<PathBuf, Failure> {
    match config.database_url.parse().map_err(Failure::of)? {
        DatabaseUrl::Sqlite(path) if path.exists() => Ok(path),
        DatabaseUrl::Sqlite(path) => {
            let path = std::path::absolute(path).map_err(Failure::of)?;
            Err(Failure(format!("There is no database {}. {WHERE_TO_LOOK}", path.display())))
        }
        DatabaseUrl::Postgres(_) => Err(Failure("This is for SQLite.".to_owned())),
    }
}

fn newest(config: &Config) -> Result<&Key, Failure> {
    config.database_keys.newest().ok_or_else(|| {
        let what =
            "No key is set: name a file with one from `punctual key new` in encryption.database_key_file.";
        Failure(what.to_owned())
    })
}

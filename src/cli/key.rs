//! `punctual key`: the keys of encryption at rest.

use super::Failure;
use super::installation::Installation;
use crate::service;
use crate::vault::Key;

/// Arguments of `punctual key`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Print a new key: put it as the first line into encryption.key_file, and keep a copy away from the backups.
    New,
    /// Put everything that is stored under the first key of encryption.key_file. A running server or worker has to be
    /// restarted with that file before, so that it has both keys. May be repeated after it was interrupted. Backups stay under the key they were made with: keep it as long as them.
    Rotate(Installation),
}

pub fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::New => {
            println!("{}", Key::generate().reveal());
            Ok(())
        }
        Command::Rotate(installation) => rotate(&installation),
    }
}

fn rotate(installation: &Installation) -> Result<(), Failure> {
    let app = installation.open()?;
    let keys = app.keys();
    let newest = keys.newest().ok_or_else(|| {
        Failure("No key is configured: put one from `punctual key new` into encryption.key_file.".to_owned())
    })?;
    let (mut contents, mut next) = (0, None);
    loop {
        let (context, from) = (app.context().by_command_line(), next.clone());
        let step = move |c: &mut _| service::rotate_keys(c, &context, from.as_ref());
        let rotated = app.db.write_now(step).map_err(Failure::of)?;
        contents += rotated.contents;
        match rotated.next {
            Some(place) => next = Some(place),
            None => break,
        }
    }
    app.db.close();
    println!("{contents} contents were put under the key {}.", newest.id());
    println!("That is the first line of encryption.key_file; everything stored is now under it.");
    println!(
        "A server or worker that was not restarted since that line was put there can't read this, and writes under \
         the old key: restart it, and repeat this."
    );
    Ok(())
}

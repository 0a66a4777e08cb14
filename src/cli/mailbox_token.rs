//! `punctual mailbox-token`: tokens with which mail providers' webhooks hand in mail.

use super::Failure;
use super::installation::Installation;
use super::output::print;
use crate::domain::{MailboxSecret, MailboxTokenId};
use crate::service;
use crate::store::{self, StoreError};

/// Arguments of `punctual mailbox-token`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make a token; it is printed once, and only its hash is kept.
    Add(Add),
    /// List the tokens, without their secrets.
    List(Installation),
    /// Make a token good for nothing.
    Revoke(Revoke),
}

#[derive(Debug, clap::Args)]
struct Add {
    #[command(flatten)]
    installation: Installation,
    /// What it is called: the name of this way in, in the list of received mail.
    #[arg(long)]
    name: String,
}

#[derive(Debug, clap::Args)]
struct Revoke {
    #[command(flatten)]
    installation: Installation,
    /// Its id, as `list` shows it.
    id: MailboxTokenId,
}

pub fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Add(add) => self::add(&add),
        Command::List(installation) => list(&installation),
        Command::Revoke(revoke) => self::revoke(&revoke),
    }
}

fn add(add: &Add) -> Result<(), Failure> {
    let app = add.installation.open()?;
    let (context, name, secret) =
        (app.context().by_command_line(), add.name.clone(), MailboxSecret::from_random(rand::random()));
    let kept = secret.clone();
    let adding = move |c: &mut _| service::add_mailbox_token(c, &context, &name, &kept);
    app.db.write_now(adding).map_err(Failure::of)?;
    app.db.close();
    print(|out| writeln!(out, "{}", secret.reveal()))
}

fn list(installation: &Installation) -> Result<(), Failure> {
    let app = installation.open()?;
    let tokens =
        app.db.read_now(store::mailbox_token::list).map_err(|error: StoreError| Failure::of(error))?;
    app.db.close();
    print(|out| {
        for token in &tokens {
            let state = token.revoked_at.map_or_else(|| "good".to_owned(), |at| format!("revoked {at}"));
            writeln!(out, "{}  {}  {}", token.id, state, token.name)?;
        }
        Ok(())
    })
}

fn revoke(revoke: &Revoke) -> Result<(), Failure> {
    let app = revoke.installation.open()?;
    let (context, id) = (app.context().by_command_line(), revoke.id);
    let revoking = move |c: &mut _| service::revoke_mailbox_token(c, &context, id);
    app.db.write_now(revoking).map_err(Failure::of)?;
    app.db.close();
    Ok(())
}

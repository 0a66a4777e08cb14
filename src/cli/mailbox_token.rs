//! `punctual mailbox-token`: tokens with which mail providers' webhooks hand in mail.

use super::Failure;
use super::installation::Installation;
use super::output::print;
use crate::domain::{MailboxSecret, MailboxTokenId};
use crate::service;
use crate::store;

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
        Command::Add(add) => self::add(add),
        Command::List(installation) => list(&installation),
        Command::Revoke(Revoke { installation, id }) => {
            installation.write(move |c, cx| service::revoke_mailbox_token(c, cx, id))
        }
    }
}

fn add(add: Add) -> Result<(), Failure> {
    let secret = MailboxSecret::from_random(rand::random());
    let kept = secret.clone();
    add.installation.write(move |c, cx| service::add_mailbox_token(c, cx, &add.name, &kept))?;
    print(|out| writeln!(out, "{}", secret.reveal()))
}

fn list(installation: &Installation) -> Result<(), Failure> {
    let tokens = installation.read(|c, _| store::mailbox_token::list(c))?;
    print(|out| {
        for token in &tokens {
            let state = token.revoked_at.map_or_else(|| "good".to_owned(), |at| format!("revoked {at}"));
            writeln!(out, "{}  {}  {}", token.id, state, token.name)?;
        }
        Ok(())
    })
}

//! `punctual api-token`: tokens with which programs call the API in somebody's name.

use super::Failure;
use super::installation::Installation;
use super::output::print;
use crate::domain::{ApiSecret, ApiToken, ApiTokenId, EmailAddress, TokenScope};
use crate::service::{self, Asker, NewApiToken, ServiceError};
use crate::sla::Instant;
use crate::store::{self, Connection, StoreError};

/// Arguments of `punctual api-token`.
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
    /// The address of the person for whom the program acts, with the rights that they have at the moment.
    #[arg(long)]
    person: EmailAddress,
    /// What it is called.
    #[arg(long)]
    name: String,
    /// What it may do of that: `read` or `write`.
    #[arg(long, default_value = "read", value_parser = scope)]
    scope: TokenScope,
    /// When it ends, such as 2027-01-01T00:00:00Z; it never does without this.
    #[arg(long, value_name = "INSTANT")]
    until: Option<Instant>,
}

#[derive(Debug, clap::Args)]
struct Revoke {
    #[command(flatten)]
    installation: Installation,
    /// Its id, as `list` shows it.
    id: ApiTokenId,
}

pub fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Add(add) => self::add(add),
        Command::List(installation) => list(&installation),
        Command::Revoke(Revoke { installation, id }) => {
            installation.write(move |c, cx| service::revoke_api_token(c, cx, Asker::CommandLine, id))
        }
    }
}

fn scope(text: &str) -> Result<TokenScope, String> {
    let known = TokenScope::ALL.into_iter().find(|scope| scope.as_str() == text);
    known.ok_or_else(|| format!("\"{text}\" is no scope; write read or write"))
}

fn add(add: Add) -> Result<(), Failure> {
    let Add { installation, person, name, scope, until } = add;
    let secret = ApiSecret::from_random(rand::random());
    let kept = secret.clone();
    installation.write(move |c, cx| {
        let person = store::person::find_by_email(c, &person)?.ok_or(ServiceError::NotFound("person"))?;
        let new = NewApiToken { person_id: person.id, name, scope, expires_at: until };
        service::add_api_token(c, cx, Asker::CommandLine, new, &kept)
    })?;
    print(|out| writeln!(out, "{}", secret.reveal()))
}

fn list(installation: &Installation) -> Result<(), Failure> {
    let lines = installation.read(|c, now| {
        let tokens = store::api_token::list(c)?.into_iter();
        tokens.map(|token| line(c, &token, now)).collect::<Result<Vec<_>, _>>()
    })?;
    print(|out| lines.iter().try_for_each(|line| writeln!(out, "{line}")))
}

fn line(c: &mut Connection, token: &ApiToken, now: Instant) -> Result<String, StoreError> {
    let person = store::person::find(c, token.person_id)?.map(|person| person.email.to_string());
    let (id, scope, person) = (token.id, token.scope.as_str(), person.unwrap_or_default());
    Ok(format!("{id}  {scope}  {}  {person}  {}", state(token, now), token.name))
}

fn state(token: &ApiToken, now: Instant) -> String {
    match (token.revoked_at, token.expires_at) {
        (Some(at), _) => format!("revoked {at}"),
        (None, Some(end)) if end <= now => format!("ended {end}"),
        (None, Some(end)) => format!("good until {end}"),
        (None, None) => "good".to_owned(),
    }
}

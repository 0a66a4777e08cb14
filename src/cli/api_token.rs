//! `punctual api-token`: tokens with which programs call the API in somebody's name.

use super::Failure;
use super::installation::Installation;
use super::output::print;
use crate::domain::{ApiSecret, ApiToken, ApiTokenId, EmailAddress, TokenScope};
use crate::service::{self, Asker, NewApiToken, ServiceError};
use crate::sla::Instant;
use crate::store::{self, Connection};

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
        Command::Revoke(revoke) => self::revoke(&revoke),
    }
}

fn scope(text: &str) -> Result<TokenScope, String> {
    let known = TokenScope::ALL.into_iter().find(|scope| scope.as_str() == text);
    known.ok_or_else(|| format!("\"{text}\" is no scope; write read or write"))
}

fn add(add: Add) -> Result<(), Failure> {
    let app = add.installation.open()?;
    let (context, secret) = (app.context().by_command_line(), ApiSecret::from_random(rand::random()));
    let kept = secret.clone();
    let adding = move |c: &mut Connection| -> Result<ApiToken, ServiceError> {
        let person = store::person::find_by_email(c, &add.person)?.ok_or(ServiceError::NotFound("person"))?;
        let new =
            NewApiToken { person_id: person.id, name: add.name, scope: add.scope, expires_at: add.until };
        service::add_api_token(c, &context, Asker::CommandLine, new, &kept)
    };
    app.db.write_now(adding).map_err(Failure::of)?;
    app.db.close();
    print(|out| writeln!(out, "{}", secret.reveal()))
}

fn list(installation: &Installation) -> Result<(), Failure> {
    let app = installation.open()?;
    let now = app.clock.now();
    let named = |c: &mut Connection| -> Result<Vec<(ApiToken, String)>, ServiceError> {
        let with_address = |c: &mut Connection, token: ApiToken| {
            let person = store::person::find(c, token.person_id)?;
            Ok((token, person.map(|person| person.email.to_string()).unwrap_or_default()))
        };
        store::api_token::list(c)?.into_iter().map(|token| with_address(c, token)).collect()
    };
    let tokens = app.db.read_now(named).map_err(Failure::of)?;
    app.db.close();
    print(|out| {
        for (token, person) in &tokens {
            let (id, scope, state) = (token.id, token.scope.as_str(), state(token, now));
            writeln!(out, "{id}  {scope}  {state}  {person}  {}", token.name)?;
        }
        Ok(())
    })
}

fn state(token: &ApiToken, now: Instant) -> String {
    match (token.revoked_at, token.expires_at) {
        (Some(at), _) => format!("revoked {at}"),
        (None, Some(end)) if end <= now => format!("ended {end}"),
        (None, Some(end)) => format!("good until {end}"),
        (None, None) => "good".to_owned(),
    }
}

fn revoke(revoke: &Revoke) -> Result<(), Failure> {
    let app = revoke.installation.open()?;
    let (context, id) = (app.context().by_command_line(), revoke.id);
    let revoking = move |c: &mut _| service::revoke_api_token(c, &context, Asker::CommandLine, id);
    app.db.write_now(revoking).map_err(Failure::of)?;
    app.db.close();
    Ok(())
}

//! Signing in: throttled first, then the same work for every account, known or not.

use std::net::IpAddr;

use super::{Attempt, Password, Tokens, device};
use crate::domain::{EmailAddress, Person};
use crate::service::account::{self, Caller, Limit, Throttled};
use crate::store::{self, Connection, StoreError};
use crate::web::error::WebError;
use crate::web::site::Site;

/// What somebody typed.
#[derive(Debug)]
pub struct Credentials {
    /// The address.
    pub email: String,
    /// The password.
    pub password: Password,
    /// The mark of this browser, if it has one.
    pub device: Option<String>,
    /// Where it comes from.
    pub address: Option<IpAddr>,
}

/// Somebody is signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// Who.
    pub person: Person,
    /// The session's tokens.
    pub tokens: Tokens,
    /// A mark for this browser.
    pub device: String,
}

/// Why nobody is signed in.
#[derive(Debug)]
pub enum SignInFailure {
    /// Wrong address or password; which of them is not said.
    Wrong,
    /// Too many failures.
    Throttled(Throttled),
    /// The database or the hashing failed.
    Broken(WebError),
}

impl From<WebError> for SignInFailure {
    fn from(error: WebError) -> Self {
        Self::Broken(error)
    }
}

impl From<SignInFailure> for WebError {
    fn from(failure: SignInFailure) -> Self {
        match failure {
            SignInFailure::Wrong => Self::WrongPassword,
            SignInFailure::Throttled(throttled) => {
                Self::TooMany { retry_after: throttled.retry_after.num_seconds().max(1) }
            }
            SignInFailure::Broken(error) => error,
        }
    }
}

struct Account {
    person: Person,
    hash: Option<String>,
}

/// Proves by address and password who somebody is, and logs who can't. What was typed is logged never: people type
/// passwords into the wrong field. A hash that was made with weaker parameters than today's is made anew.
///
/// # Errors
/// [`SignInFailure`].
pub async fn prove(site: &Site, credentials: Credentials) -> Result<Person, SignInFailure> {
    let Credentials { email, password, device: mark, address } = credentials;
    let email = email.trim().to_lowercase();
    let known_device = mark.as_deref().and_then(|mark| device::recognise(&site.keys, &email, mark));
    let limits = Attempt { account: &email, known_device, address }.limits();
    let from = address.map_or_else(|| "unknown".to_owned(), |address| address.to_string());
    count(site, limits.clone()).await.inspect_err(|failure| {
        if matches!(failure, SignInFailure::Throttled(_)) {
            tracing::warn!(%from, "sign-in refused: too many tries");
        }
    })?;
    let account = account(site, &email).await?;
    let person = account.as_ref().map_or_else(|| "nobody".to_owned(), |found| found.person.id.to_string());
    let hash = account.as_ref().and_then(|account| account.hash.clone());
    let is_right = site.hashing.matches(password.clone(), hash.clone()).await?;
    let Some(account) = account.filter(|account| is_right && account.person.is_active) else {
        tracing::warn!(%from, %person, "sign-in refused: wrong address or password");
        return Err(SignInFailure::Wrong);
    };
    let newer = match hash.as_deref().is_some_and(Password::is_outdated) {
        true => Some(site.hashing.hash(password).await?),
        false => None,
    };
    settle(site, limits, &account.person, newer).await?;
    Ok(account.person)
}

/// Proves once more that whoever is signed in knows the password.
///
/// # Errors
/// [`SignInFailure`].
pub async fn prove_again(
    site: &Site,
    person: &Person,
    password: Password,
    limits: Vec<Limit>,
) -> Result<(), SignInFailure> {
    count(site, limits.clone()).await?;
    let id = person.id;
    let read = move |c: &mut Connection| -> Result<_, WebError> { Ok(store::person::password_hash(c, id)?) };
    let hash = site.app.db.read(read).await?;
    match site.hashing.matches(password, hash).await? {
        true => Ok(settle(site, limits, person, None).await?),
        false => Err(SignInFailure::Wrong),
    }
}

/// Begins the session of somebody who has proved who they are.
///
/// # Errors
/// Those of the database.
pub async fn begin(site: &Site, person: Person, caller: Caller) -> Result<SignedIn, WebError> {
    let context = site.app.context();
    let now = context.now;
    let who = person.clone();
    let job = move |c: &mut Connection| -> Result<_, WebError> {
        Ok(account::begin_session(c, &context, &who, caller)?)
    };
    let session = site.app.db.write(job).await?;
    tracing::info!(person = %person.id, "signed in");
    Ok(SignedIn {
        tokens: Tokens::issue(site, &session, person.role, now),
        device: device::issue(&site.keys, person.email.as_str()),
        person,
    })
}

/// Counts a try, and refuses one too many.
///
/// # Errors
/// [`SignInFailure::Throttled`], or [`SignInFailure::Broken`].
pub async fn count(site: &Site, limits: Vec<Limit>) -> Result<(), SignInFailure> {
    let context = site.app.context();
    let job =
        move |c: &mut Connection| -> Result<_, WebError> { Ok(account::count_try(c, &context, &limits)?) };
    site.app.db.write(job).await?.map_err(SignInFailure::Throttled)
}

/// The right password was no guess; a newer hash of it is kept.
async fn settle(
    site: &Site,
    limits: Vec<Limit>,
    person: &Person,
    newer: Option<String>,
) -> Result<(), WebError> {
    let (context, id) = (site.app.context(), person.id);
    let job = move |c: &mut Connection| -> Result<_, WebError> {
        if let Some(hash) = newer {
            store::person::set_password_hash(c, id, Some(&hash))?;
        }
        Ok(account::forgive_try(c, &context, &limits)?)
    };
    site.app.db.write(job).await
}

async fn account(site: &Site, email: &str) -> Result<Option<Account>, WebError> {
    let Ok(address) = EmailAddress::parse(email) else { return Ok(None) };
    Ok(site.app.db.read(move |c| find(c, &address)).await?)
}

fn find(c: &mut Connection, address: &EmailAddress) -> Result<Option<Account>, StoreError> {
    let Some(person) = store::person::find_by_email(c, address)? else { return Ok(None) };
    let hash = store::person::password_hash(c, person.id)?;
    Ok(Some(Account { person, hash }))
}

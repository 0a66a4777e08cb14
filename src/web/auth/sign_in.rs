//! Signing in: throttled first, then the same work for every account, known or not.

use std::net::IpAddr;

use super::{Attempt, Claims, Password, Throttled, device};
use crate::domain::{EmailAddress, Person};
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
    /// The session's token.
    pub token: String,
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

struct Account {
    person: Person,
    hash: Option<String>,
    generation: i64,
}

/// Signs somebody in.
///
/// # Errors
/// [`SignInFailure`].
pub async fn sign_in(site: &Site, credentials: Credentials) -> Result<SignedIn, SignInFailure> {
    let now = site.now();
    let Credentials { email, password, device: mark, address } = credentials;
    let email = email.trim().to_lowercase();
    let known_device = mark.as_deref().and_then(|mark| device::recognise(&site.keys, &email, mark));
    let attempt = Attempt { account: &email, known_device, address };
    site.throttle.admit(&attempt, now).map_err(SignInFailure::Throttled)?;
    let account = account(site, &email).await?;
    let hash = account.as_ref().and_then(|account| account.hash.clone());
    let is_right = verify(site, password, hash).await?;
    let Some(account) = account.filter(|account| is_right && account.person.is_active) else {
        return Err(SignInFailure::Wrong);
    };
    site.throttle.forgive(&attempt);
    let claims = Claims::begin(account.person.id, account.person.role, account.generation, now);
    Ok(SignedIn {
        token: claims.sign(&site.keys),
        device: device::issue(&site.keys, &email),
        person: account.person,
    })
}

async fn account(site: &Site, email: &str) -> Result<Option<Account>, WebError> {
    let Ok(address) = EmailAddress::parse(email) else { return Ok(None) };
    Ok(site.app.db.read(move |c| find(c, &address)).await?)
}

fn find(c: &mut Connection, address: &EmailAddress) -> Result<Option<Account>, StoreError> {
    let Some(person) = store::person::find_by_email(c, address)? else { return Ok(None) };
    let hash = store::person::password_hash(c, person.id)?;
    let generation = store::person::token_generation(c, person.id)?;
    Ok(Some(Account { person, hash, generation }))
}

/// Compares off the event loop, a few at a time.
async fn verify(site: &Site, password: Password, hash: Option<String>) -> Result<bool, WebError> {
    let _permit = site.hashing.acquire().await.map_err(WebError::internal)?;
    actix_web::web::block(move || password.matches(hash.as_deref())).await.map_err(WebError::internal)
}

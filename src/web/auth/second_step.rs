//! Whether a sign-in needs a second step, and checking it.

use chrono::TimeDelta;

use super::sign_in::{SignInFailure, count};
use crate::domain::{Person, PersonId};
use crate::service::account::{self, Limit};
use crate::store::{self, Connection, StoreError};
use crate::web::error::WebError;
use crate::web::site::Site;

/// Wrong codes that may be typed within the window.
const MOST: i32 = 5;
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// What a sign-in still needs after the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// A code of the app, or a recovery code.
    Code,
    /// Setting up an app: the role may not sign in without.
    Enrolment,
}

/// What this person's sign-in still needs after the password.
///
/// # Errors
/// Those of the database.
pub async fn need(site: &Site, person: &Person) -> Result<Need, WebError> {
    let id = person.id;
    let confirmed = site.app.db.read(move |c| store::second_step::confirmed(c, id)).await;
    let confirmed = confirmed.map_err(|error: StoreError| WebError::from(error))?;
    Ok(match confirmed {
        Some(_) => Need::Code,
        None if is_required(site, person) => Need::Enrolment,
        None => Need::Nothing,
    })
}

/// Whether this person's role may not sign in without a second step.
#[must_use]
pub fn is_required(site: &Site, person: &Person) -> bool {
    site.app.config.auth.totp_required.contains(&person.role)
}

/// Checks a code, of which only a few wrong ones pass.
///
/// # Errors
/// [`SignInFailure`].
pub async fn check(site: &Site, person: &Person, code: &str) -> Result<(), SignInFailure> {
    let limit = limit(person.id);
    count(site, vec![limit.clone()]).await?;
    let (context, who, code) = (site.app.context(), person.clone(), code.to_owned());
    let job = move |c: &mut Connection| -> Result<bool, WebError> {
        let is_right = account::check_second_step(c, &context, &who, &code)?;
        if is_right {
            account::forgive_try(c, &context, &[limit])?;
        }
        Ok(is_right)
    };
    match site.app.db.write(job).await? {
        true => Ok(()),
        false => Err(SignInFailure::Wrong),
    }
}

fn limit(person: PersonId) -> Limit {
    Limit { subject: format!("second-step:{person}"), most: MOST, window: WINDOW }
}

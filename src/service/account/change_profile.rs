//! What people change about themselves.

use chrono_tz::Tz;

use crate::domain::{Person, PersonId};
use crate::service::administration::clean_name;
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// Changes a person's own name and time zone.
///
/// # Errors
/// [`ServiceError::Invalid`] for a name that is empty or too long, [`ServiceError::NotFound`].
pub fn change_profile(
    c: &mut Connection,
    _: &Context,
    id: PersonId,
    name: &str,
    time_zone: Tz,
) -> Result<(), ServiceError> {
    let before = store::person::find(c, id)?.ok_or(ServiceError::NotFound("person"))?;
    Ok(store::person::update(c, &Person { name: clean_name(name)?, time_zone, ..before })?)
}

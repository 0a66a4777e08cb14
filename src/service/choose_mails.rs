//! Which mails the provider's people get.

use super::{Context, ServiceError};
use crate::domain::{Person, StaffMail};
use crate::store::{self, Connection};

/// Keeps which mails a person wants from now on: these, and no other that can be done without.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a customer.
pub fn choose_mails(
    c: &mut Connection,
    _: &Context,
    by: &Person,
    wanted: &[StaffMail],
) -> Result<(), ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only the provider’s people choose which mails they get."));
    }
    for mail in StaffMail::ALL {
        store::mail_choice::put(c, by.id, mail, wanted.contains(&mail))?;
    }
    Ok(())
}

/// Those of these people who want such mail. Customers are asked for no choice.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub(super) fn who_wants(
    c: &mut Connection,
    mail: StaffMail,
    mut people: Vec<Person>,
) -> Result<Vec<Person>, ServiceError> {
    if people.iter().any(|person| person.role.is_staff()) {
        let others = store::mail_choice::others(c, mail)?;
        people.retain(|one| !one.role.is_staff() || mail.is_sent_unasked() != others.contains(&one.id));
    }
    Ok(people)
}

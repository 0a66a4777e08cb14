//! Which mails the provider's people want.

use diesel::prelude::*;

use super::schema::mail_choice;
use super::word::word;
use super::{Connection, StoreError};
use crate::domain::{PersonId, StaffMail};

/// Keeps a person's choice of one kind of mail, in the place of the one before.
///
/// # Errors
/// [`StoreError::MissingReference`] if the person is not there.
pub fn put(c: &mut Connection, person: PersonId, mail: StaffMail, is_wanted: bool) -> Result<(), StoreError> {
    let mail = word(&mail)?;
    diesel::delete(mail_choice::table.find((person, &mail))).execute(c)?;
    let row =
        (mail_choice::person_id.eq(person), mail_choice::mail.eq(mail), mail_choice::is_wanted.eq(is_wanted));
    diesel::insert_into(mail_choice::table).values(row).execute(c)?;
    Ok(())
}

/// The kinds of mail that a person gets.
///
/// # Errors
/// [`StoreError`].
pub fn wanted(c: &mut Connection, person: PersonId) -> Result<Vec<StaffMail>, StoreError> {
    let chosen: Vec<(String, bool)> = mail_choice::table
        .filter(mail_choice::person_id.eq(person))
        .select((mail_choice::mail, mail_choice::is_wanted))
        .load(c)?;
    let is_wanted = |mail: &StaffMail| {
        let choice = chosen.iter().find(|(word, _)| word == mail.word());
        choice.map_or_else(|| mail.is_sent_unasked(), |(_, is_wanted)| *is_wanted)
    };
    Ok(StaffMail::ALL.into_iter().filter(is_wanted).collect())
}

/// Who has chosen otherwise than those who have chosen nothing: by one query, whomever it is about.
///
/// # Errors
/// [`StoreError`].
pub fn others(c: &mut Connection, mail: StaffMail) -> Result<Vec<PersonId>, StoreError> {
    let choices = mail_choice::table
        .filter(mail_choice::mail.eq(word(&mail)?))
        .filter(mail_choice::is_wanted.eq(!mail.is_sent_unasked()))
        .select(mail_choice::person_id);
    Ok(choices.load(c)?)
}

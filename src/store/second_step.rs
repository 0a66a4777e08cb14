//! Second steps of signing in, and recovery codes.

use diesel::prelude::*;

use super::schema::{recovery_code, second_step};
use super::sql_type::At;
use super::{Connection, StoreError};
use crate::domain::{PersonId, SecondStep, SecondStepId};
use crate::sla::Instant;

type Columns = (SecondStepId, PersonId, At, Option<At>, i64);

/// Adds an enrolment, in the place of one that was begun and not confirmed.
///
/// # Errors
/// [`StoreError`].
pub fn begin(c: &mut Connection, new: &SecondStep) -> Result<(), StoreError> {
    let begun = second_step::table
        .filter(second_step::person_id.eq(new.person_id))
        .filter(second_step::confirmed_at.is_null());
    diesel::delete(begun).execute(c)?;
    let row = (
        second_step::id.eq(new.id),
        second_step::person_id.eq(new.person_id),
        second_step::created_at.eq(At(new.created_at)),
        second_step::confirmed_at.eq(new.confirmed_at.map(At)),
        second_step::last_step.eq(new.last_step),
    );
    diesel::insert_into(second_step::table).values(row).execute(c)?;
    Ok(())
}

/// The enrolments of a person, the latest first: at most one is confirmed, and at most one is begun.
///
/// # Errors
/// [`StoreError`].
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<SecondStep>, StoreError> {
    let theirs = second_step::table.filter(second_step::person_id.eq(person));
    let rows: Vec<Columns> = theirs.order(second_step::created_at.desc()).load(c)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The enrolment that guards a person's sign-ins.
///
/// # Errors
/// [`StoreError`].
pub fn confirmed(c: &mut Connection, person: PersonId) -> Result<Option<SecondStep>, StoreError> {
    Ok(of_person(c, person)?.into_iter().find(|step| step.confirmed_at.is_some()))
}

/// Takes the code of a step: false if that step or a later one was taken before. Of two that try at once, one succeeds.
///
/// # Errors
/// [`StoreError`].
pub fn take(c: &mut Connection, id: SecondStepId, step: i64) -> Result<bool, StoreError> {
    let untaken = second_step::table.find(id).filter(second_step::last_step.lt(step));
    Ok(diesel::update(untaken).set(second_step::last_step.eq(step)).execute(c)? == 1)
}

/// Confirms an enrolment, which replaces any other of the person.
///
/// # Errors
/// [`StoreError`].
pub fn confirm(c: &mut Connection, step: &SecondStep, at: Instant) -> Result<(), StoreError> {
    let others = second_step::table
        .filter(second_step::person_id.eq(step.person_id))
        .filter(second_step::id.ne(step.id));
    diesel::delete(others).execute(c)?;
    diesel::update(second_step::table.find(step.id))
        .set(second_step::confirmed_at.eq(Some(At(at))))
        .execute(c)?;
    Ok(())
}

/// Removes every enrolment and recovery code of a person; false if there was none.
///
/// # Errors
/// [`StoreError`].
pub fn remove(c: &mut Connection, person: PersonId) -> Result<bool, StoreError> {
    diesel::delete(recovery_code::table.filter(recovery_code::person_id.eq(person))).execute(c)?;
    Ok(diesel::delete(second_step::table.filter(second_step::person_id.eq(person))).execute(c)? > 0)
}

/// Puts new recovery codes, by their digests, in the place of the old ones.
///
/// # Errors
/// [`StoreError`].
pub fn replace_recovery_codes(
    c: &mut Connection,
    person: PersonId,
    digests: &[String],
) -> Result<(), StoreError> {
    diesel::delete(recovery_code::table.filter(recovery_code::person_id.eq(person))).execute(c)?;
    for digest in digests {
        let row = (recovery_code::person_id.eq(person), recovery_code::digest.eq(digest));
        diesel::insert_into(recovery_code::table).values(row).execute(c)?;
    }
    Ok(())
}

/// Takes a recovery code: false if there is none with this digest.
///
/// # Errors
/// [`StoreError`].
pub fn take_recovery_code(c: &mut Connection, person: PersonId, digest: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(recovery_code::table.find((person, digest))).execute(c)? == 1)
}

/// How many recovery codes a person has left.
///
/// # Errors
/// [`StoreError`].
pub fn recovery_codes_left(c: &mut Connection, person: PersonId) -> Result<i64, StoreError> {
    Ok(recovery_code::table.filter(recovery_code::person_id.eq(person)).count().get_result(c)?)
}

fn read((id, person_id, created_at, confirmed_at, last_step): Columns) -> SecondStep {
    SecondStep {
        id,
        person_id,
        created_at: created_at.0,
        confirmed_at: confirmed_at.map(|at| at.0),
        last_step,
    }
}

//! The second step of signing in: setting it up, checking its codes, taking it away.

use serde_json::{Value, json};

use super::tell_change::tell_change;
use crate::domain::{
    AccountChange, AuditAction, EmailAddress, IdentityProof, Person, PersonId, Purpose, SecondStep,
    SecondStepId,
};
use crate::service::administration::require_admin;
use crate::service::{Context, ServiceError, audit};
use crate::store::{self, Connection};

/// How many recovery codes a person gets.
const RECOVERY_CODES: usize = 10;
/// Letters of recovery codes, without those that look alike.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Groups of four letters in a recovery code: 140 bits.
const GROUPS: usize = 7;

/// Begins an enrolment. It guards nothing until [`confirm_second_step`]; one that is in force stays so until then.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn begin_second_step(
    c: &mut Connection,
    cx: &Context,
    person: PersonId,
) -> Result<SecondStep, ServiceError> {
    let id = SecondStepId::new(cx.now);
    let step = SecondStep { id, person_id: person, created_at: cx.now, confirmed_at: None, last_step: 0 };
    store::second_step::begin(c, &step)?;
    Ok(step)
}

/// Confirms the enrolment that was begun by its first code, and gives the recovery codes, which are shown only now.
///
/// # Errors
/// [`ServiceError::Invalid`] naming `code` for a wrong one, [`ServiceError::NotFound`] where none was begun.
pub fn confirm_second_step(
    c: &mut Connection,
    cx: &Context,
    person: &Person,
    code: &str,
) -> Result<Vec<String>, ServiceError> {
    let begun = store::second_step::of_person(c, person.id)?;
    let step = begun.into_iter().find(|step| step.confirmed_at.is_none());
    let step = step.ok_or(ServiceError::NotFound("second step"))?;
    if !takes(c, cx, &step, &person.email, code)? {
        return Err(ServiceError::invalid(
            "code",
            "This is not the code that the app shows now. Type the next one.",
        ));
    }
    store::second_step::confirm(c, &step, cx.now)?;
    tell_change(c, cx, person, AccountChange::SecondStepOn)?;
    let codes = renew_recovery_codes(c, cx, person.id)?;
    audit(c, cx, person, AuditAction::SecondStepSet, person.id, &Value::Null)?;
    Ok(codes)
}

/// Whether a code is right: of the app, at most once, or one of the recovery codes, which is then used up.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn check_second_step(
    c: &mut Connection,
    cx: &Context,
    person: &Person,
    code: &str,
) -> Result<bool, ServiceError> {
    let Some(step) = store::second_step::confirmed(c, person.id)? else { return Ok(false) };
    if takes(c, cx, &step, &person.email, code)? {
        return Ok(true);
    }
    Ok(store::second_step::take_recovery_code(c, person.id, &digest(cx, person.id, code))?)
}

/// Makes new recovery codes in the place of the old ones.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn renew_recovery_codes(
    c: &mut Connection,
    cx: &Context,
    person: PersonId,
) -> Result<Vec<String>, ServiceError> {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
    let digests: Vec<String> = codes.iter().map(|code| digest(cx, person, code)).collect();
    store::second_step::replace_recovery_codes(c, person, &digests)?;
    Ok(codes)
}

/// Takes away one's own second step.
///
/// # Errors
/// [`ServiceError::NotFound`] where there is none.
pub fn remove_second_step(c: &mut Connection, cx: &Context, person: &Person) -> Result<(), ServiceError> {
    remove(c, cx, person, person, &Value::Null)
}

/// Takes away the second step of somebody who has lost it and has proved who they are, and ends their sessions. They are
/// mailed that it is gone.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`].
pub fn reset_second_step(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: PersonId,
    proof: IdentityProof,
) -> Result<(), ServiceError> {
    require_admin(by)?;
    let person = store::person::find(c, id)?.ok_or(ServiceError::NotFound("person"))?;
    store::person::bump_token_generation(c, id)?;
    remove(c, cx, by, &person, &json!({ "identity": proof.as_str() }))
}

fn remove(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    person: &Person,
    detail: &Value,
) -> Result<(), ServiceError> {
    if !store::second_step::remove(c, person.id)? {
        return Err(ServiceError::NotFound("second step"));
    }
    tell_change(c, cx, person, AccountChange::SecondStepOff)?;
    audit(c, cx, by, AuditAction::SecondStepRemoved, person.id, detail)
}

fn takes(
    c: &mut Connection,
    cx: &Context,
    step: &SecondStep,
    account: &EmailAddress,
    code: &str,
) -> Result<bool, ServiceError> {
    let taken = step.codes(&cx.identity.signer, account).and_then(|codes| codes.step_of(code, cx.now));
    match taken {
        Some(number) => Ok(store::second_step::take(c, step.id, number)?),
        None => Ok(false),
    }
}

fn recovery_code() -> String {
    let letter = || {
        let [byte] = rand::random::<[u8; 1]>();
        LETTERS.get(usize::from(byte % 32)).copied().map_or('a', char::from)
    };
    let group = || (0..4).map(|_| letter()).collect::<String>();
    (0..GROUPS).map(|_| group()).collect::<Vec<_>>().join("-")
}

/// What is kept of a recovery code. It holds 140 random bits, so that a plain keyed digest can't be searched.
fn digest(cx: &Context, person: PersonId, code: &str) -> String {
    let clean: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    cx.identity.signer.sign(Purpose::RecoveryCode, &format!("{person}:{}", clean.to_ascii_lowercase()))
}

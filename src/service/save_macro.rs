//! Keeping a message under a name, for oneself or for everybody.

use super::{Context, ServiceError, both};
use crate::domain::{Macro, MacroId, MessageKind, Person, Role, Sharing};
use crate::sla::Status;
use crate::store::{self, Connection};

/// What a macro says.
#[derive(Debug, Clone)]
pub struct MacroChange {
    /// Its name.
    pub name: String,
    /// The message, with its variables.
    pub text: String,
    /// Who is to read it.
    pub kind: MessageKind,
    /// The status to set with it.
    pub then: Option<Status>,
    /// Who may use it.
    pub sharing: Sharing,
}

/// Adds a macro.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a customer; [`ServiceError::Invalid`] for a name or a text that is missing or too
/// long, for a variable that there is not, and for a status that nobody sets with a message.
pub fn add_macro(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    change: MacroChange,
) -> Result<Macro, ServiceError> {
    let kept = Macro {
        id: MacroId::new(cx.now),
        owner_id: by.id,
        name: String::new(),
        text: String::new(),
        kind: change.kind,
        then: None,
        sharing: Sharing::Owner,
        created_at: cx.now,
    };
    save(c, by, kept, change)
}

/// Changes a macro: one's own, and for managers a shared one.
///
/// # Errors
/// As [`add_macro`]; [`ServiceError::NotFound`] for one that the person does not see.
pub fn change_macro(
    c: &mut Connection,
    by: &Person,
    id: MacroId,
    change: MacroChange,
) -> Result<Macro, ServiceError> {
    let kept = own(c, by, id)?;
    save(c, by, kept, change)
}

/// Removes a macro.
///
/// # Errors
/// As [`change_macro`].
pub fn remove_macro(c: &mut Connection, by: &Person, id: MacroId) -> Result<(), ServiceError> {
    let kept = own(c, by, id)?;
    Ok(store::reply_macro::delete(c, kept.id)?)
}

fn own(c: &mut Connection, by: &Person, id: MacroId) -> Result<Macro, ServiceError> {
    let kept = store::reply_macro::find(c, by.id, id)?.ok_or(ServiceError::NotFound("macro"))?;
    if kept.owner_id != by.id && by.role < Role::Manager {
        return Err(ServiceError::Forbidden("Only who shared a macro, or a manager, changes it."));
    }
    Ok(kept)
}

fn save(c: &mut Connection, by: &Person, kept: Macro, change: MacroChange) -> Result<Macro, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents keep macros."));
    }
    let named = both(check_name(&change.name), check_text(&change.text));
    let ((name, ()), ()) = both(named, check_then(change.then))?;
    let MacroChange { text, kind, then, sharing, .. } = change;
    let kept = Macro { name, text, kind, then, sharing, ..kept };
    store::reply_macro::put(c, &kept)?;
    Ok(kept)
}

fn check_name(raw: &str) -> Result<String, ServiceError> {
    let name = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        1..=60 => Ok(name),
        _ => Err(ServiceError::invalid("name", "Give the macro a name of up to 60 characters.")),
    }
}

fn check_text(text: &str) -> Result<(), ServiceError> {
    if text.trim().is_empty() || text.chars().count() > 20_000 {
        return Err(ServiceError::invalid("text", "Write the message, of up to 20,000 characters."));
    }
    Macro::check(text).map_err(|fault| ServiceError::invalid("text", fault))
}

fn check_then(then: Option<Status>) -> Result<(), ServiceError> {
    match then {
        Some(Status::Closed) => {
            Err(ServiceError::invalid("then", "Resolve it: a ticket closes by itself, or by hand."))
        }
        _ => Ok(()),
    }
}

//! Telling the people who run the installation that something needs one of them.

use super::notice_apart::send_apart;
use super::{Context, ServiceError};
use crate::domain::{NoticeBody, Role};
use crate::store::{self, Connection};

/// Something that needs a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// Names the cause: the same one is told once to each person.
    pub cause: String,
    /// Who has to act: everybody in this role, and administrators where there is nobody.
    pub concerns: Role,
    /// What is wrong, in one line.
    pub title: String,
    /// What was seen, and what to do about it: paragraphs.
    pub text: String,
    /// The page to look at: a path.
    pub path: String,
}

/// Mails the alarm to everybody whom it concerns, and answers how many mails were written.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub fn raise_alarm(c: &mut Connection, cx: &Context, alarm: &Alarm) -> Result<usize, ServiceError> {
    let staff = store::person::staff(c)?;
    let in_role = |role: Role| staff.iter().filter(move |person| person.is_active && person.role == role);
    let concerned: Vec<_> = match in_role(alarm.concerns).count() {
        0 => in_role(Role::Admin).collect(),
        _ => in_role(alarm.concerns).collect(),
    };
    let mut written = 0;
    for person in concerned {
        let body = NoticeBody::Alarm { title: alarm.title.clone(), text: alarm.text.clone() };
        let key = format!("alarm:{}:{}", alarm.cause, person.id);
        written += usize::from(send_apart(c, cx, key, person, alarm.path.clone(), body)?);
    }
    Ok(written)
}

//! A template that failed when a mail was written with it.

use super::raise_alarm::{Alarm, raise_alarm};
use super::{Context, ServiceError};
use crate::domain::{NoticeTemplate, Role};
use crate::store::Connection;

/// Tells administrators that a template fails, once for each time that it was saved. The mail has been written with the
/// built-in words instead.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub fn report_template(
    c: &mut Connection,
    cx: &Context,
    template: &NoticeTemplate,
    why: &str,
) -> Result<(), ServiceError> {
    let alarm = Alarm {
        cause: format!("template:{}:{}", template.id, template.saved_at.timestamp_micros()),
        concerns: Role::Admin,
        title: format!("The template of the {} fails", template.kind.label()),
        text: format!(
            "A mail could not be written with it, and was written with the built-in words instead. So is every other \
             until the template is mended.\n\nWhat was wrong: {why}"
        ),
        path: template.page(),
    };
    raise_alarm(c, cx, &alarm).map(drop)
}

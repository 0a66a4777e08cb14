//! Mail that did not leave, and mail that was not read.

use punctual::domain::AuditAction::*;

use super::{Case, form};

/// The cases of mail.
pub fn mails() -> Vec<Case> {
    vec![
        form(
            "/admin/outbox/{id}/retry",
            "failed notice",
            &[],
            "The notice is being tried again.",
            NoticeRetried,
        ),
        form("/admin/inbox/{id}/read", "held mail", &[], "The mail is being read again.", MailReread),
    ]
}

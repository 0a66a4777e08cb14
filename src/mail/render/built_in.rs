//! The words that are sent where nobody wrote others.

use crate::domain::{NoticeKind, TemplateWords};

/// The built-in template of a kind: what is sent where nobody wrote another, and what an editor starts from.
#[must_use]
pub fn built_in_words(kind: NoticeKind) -> TemplateWords {
    let file = file(kind);
    let (subject, text) = file.split_once("\n\n").unwrap_or(("", file));
    let subject = subject.strip_prefix("Subject: ").unwrap_or(subject);
    TemplateWords { subject: subject.to_owned(), text: text.trim_end().to_owned() }
}

/// Its file: a line with the subject, an empty one, the text.
fn file(kind: NoticeKind) -> &'static str {
    macro_rules! file {
        ($name:literal) => {
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/mail/", $name, ".txt"))
        };
    }
    match kind {
        NoticeKind::Acknowledgement => file!("acknowledgement"),
        NoticeKind::Reply => file!("reply"),
        NoticeKind::Breach => file!("breach"),
        NoticeKind::Resolution => file!("resolution"),
        NoticeKind::FilesRefused => file!("files_refused"),
        NoticeKind::AccountLink => file!("account_link"),
        NoticeKind::AccountChanged => file!("account_changed"),
        NoticeKind::NewTicket => file!("new_ticket"),
        NoticeKind::CustomerWrote => file!("customer_wrote"),
        NoticeKind::ColleagueWrote => file!("colleague_wrote"),
        NoticeKind::Warning => file!("warning"),
        NoticeKind::Page => file!("page"),
        NoticeKind::Alarm => file!("alarm"),
    }
}

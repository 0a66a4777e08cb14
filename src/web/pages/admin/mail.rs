//! Mail that came in, and notices that go out.

use askama::Template;

use super::{FactLine, Form, Tab};
use crate::web::view::{Chip, Moment, Shell, Tone};

/// What of a list of mails is shown.
#[derive(Debug, Clone)]
pub struct Found {
    /// The view as the address has it.
    pub state: &'static str,
    /// The view as people read it.
    pub view: &'static str,
    /// What was typed to find a mail; empty where all are listed.
    pub search: String,
    /// The address of the same search in every view, from one of the others.
    pub everywhere: Option<String>,
}

/// One received mail.
#[derive(Debug, Clone)]
pub struct InboxRow {
    /// The address of its page.
    pub href: String,
    /// The subject, or a word for none.
    pub subject: String,
    /// Who says to have written it.
    pub from: String,
    /// The way in.
    pub source: String,
    /// When it was received.
    pub received: Moment,
    /// Where it stands.
    pub state: Chip,
    /// Why it is held back, or what failed.
    pub reason: Option<String>,
    /// The ticket that it became or joined.
    pub ticket: Option<i64>,
}

/// The list of received mails.
#[derive(Template)]
#[template(path = "admin/inbox.html")]
pub struct InboxPage {
    /// What is around it.
    pub shell: Shell,
    /// By state.
    pub tabs: Vec<Tab>,
    /// Which of them, and what was searched for.
    pub found: Found,
    /// The mails of this page, the last received first.
    pub rows: Vec<InboxRow>,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

/// One received mail, as it could be read.
#[derive(Template)]
#[template(path = "admin/mail.html")]
pub struct MailPage {
    /// What is around it.
    pub shell: Shell,
    /// The subject, or a word for none.
    pub title: String,
    /// Where it stands.
    pub state: Chip,
    /// Why it is held back, or what failed.
    pub reason: Option<String>,
    /// What is to be known about it.
    pub remarks: Vec<String>,
    /// Its header, and what became of it.
    pub facts: Vec<FactLine>,
    /// What could not be read of it.
    pub unread: Vec<String>,
    /// The text.
    pub text: String,
    /// Its files: name and size.
    pub files: Vec<(String, String)>,
    /// The mail as it came, as a file.
    pub raw_href: String,
    /// What can be done with it.
    pub forms: Vec<Form>,
}

/// One notice.
#[derive(Debug, Clone)]
pub struct OutboxRow {
    /// The address of its page.
    pub href: String,
    /// What it is: a breach notice, a reply.
    pub what: String,
    /// To whom: name and address.
    pub to: (String, String),
    /// Its ticket, `#1042 Invoices are empty`; empty for a notice about none.
    pub ticket: String,
    /// When it was written.
    pub written: Moment,
    /// Where it stands.
    pub state: Chip,
    /// When it was sent, or is tried next.
    pub when: Option<Moment>,
    /// How often it was tried.
    pub attempts: i32,
    /// Whether it may have been delivered twice.
    pub is_uncertain: bool,
    /// What was reported of it last, in words.
    pub report: Option<String>,
    /// What the other side last said.
    pub error: Option<String>,
}

/// The list of notices.
#[derive(Template)]
#[template(path = "admin/outbox.html")]
pub struct OutboxPage {
    /// What is around it.
    pub shell: Shell,
    /// By state.
    pub tabs: Vec<Tab>,
    /// Which of them, and what was searched for.
    pub found: Found,
    /// The notices of this page, the last written first.
    pub rows: Vec<OutboxRow>,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

/// What a mail server reported of a notice.
#[derive(Debug, Clone)]
pub struct ReportLine {
    /// When we heard of it.
    pub at: Moment,
    /// How good or bad.
    pub tone: Tone,
    /// What became of the notice, in words.
    pub text: String,
    /// What the server said; may be empty.
    pub said: String,
    /// The mail that reports it.
    pub href: String,
}

/// One notice, as its reader sees it.
#[derive(Template)]
#[template(path = "admin/notice.html")]
pub struct NoticePage {
    /// What is around it.
    pub shell: Shell,
    /// The subject.
    pub title: String,
    /// Where it stands.
    pub state: Chip,
    /// What the other side last said.
    pub error: Option<String>,
    /// What was reported of it, oldest first.
    pub reports: Vec<ReportLine>,
    /// To whom, when, how often.
    pub facts: Vec<FactLine>,
    /// The plain text.
    pub text: String,
    /// The address of the HTML part.
    pub html_href: String,
    /// The form that tries it again, where that makes sense.
    pub again: Option<Form>,
}

//! What the templates are given: everything already written in words.

use askama::Template;

use super::written::{target_in_words, written};
use crate::domain::{AccountChange, LinkPurpose, Notice, PromiseLine};
use crate::sla::ClockKind;

/// What every letter has.
pub(super) struct Letter {
    pub(super) name: String,
    pub(super) number: String,
    pub(super) subject: String,
    pub(super) provider: String,
    pub(super) link: String,
}

impl Letter {
    pub(super) fn new(notice: &Notice, public_url: &str) -> Self {
        let ticket = notice.ticket.as_ref();
        Self {
            name: one_line(&notice.to.name),
            number: ticket.map(|ticket| ticket.number.to_string()).unwrap_or_default(),
            subject: ticket.map(|ticket| one_line(&ticket.subject)).unwrap_or_default(),
            provider: one_line(&notice.provider),
            link: format!("{}{}", public_url.trim_end_matches('/'), notice.path),
        }
    }
}

/// A promise in words.
pub(super) struct Promise {
    /// "First answer"
    pub(super) what: &'static str,
    /// "within 1 hour"; may be empty.
    pub(super) target: String,
    pub(super) starts: Option<String>,
    pub(super) due: Option<String>,
    pub(super) explanation: String,
}

impl Promise {
    pub(super) fn new(line: &PromiseLine, notice: &Notice) -> Self {
        let zone = notice.to.time_zone;
        Self {
            what: clock_in_words(line.clock),
            target: target_in_words(&line.target),
            starts: line.starts_at.map(|at| written(at, zone)),
            due: line.due_at.map(|at| written(at, zone)),
            explanation: line.explanation.trim().to_owned(),
        }
    }

    /// The same in the middle of a sentence.
    pub(super) fn what_lower(&self) -> String {
        self.what.to_lowercase()
    }
}

pub(super) fn clock_in_words(clock: ClockKind) -> &'static str {
    match clock {
        ClockKind::Respond => "First answer",
        ClockKind::Update => "Progress report",
        ClockKind::Resolve => "Solution",
    }
}

/// A text from outside in one line, so that it can't pretend to be more than it is.
pub(super) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What an agent wrote, as it was laid out, without what no mail may carry: bare carriage returns and other control
/// characters (RFC 5322 section 2.3).
pub(super) struct Words(String);

impl Words {
    pub(super) fn new(text: &str) -> Self {
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        let is_written = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
        Self(lines.chars().filter(is_written).collect::<String>().trim().to_owned())
    }

    pub(super) fn whole(&self) -> &str {
        &self.0
    }

    /// Cut at empty lines; each keeps its line ends.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.0
            .split("\n\n")
            .map(|paragraph| paragraph.trim_matches('\n'))
            .filter(|paragraph| !paragraph.is_empty())
    }
}

/// One notice as its two templates, which are given the same.
macro_rules! letters {
    ($($(#[$doc:meta])* $name:ident $html:ident ($text_path:literal, $html_path:literal) { $($field:ident: $kind:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Template)]
        #[template(path = $text_path)]
        pub(super) struct $name<'a> {
            pub(super) letter: &'a Letter,
            $(pub(super) $field: $kind,)*
        }

        #[derive(Template)]
        #[template(path = $html_path)]
        struct $html<'a> {
            letter: &'a Letter,
            $($field: &'a $kind,)*
        }

        impl $name<'_> {
            /// Plain text and HTML.
            pub(super) fn both(&self) -> Result<(String, String), askama::Error> {
                let html = $html { letter: self.letter, $($field: &self.$field,)* };
                Ok((self.render()?, html.render()?))
            }
        }
    )+};
}

letters! {
    /// We have your report.
    Acknowledgement AcknowledgementHtml ("mail/acknowledgement.txt", "mail/acknowledgement.html") {
        severity: String,
        answer: Option<Promise>,
        others: Vec<Promise>,
        is_outside_agreement: bool,
    }
    /// What an agent wrote.
    Reply ReplyHtml ("mail/reply.txt", "mail/reply.html") {
        author: String,
        text: Words,
        next_update: Option<String>,
    }
    /// We broke a promise.
    Breach BreachHtml ("mail/breach.txt", "mail/breach.html") {
        severity: String,
        missed: Vec<Promise>,
        next: Option<Promise>,
    }
    /// It is done.
    Resolution ResolutionHtml ("mail/resolution.txt", "mail/resolution.html") {
        author: String,
        rate_link: Option<String>,
    }
    /// Some of your files were too large.
    FilesRefused FilesRefusedHtml ("mail/files_refused.txt", "mail/files_refused.html") {
        files: Vec<String>,
        limit: String,
    }
    /// To staff: hurry.
    Warning WarningHtml ("mail/warning.txt", "mail/warning.html") {
        severity: String,
        promise: Promise,
    }
    /// To the on-call person: come.
    Page PageHtml ("mail/page.txt", "mail/page.html") {
        severity: String,
        why: String,
        is_first_call: bool,
        promise: Option<Promise>,
        take_link: String,
    }
    /// To the assignee: the customer wrote.
    CustomerWrote CustomerWroteHtml ("mail/customer_wrote.txt", "mail/customer_wrote.html") {
        author: String,
        text: Words,
    }
    /// A link that is good once.
    AccountLink AccountLinkHtml ("mail/account_link.txt", "mail/account_link.html") {
        purpose: LinkPurpose,
        expires: String,
        from: Option<String>,
    }
    /// How the reader signs in has changed.
    AccountChanged AccountChangedHtml ("mail/account_changed.txt", "mail/account_changed.html") {
        change: AccountChange,
    }
    /// To those who run it: something needs a person.
    Alarm AlarmHtml ("mail/alarm.txt", "mail/alarm.html") {
        text: Words,
    }
}

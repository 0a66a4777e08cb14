//! Turns a notice into a mail that a person likes to read: a subject, plain text and HTML, with times in the reader's zone.
//!
//! One pair of templates a notice, in `templates/mail/`.

mod letter;
mod wrap;
mod written;

use self::letter::{Letter, Promise, Words, clock_in_words, one_line};
use self::wrap::wrap;
use self::written::{written, written_short};
use crate::domain::{AccountChange, LinkPurpose, Notice, NoticeBody, add_ticket_tag, without_reply_prefixes};
use crate::sla::ClockKind;

/// Lines of plain text are at most this long, which leaves room for being quoted (RFC 3676 section 4.2).
const LINE_LENGTH: usize = 76;

/// A notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The subject, with the ticket's tag; one line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as an HTML document.
    pub html: String,
}

/// Writes a notice. `public_url` is the address under which the pages are reached.
///
/// # Errors
/// Where a template fails, which none does that is compiled in.
pub fn render(notice: &Notice, public_url: &str) -> Result<Rendered, askama::Error> {
    let letter = Letter::new(notice, public_url);
    let (text, html) = bodies(notice, &letter, public_url)?;
    Ok(Rendered { subject: subject(notice), text: wrap(&text, LINE_LENGTH), html })
}

fn bodies(notice: &Notice, letter: &Letter, public_url: &str) -> Result<(String, String), askama::Error> {
    let promise = |line| Promise::new(line, notice);
    match &notice.body {
        NoticeBody::Acknowledgement { severity, promises, is_held_over: _, is_outside_agreement } => {
            let (answers, others): (Vec<_>, Vec<_>) =
                promises.iter().partition(|line| line.clock == ClockKind::Respond);
            letter::Acknowledgement {
                letter,
                severity: one_line(severity),
                answer: answers.first().map(|line| promise(line)),
                others: others.into_iter().filter(|line| line.due_at.is_some()).map(promise).collect(),
                is_outside_agreement: *is_outside_agreement,
            }
            .both()
        }
        NoticeBody::Reply { author, text, next_update } => letter::Reply {
            letter,
            author: one_line(author),
            text: Words::new(text),
            next_update: next_update.map(|at| written(at, notice.to.time_zone)),
        }
        .both(),
        NoticeBody::Breach { severity, missed, next } => letter::Breach {
            letter,
            severity: one_line(severity),
            missed: missed.iter().map(promise).collect(),
            next: next.as_ref().filter(|line| line.due_at.is_some()).map(promise),
        }
        .both(),
        NoticeBody::Resolution { author, rate_path } => letter::Resolution {
            letter,
            author: one_line(author),
            rate_link: rate_path.as_ref().map(|path| format!("{}{path}", public_url.trim_end_matches('/'))),
        }
        .both(),
        NoticeBody::Warning { promise: line, severity } => {
            letter::Warning { letter, severity: one_line(severity), promise: promise(line) }.both()
        }
        NoticeBody::Page { severity, why, step, promise: line, take_path } => letter::Page {
            letter,
            severity: one_line(severity),
            why: one_line(why),
            is_first_call: *step == 0,
            promise: line.as_ref().map(promise),
            take_link: format!("{}{take_path}", public_url.trim_end_matches('/')),
        }
        .both(),
        NoticeBody::CustomerWrote { author, text } => {
            letter::CustomerWrote { letter, author: one_line(author), text: Words::new(text) }.both()
        }
        NoticeBody::AccountLink { purpose, expires_at, from, .. } => letter::AccountLink {
            letter,
            purpose: *purpose,
            expires: written(*expires_at, notice.to.time_zone),
            from: from.as_deref().map(one_line),
        }
        .both(),
        NoticeBody::AccountChanged { change } => letter::AccountChanged { letter, change: *change }.both(),
        NoticeBody::FilesRefused { files, limit } => letter::FilesRefused {
            letter,
            files: files.iter().map(|file| one_line(file)).collect(),
            limit: limit.clone(),
        }
        .both(),
        NoticeBody::Alarm { text, .. } => letter::Alarm { letter, text: Words::new(text) }.both(),
    }
}

/// Answers carry the thread's subject, so that mail programs keep them together; what must be seen says so itself.
fn subject(notice: &Notice) -> String {
    let Some(ticket) = &notice.ticket else { return subject_about_no_ticket(&notice.body) };
    let about = one_line(without_reply_prefixes(&ticket.subject));
    let zone = notice.to.time_zone;
    let said = match &notice.body {
        NoticeBody::Acknowledgement { .. } if notice.in_reply_to.is_none() => {
            format!("We have your report: {about}")
        }
        NoticeBody::Acknowledgement { .. } | NoticeBody::Reply { .. } | NoticeBody::FilesRefused { .. } => {
            return format!("Re: {}", add_ticket_tag(ticket.number, &about));
        }
        NoticeBody::Breach { .. } => format!("We missed our promise: {about}"),
        NoticeBody::Resolution { .. } => format!("Resolved: {about}"),
        NoticeBody::Warning { promise, .. } => match promise.due_at {
            Some(due) => {
                format!("{} due {}: {about}", clock_in_words(promise.clock), written_short(due, zone))
            }
            None => format!("{} due soon: {about}", clock_in_words(promise.clock)),
        },
        NoticeBody::Page { severity, .. } => format!("On call, {}: {about}", one_line(severity)),
        NoticeBody::CustomerWrote { .. } => format!("Customer wrote: {about}"),
        NoticeBody::Alarm { title, .. } => one_line(title),
        NoticeBody::AccountLink { .. } | NoticeBody::AccountChanged { .. } => {
            return subject_about_no_ticket(&notice.body);
        }
    };
    add_ticket_tag(ticket.number, &said)
}

fn subject_about_no_ticket(body: &NoticeBody) -> String {
    match body {
        NoticeBody::AccountLink { purpose: LinkPurpose::PasswordReset, .. } => "A new password".to_owned(),
        NoticeBody::AccountLink { purpose: LinkPurpose::SignIn, .. } => "Your link to sign in".to_owned(),
        NoticeBody::AccountLink { purpose: LinkPurpose::Invitation, .. } => "Your account".to_owned(),
        NoticeBody::AccountChanged { change: AccountChange::Password } => {
            "Your password was changed".to_owned()
        }
        NoticeBody::AccountChanged { .. } => "How you sign in was changed".to_owned(),
        NoticeBody::Alarm { title, .. } => one_line(title),
        other => {
            let label = other.label();
            label.chars().take(1).flat_map(char::to_uppercase).chain(label.chars().skip(1)).collect()
        }
    }
}

#[cfg(test)]
mod tests;

//! Whether a template can be put into force: it is read, and written once for each shape that its notices come in.

use chrono_tz::Tz;
use minijinja::value::{Value, ValueKind};

use super::engine::{self, Fault};
use super::passage::{one_line, plain};
use super::samples::samples;
use super::{grammar, values};
use crate::domain::{NoticeKind, TemplateWords};
use crate::sla::Instant;

/// The longest template, in characters.
const LONGEST_TEXT: usize = 20_000;
const LONGEST_SUBJECT: usize = 500;

/// Which part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplatePart {
    /// The subject.
    Subject,
    /// The text.
    Text,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFault {
    /// Where.
    pub part: TemplatePart,
    /// What, with its line, in a sentence.
    pub message: String,
}

/// Whether the words of a template can be sent.
///
/// # Errors
/// Everything that is wrong: what can't be read, variables that there are not, what fails for some notice of its kind,
/// and what such a notice must say and this one doesn't.
pub fn check_template(kind: NoticeKind, words: &TemplateWords) -> Result<(), Vec<TemplateFault>> {
    let mut faults = part_faults(kind, TemplatePart::Subject, &words.subject, LONGEST_SUBJECT);
    faults.extend(part_faults(kind, TemplatePart::Text, &words.text, LONGEST_TEXT));
    if faults.is_empty() {
        faults.extend(shape_faults(kind, words));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn part_faults(kind: NoticeKind, part: TemplatePart, source: &str, longest: usize) -> Vec<TemplateFault> {
    let told = |message: String| vec![TemplateFault { part, message }];
    if source.trim().is_empty() {
        return told("Write something here.".to_owned());
    }
    if source.chars().count() > longest {
        return told(format!("Write at most {longest} characters."));
    }
    if source.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t')) {
        return told("There is a control character in it. Remove it.".to_owned());
    }
    if part == TemplatePart::Subject && source.contains('\n') {
        return told("A subject has one line.".to_owned());
    }
    let faults = grammar::faults(kind, &engine::without_tag_lines(source));
    faults.iter().map(|fault| TemplateFault { part, message: fault.in_words() }).collect()
}

/// The first fault of each part that shows with some notice.
fn shape_faults(kind: NoticeKind, words: &TemplateWords) -> Vec<TemplateFault> {
    let mut faults: Vec<TemplateFault> = Vec::new();
    for sample in samples(kind, Tz::UTC, Instant::UNIX_EPOCH) {
        let values = values::of_notice(&sample, "https://helpdesk.example");
        for (part, source) in [(TemplatePart::Subject, &words.subject), (TemplatePart::Text, &words.text)] {
            let found = match engine::run(kind, source, &values) {
                Ok(passages) => said_fault(kind, part, &plain(&passages), &values),
                Err(fault) => Some(fault),
            };
            if let Some(fault) = found.filter(|_| faults.iter().all(|fault| fault.part != part)) {
                faults.push(TemplateFault { part, message: fault.in_words() });
            }
        }
    }
    faults
}

/// What a mail must say and doesn't.
fn said_fault(kind: NoticeKind, part: TemplatePart, written: &str, values: &Value) -> Option<Fault> {
    let fault = |message| Some(Fault { line: 0, message });
    if one_line(written).is_empty() {
        return fault("Some mails would be empty: write something that is always there.".to_owned());
    }
    if part == TemplatePart::Subject {
        return None;
    }
    let is_unsaid = |path: &&str| found(values, path).iter().any(|value| !written.contains(value.as_str()));
    let path = must_say(kind).iter().copied().find(is_unsaid)?;
    fault(format!("“{path}” must be in the text whenever it is there: such a mail is of no use without it."))
}

/// What mails of a kind must say, wherever it is there to be said.
fn must_say(kind: NoticeKind) -> &'static [&'static str] {
    match kind {
        NoticeKind::Acknowledgement => &["answer.starts", "answer.due"],
        NoticeKind::Reply | NoticeKind::CustomerWrote | NoticeKind::ColleagueWrote => &["text"],
        NoticeKind::Breach => &["missed.what", "missed.due"],
        NoticeKind::FilesRefused => &["files"],
        NoticeKind::AccountLink => &["link"],
        NoticeKind::Warning => &["promise.due", "ticket.number"],
        NoticeKind::Page => &["take_link"],
        NoticeKind::Alarm => &["text"],
        NoticeKind::NewTicket => &["ticket.number"],
        NoticeKind::Resolution | NoticeKind::AccountChanged => &[],
    }
}

/// The values at a path: one, none, or those of each line of a list.
fn found(values: &Value, path: &str) -> Vec<String> {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = values.get_attr(name).unwrap_or_default();
    let each: Vec<Value> = match value.kind() {
        ValueKind::Seq => value.try_iter().map(Iterator::collect).unwrap_or_default(),
        _ => vec![value],
    };
    let there = each.into_iter().filter(|one| !one.is_none() && !one.is_undefined());
    match rest {
        "" => there.map(|one| one.to_string()).collect(),
        rest => there.flat_map(|one| found(&one, rest)).collect(),
    }
}

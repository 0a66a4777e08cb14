//! The report form: three plain questions, and what each answer promises at this hour.

use askama::Template;
use chrono_tz::Tz;

use crate::domain::{Answers, PromiseLine};
use crate::service::{SeverityPreview, TicketPreview};
use crate::sla::{Affected, Impact, Instant, Workaround};
use crate::web::error::FieldFault;
use crate::web::view::{Moment, SeverityMark, Shell, labels};

/// One answer to choose.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is sent.
    pub value: &'static str,
    /// The answer.
    pub label: &'static str,
    /// What it means.
    pub hint: &'static str,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Question {
    /// The field's name.
    pub name: &'static str,
    /// The question.
    pub text: &'static str,
    /// The answers.
    pub choices: Vec<Choice>,
}

/// What a severity promises if the report is sent now.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The severity.
    pub severity: SeverityMark,
    /// The contract's description.
    pub description: String,
    /// `Answer by Mon 10:00`.
    pub answer: String,
    /// The due instant of the answer.
    pub due: Option<Moment>,
    /// What else is promised, and when the clock starts if not at once.
    pub more: Vec<String>,
    /// Whether the answers give this severity.
    pub is_chosen: bool,
}

/// What a person has typed so far.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The subject.
    pub subject: String,
    /// The description.
    pub text: String,
    /// The answers.
    pub answers: Answers,
}

/// The page.
#[derive(Template)]
#[template(path = "portal/report.html")]
pub struct ReportPage {
    /// What is around it.
    pub shell: Shell,
    /// What was typed.
    pub draft: Draft,
    /// The questions.
    pub questions: Vec<Question>,
    /// What each severity promises.
    pub offers: OffersFragment,
    /// What is wrong with what was typed.
    pub faults: Vec<FieldFault>,
    /// How many files and bytes are taken, in words.
    pub file_hint: String,
}

/// The offers alone, to be put into the page as answers change.
#[derive(Template)]
#[template(path = "portal/offers.html")]
pub struct OffersFragment {
    /// The agreement's name.
    pub contract: String,
    /// What each severity promises, most severe first.
    pub offers: Vec<Offer>,
    /// Why the chosen one is chosen.
    pub reason: Option<String>,
    /// In which zone times are written.
    pub zone: String,
}

impl ReportPage {
    /// What is wrong with a field.
    #[must_use]
    pub fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }
}

/// The three questions with the answers given so far.
#[must_use]
pub fn questions(answers: &Answers) -> Vec<Question> {
    vec![
        Question { name: "affected", text: "Who is affected?", choices: affected(answers.affected) },
        Question { name: "impact", text: "What doesn’t work?", choices: impact(answers.impact) },
        Question {
            name: "workaround",
            text: "Is there a way round?",
            choices: workaround(answers.workaround),
        },
    ]
}

fn affected(given: Option<Affected>) -> Vec<Choice> {
    let words = |answer| match answer {
        Affected::Everyone => ("Everyone", "All of our users"),
        Affected::Several => ("Some of us", "A team, a site, a group of users"),
        Affected::One => ("One person", "Only one user, as far as we know"),
        Affected::Nobody => ("Nobody", "A question or a wish"),
    };
    choices(Affected::ALL, given, Affected::as_str, words)
}

fn impact(given: Option<Impact>) -> Vec<Choice> {
    let words = |answer| match answer {
        Impact::Unusable => ("Nothing works", "The system, or a core part of it, can’t be used"),
        Impact::Major => ("Something important", "A major feature is missing or impaired"),
        Impact::Minor => ("Something small", "A feature misbehaves, but our main work goes on"),
        Impact::Cosmetic => ("Only the looks", "Wording, layout, colours"),
        Impact::Question => ("It works", "I have a question or a wish"),
    };
    choices(Impact::ALL, given, Impact::as_str, words)
}

fn workaround(given: Option<Workaround>) -> Vec<Choice> {
    let words = |answer| match answer {
        Workaround::None => ("No", "We know of none"),
        Workaround::Awkward => ("Yes, with effort", "We can go on, but it costs time"),
        Workaround::Easy => ("Yes, easily", "It hardly hurts"),
    };
    choices(Workaround::ALL, given, Workaround::as_str, words)
}

fn choices<A: Copy + PartialEq>(
    all: &[A],
    given: Option<A>,
    value: impl Fn(A) -> &'static str,
    words: impl Fn(A) -> (&'static str, &'static str),
) -> Vec<Choice> {
    let choice = |answer: &A| {
        let (label, hint) = words(*answer);
        Choice { value: value(*answer), label, hint, is_chosen: given == Some(*answer) }
    };
    all.iter().map(choice).collect()
}

/// Words what a report sent now would be promised. `has_answers` says whether one of the offers is chosen already.
#[must_use]
pub fn offers(preview: &TicketPreview, has_answers: bool, now: Instant, zone: Tz) -> OffersFragment {
    let offer = |(rank, severity): (usize, &SeverityPreview)| Offer {
        severity: SeverityMark {
            code: severity.code.as_str().to_owned(),
            name: severity.label.clone(),
            rank,
        },
        description: severity.description.clone(),
        answer: answer(severity, now, zone),
        due: severity.respond.as_ref().and_then(|line| line.due_at).map(|due| Moment::new(due, now, zone)),
        more: more(severity, now, zone),
        is_chosen: has_answers && severity.code == preview.severity,
    };
    let chosen = preview.severities.iter().find(|severity| severity.code == preview.severity);
    OffersFragment {
        contract: preview.contract.clone(),
        offers: preview.severities.iter().enumerate().map(offer).collect(),
        reason: chosen
            .filter(|_| has_answers)
            .map(|severity| format!("What you say makes this “{}”", severity.label)),
        zone: crate::web::view::zone_name(zone),
    }
}

fn answer(severity: &SeverityPreview, now: Instant, zone: Tz) -> String {
    match severity.respond.as_ref().and_then(|line| line.due_at) {
        Some(due) => format!("Answer by {}", Moment::new(due, now, zone).spoken),
        None if severity.is_covered => "We answer as soon as we can".to_owned(),
        None => "Not covered by your agreement".to_owned(),
    }
}

fn more(severity: &SeverityPreview, now: Instant, zone: Tz) -> Vec<String> {
    let moment = |at: Instant| Moment::new(at, now, zone).spoken;
    let starts = severity.respond.as_ref().and_then(|line| line.starts_at);
    let resolve = severity.resolve.as_ref().and_then(|line: &PromiseLine| line.due_at);
    [
        starts.map(|starts| format!("The clock starts {}", moment(starts))),
        severity
            .update
            .as_deref()
            .map(|every| format!("Then an update every {}", labels::period_in_words(every))),
        resolve.map(|due| format!("Solved by {}", moment(due))),
        (!severity.is_covered).then(|| "We can still help, and may charge for it".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

//! Rendered text, which remembers which parts of it are links, instants and the words of others.

use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value};

/// What a value is, beyond its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing more than that.
    Plain,
    /// What the reader looks for: an instant.
    Strong,
    /// An address of ours.
    Link,
    /// The address of what the reader is to do now.
    Action,
    /// What somebody wrote, as it was laid out.
    Quote,
}

/// A part of a rendered text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    pub(super) role: Role,
    pub(super) text: String,
}

/// The control characters that stand around a value in the engine's output. No value and no template holds any.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

/// A value with a role, as the engine is given it.
#[derive(Debug)]
pub(super) struct Marked {
    role: Role,
    text: String,
}

impl Marked {
    pub(super) fn value(role: Role, text: String) -> Value {
        Value::from_object(Self { role, text })
    }

    /// How it stands in the engine's output.
    pub(super) fn in_output(&self) -> String {
        let sign = match self.role {
            Role::Plain => 'p',
            Role::Strong => 's',
            Role::Link => 'l',
            Role::Action => 'a',
            Role::Quote => 'q',
        };
        format!("{OPEN}{sign}{}{CLOSE}", self.text)
    }
}

impl Object for Marked {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// Reads the engine's output. Blank lines that were left by what was not written are closed up to one.
pub(super) fn passages(output: &str) -> Vec<Passage> {
    let mut found = Vec::new();
    let mut rest = output.trim();
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (marked, behind) = after.split_once(CLOSE).unwrap_or((after, ""));
        push(&mut found, Role::Plain, closed_up(before));
        let mut letters = marked.chars();
        let role = match letters.next() {
            Some('s') => Role::Strong,
            Some('l') => Role::Link,
            Some('a') => Role::Action,
            Some('q') => Role::Quote,
            _ => Role::Plain,
        };
        push(&mut found, role, letters.as_str().to_owned());
        rest = behind;
    }
    push(&mut found, Role::Plain, closed_up(rest));
    found
}

/// As plain text.
pub(super) fn plain(passages: &[Passage]) -> String {
    passages.iter().map(|passage| passage.text.as_str()).collect()
}

fn push(found: &mut Vec<Passage>, role: Role, text: String) {
    if !text.is_empty() {
        found.push(Passage { role, text });
    }
}

/// Lines without trailing blanks, and never two empty ones in a row; what begins a signature keeps the blank that makes
/// it one (RFC 3676 section 4.3).
fn closed_up(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let count = text.split('\n').count();
    for (index, line) in text.split('\n').enumerate() {
        let is_whole = index > 0 && index + 1 < count;
        let line = if index + 1 < count { line.trim_end() } else { line };
        let line = if is_whole && line == "--" { "-- " } else { line };
        let is_repeated =
            is_whole && line.is_empty() && index > 1 && kept.last().is_some_and(|last| last.is_empty());
        if !is_repeated {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// A text from outside in one line, so that it can't pretend to be more than it is.
pub(super) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What somebody wrote, as it was laid out, without what no mail may carry: bare carriage returns and other control
/// characters (RFC 5322 section 2.3).
pub(super) fn as_laid_out(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_written = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
    lines.chars().filter(is_written).collect::<String>().trim().to_owned()
}

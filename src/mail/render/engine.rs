//! Runs a template within bounds, whoever wrote it.

use std::io;
use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use super::grammar;
use super::passage::{Marked, Passage, as_laid_out, passages};
use crate::domain::NoticeKind;

/// Steps that a template may take: a loop over hundreds of lines fits, loops within loops over them don't.
const FUEL: u64 = 50_000;

/// Bytes that a template may make, the words of a long message among them.
const LARGEST_OUTPUT: usize = 16 * 1024 * 1024;

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// On which line, from 1; 0 where that is not known.
    pub(super) line: usize,
    /// What, in a sentence.
    pub(super) message: String,
}

impl Fault {
    /// With its line.
    pub(super) fn in_words(&self) -> String {
        if self.line == 0 { self.message.clone() } else { format!("Line {}: {}", self.line, self.message) }
    }
}

/// The syntax that templates are written in: Jinja's.
pub(super) fn syntax() -> SyntaxConfig {
    SyntaxConfig::default()
}

static ENGINE: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(FUEL));
    engine.set_formatter(write_value);
    engine.add_filter("lower", |value: &Value| value.to_string().to_lowercase());
    engine.add_filter("upper", |value: &Value| value.to_string().to_uppercase());
    engine
});

/// Renders a template with these values.
///
/// # Errors
/// What is wrong with it, on which line.
pub(super) fn run(kind: NoticeKind, source: &str, values: &Value) -> Result<Vec<Passage>, Fault> {
    let source = without_tag_lines(&as_laid_out(source));
    if let Some(fault) = grammar::faults(kind, &source).into_iter().next() {
        return Err(fault);
    }
    let template = ENGINE.template_from_str(&source).map_err(|error| fault(&error))?;
    let mut output = Bounded::default();
    template.render_captured_to(values.clone(), &mut output).map_err(|error| fault(&error))?;
    Ok(passages(&String::from_utf8_lossy(&output.0)))
}

/// The fault that the engine found.
pub(super) fn fault(error: &Error) -> Fault {
    let message = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => {
            "This does more than a mail may: there is a loop within a loop.".to_owned()
        }
        (ErrorKind::SyntaxError, Some(detail)) => format!("This can’t be read: {detail}."),
        (_, Some(detail)) => detail.to_owned(),
        (kind, None) => kind.to_string(),
    };
    Fault { line: error.line().unwrap_or(0), message }
}

/// A line of nothing but `{% … %}` leaves no empty line behind: its end is taken into the tag, which keeps the numbers
/// of the lines after it.
pub(super) fn without_tag_lines(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        let tags = line.trim();
        match (is_only_tags(tags), line.ends_with('\n'), tags.strip_suffix("%}")) {
            (true, true, Some(open)) => {
                kept.push_str(open);
                kept.push_str("\n%}");
            }
            _ => kept.push_str(line),
        }
    }
    kept
}

fn is_only_tags(line: &str) -> bool {
    let mut rest = line;
    while let Some(tag) = rest.strip_prefix("{%") {
        let Some((_, behind)) = tag.split_once("%}") else { return false };
        rest = behind.trim_start();
    }
    rest.is_empty() && !line.is_empty()
}

/// Writes a value with its role; what is not there has to be asked for before.
fn write_value(output: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_none() || value.is_undefined() {
        let told = "What is written here is not always there. Put {% if … %} around it.";
        return Err(Error::new(ErrorKind::InvalidOperation, told));
    }
    let text = match value.downcast_object_ref::<Marked>() {
        Some(marked) => marked.in_output(),
        None => value.to_string(),
    };
    output.write_str(&text).map_err(Error::from)
}

/// Takes so many bytes and no more.
#[derive(Default)]
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST_OUTPUT {
            return Err(io::Error::other("the mail would be too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! Turns a notice into a mail that a person likes to read: a subject, plain text and HTML, with times in the reader's
//! zone.
//!
//! Each kind of notice has one template, of plain text: the installation's or the customer's own where they wrote one,
//! else that in `templates/mail/`. The HTML is made from the rendered text, inside one layout for all, so that nobody
//! writes HTML and nothing can be slipped into it.

mod bounds;
mod built_in;
mod check;
mod engine;
mod grammar;
mod layout;
mod passage;
mod preview;
mod samples;
mod values;
mod variables;
mod wrap;
mod written;

use askama::Template as _;

pub use self::built_in::built_in_words;
pub use self::check::{TemplateFault, TemplatePart, check_template};
use self::layout::HtmlMail;
use self::passage::{Passage, one_line, plain};
pub use self::preview::preview;
pub use self::variables::{VariableLine, variable_lines};
use self::wrap::wrap;
use crate::domain::{Notice, NoticeKind, TemplateWords, add_ticket_tag};

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
    /// Why our own template was used where there is another, in words.
    pub fallen_back: Option<String>,
}

/// Why a template can't be made into a mail.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The words of the notice.
    #[error("{0}")]
    Words(String),
    /// The layout around them.
    #[error(transparent)]
    Layout(#[from] askama::Error),
}

/// Writes a notice. `own` are the words of the installation or of the reader's customer, where there are any: what they
/// fail at, the built-in ones write, so that no mail is lost by them. `public_url` is the address under which the pages
/// are reached.
///
/// # Errors
/// [`RenderError`] where the built-in words fail, which they do not.
pub fn render(
    notice: &Notice,
    own: Option<&TemplateWords>,
    public_url: &str,
) -> Result<Rendered, RenderError> {
    let fallen_back = match own.map(|words| write(notice, words, public_url)) {
        Some(Ok(rendered)) => return Ok(rendered),
        Some(Err(error)) => Some(error.to_string()),
        None => None,
    };
    let rendered = write(notice, &built_in_words(notice.body.kind()), public_url)?;
    Ok(Rendered { fallen_back, ..rendered })
}

fn write(notice: &Notice, words: &TemplateWords, public_url: &str) -> Result<Rendered, RenderError> {
    let values = values::of_notice(notice, public_url);
    let kind = notice.body.kind();
    let subject = plain(&run(kind, &words.subject, &values)?);
    let passages = run(kind, &words.text, &values)?;
    let subject = tagged(notice, &one_line(&subject));
    let text = wrap(&plain(&passages), LINE_LENGTH);
    let html = HtmlMail::new(&subject, &passages).render()?;
    Ok(Rendered { subject, text, html, fallen_back: None })
}

fn run(kind: NoticeKind, source: &str, values: &minijinja::Value) -> Result<Vec<Passage>, RenderError> {
    engine::run(kind, source, values).map_err(|fault| RenderError::Words(fault.in_words()))
}

/// The ticket's tag keeps a thread together; an answer wears it behind its `Re:`, as answers of mail programs do.
fn tagged(notice: &Notice, subject: &str) -> String {
    let Some(ticket) = &notice.ticket else { return subject.to_owned() };
    match subject.strip_prefix("Re: ") {
        Some(about) => format!("Re: {}", add_ticket_tag(ticket.number, about)),
        None => add_ticket_tag(ticket.number, subject),
    }
}

#[cfg(test)]
mod template_tests;
#[cfg(test)]
mod tests;

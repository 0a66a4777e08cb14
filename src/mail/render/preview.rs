//! A template as those who get its mails would see them, before anybody does.

use askama::Template as _;
use chrono_tz::Tz;

use super::check::{TemplatePart, check_template};
use super::layout::HtmlPreview;
use super::samples::samples;
use super::{RenderError, engine, values, write};
use crate::domain::{NoticeKind, TemplateWords};
use crate::sla::Instant;

/// A document that shows mails of a template: the fullest as HTML, and each shape as plain text. Or what is wrong with
/// the template, where it can't be sent. Instants are written in `zone`, and lie around `now`.
///
/// # Errors
/// [`RenderError`] where our own layout fails, which it does not.
pub fn preview(
    kind: NoticeKind,
    words: &TemplateWords,
    zone: Tz,
    now: Instant,
    public_url: &str,
) -> Result<String, RenderError> {
    if let Err(faults) = check_template(kind, words) {
        let in_words = |fault: super::TemplateFault| match fault.part {
            TemplatePart::Subject => format!("Subject: {}", fault.message),
            TemplatePart::Text => format!("Text: {}", fault.message),
        };
        let faults: Vec<String> = faults.into_iter().map(in_words).collect();
        return Ok(HtmlPreview::new("This can’t be sent yet", &[], &faults, &[]).render()?);
    }
    let samples = samples(kind, zone, now);
    let mut texts = Vec::with_capacity(samples.len());
    for sample in &samples {
        let mail = write(sample, words, public_url)?;
        texts.push((mail.subject, mail.text));
    }
    let fullest = samples.first().map(|sample| values::of_notice(sample, public_url)).unwrap_or_default();
    let passages =
        engine::run(kind, &words.text, &fullest).map_err(|fault| RenderError::Words(fault.in_words()))?;
    let subject = texts.first().map(|(subject, _)| subject.as_str()).unwrap_or_default();
    Ok(HtmlPreview::new(subject, &passages, &[], &texts).render()?)
}

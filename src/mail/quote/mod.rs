//! Tells what a reply says anew from the history that it drags along and the signature under it: to be folded away,
//! never deleted. Each line is looked at a bounded number of times.

mod marks;

use self::marks::{attribution_length, is_forward_mark, is_header_block, is_quoted, is_signature_mark};

/// A stretch of a mail's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// What it is.
    pub kind: StretchKind,
    /// Its lines as they are.
    pub text: &'a str,
}

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StretchKind {
    /// Written by the sender for this mail.
    New,
    /// Quoted history, with the line that says whose it is.
    Quoted,
    /// A signature.
    Signature,
}

/// Cuts the text of a mail into stretches. Joined, they are the text again.
///
/// A mail in which nothing is new is a forwarded one: all of it counts as new then.
#[must_use]
pub fn fold_quotes(text: &str) -> Vec<Stretch<'_>> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut folder = Folder { text, stretches: Vec::new(), begin: 0, end: 0, kind: StretchKind::New };
    let mut rest = lines.as_slice();
    while let Some((line, _)) = rest.split_first() {
        let (kind, count) = folder.judge(line, rest);
        let (now, later) = rest.split_at(count.clamp(1, rest.len()));
        folder.add(kind, now.iter().map(|line| line.len()).sum());
        rest = later;
    }
    let stretches = folder.finish();
    let has_news =
        stretches.iter().any(|stretch| stretch.kind == StretchKind::New && !stretch.text.trim().is_empty());
    if has_news { stretches } else { vec![Stretch { kind: StretchKind::New, text }] }
}

/// What a reply says anew: the text without its signature and the history under it. What it quotes between its own
/// words stays, because they answer it.
#[must_use]
pub fn without_history(text: &str) -> String {
    let mut stretches = fold_quotes(text);
    stretches.retain(|stretch| stretch.kind != StretchKind::Signature);
    let is_new = |stretch: &Stretch<'_>| stretch.kind == StretchKind::New && !stretch.text.trim().is_empty();
    let kept = stretches.iter().rposition(is_new).map_or(0, |last| last + 1);
    stretches.iter().take(kept).map(|stretch| stretch.text).collect::<String>().trim().to_owned()
}

struct Folder<'a> {
    text: &'a str,
    stretches: Vec<Stretch<'a>>,
    begin: usize,
    end: usize,
    kind: StretchKind,
}

impl<'a> Folder<'a> {
    /// What the next line is, and how many lines are that for certain. `rest` begins with the line.
    fn judge(&self, line: &str, rest: &[&str]) -> (StretchKind, usize) {
        if is_quoted(line) {
            return (StretchKind::Quoted, 1);
        }
        if is_forward_mark(line) || is_header_block(rest) {
            return (StretchKind::Quoted, rest.len());
        }
        if let Some(length) = attribution_length(rest) {
            let after = rest.get(length..).unwrap_or_default();
            let is_marked =
                after.iter().find(|line| !line.trim().is_empty()).is_none_or(|line| is_quoted(line));
            return (StretchKind::Quoted, if is_marked { length } else { rest.len() });
        }
        if is_signature_mark(line) {
            return (StretchKind::Signature, 1);
        }
        match self.kind {
            StretchKind::Quoted if line.trim().is_empty() => (StretchKind::Quoted, 1),
            StretchKind::Signature => (StretchKind::Signature, 1),
            StretchKind::Quoted | StretchKind::New => (StretchKind::New, 1),
        }
    }

    fn add(&mut self, kind: StretchKind, length: usize) {
        if kind != self.kind {
            self.cut();
            self.kind = kind;
        }
        self.end += length;
    }

    fn cut(&mut self) {
        if let Some(text) = self.text.get(self.begin..self.end).filter(|text| !text.is_empty()) {
            self.stretches.push(Stretch { kind: self.kind, text });
        }
        self.begin = self.end;
    }

    fn finish(mut self) -> Vec<Stretch<'a>> {
        self.cut();
        self.stretches
    }
}

#[cfg(test)]
mod tests;

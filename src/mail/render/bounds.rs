//! How much may stand in a template before anybody reads it. Reading goes deeper with every operator of an expression
//! and every `{% elif %}`, and a stack that is used up ends the whole process.

use minijinja::machinery::{Span, Token, tokenize};

use super::engine::{Fault, syntax};

/// Words and signs within one `{{ … }}` or `{% … %}`.
const LONGEST_TAG: usize = 100;

/// How many `{% … %}` there may be.
const MOST_TAGS: usize = 200;

/// The first thing that is too much.
pub(super) fn fault(source: &str) -> Option<Fault> {
    let (mut tags, mut length) = (0, 0);
    for read in tokenize(source, false, syntax()) {
        // What can't be read is told by who reads it.
        let Ok((token, span)) = read else { return None };
        match token {
            Token::TemplateData(_) => continue,
            Token::VariableStart => length = 0,
            Token::BlockStart => (tags, length) = (tags + 1, 0),
            _ => length += 1,
        }
        if length > LONGEST_TAG {
            return Some(told(span, "This is too long to be read: make several of it."));
        }
        if tags > MOST_TAGS {
            return Some(told(span, "There are too many {% … %} in this text."));
        }
    }
    None
}

fn told(span: Span, message: &str) -> Fault {
    Fault { line: span.start_line.into(), message: message.to_owned() }
}

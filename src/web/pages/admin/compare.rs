//! Two versions of an agreement side by side: what was taken out, what was put in.

use askama::Template;
use similar::{ChangeTag, TextDiff};

use crate::web::pages::manager::Choice;
use crate::web::view::Shell;

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It stayed.
    Kept,
    /// It was taken out.
    Removed,
    /// It was put in.
    Added,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedLine {
    /// What became of it.
    pub became: Became,
    /// What it says.
    pub text: String,
}

impl ComparedLine {
    /// Its class in the stylesheet.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self.became {
            Became::Kept => "kept",
            Became::Removed => "removed",
            Became::Added => "added",
        }
    }

    /// The sign before it.
    #[must_use]
    pub fn sign(&self) -> &'static str {
        match self.became {
            Became::Kept => " ",
            Became::Removed => "−",
            Became::Added => "+",
        }
    }
}

/// The lines of both, in order: those that changed with a few around them. A gap is a line of kept dots.
#[must_use]
pub fn compare(from: &str, to: &str) -> Vec<ComparedLine> {
    let diff = TextDiff::from_lines(from, to);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(3) {
        if !lines.is_empty() {
            lines.push(ComparedLine { became: Became::Kept, text: "⋯".to_owned() });
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let became = match change.tag() {
                ChangeTag::Equal => Became::Kept,
                ChangeTag::Delete => Became::Removed,
                ChangeTag::Insert => Became::Added,
            };
            let text = change.value().trim_end_matches(['\r', '\n']).to_owned();
            lines.push(ComparedLine { became, text });
        }
    }
    lines
}

/// The page.
#[derive(Template)]
#[template(path = "admin/compare.html")]
pub struct ComparePage {
    /// What is around it.
    pub shell: Shell,
    /// The agreement's key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The versions to compare from.
    pub from: Vec<Choice>,
    /// The versions to compare with.
    pub to: Vec<Choice>,
    /// What differs; empty where nothing does.
    pub lines: Vec<ComparedLine>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_told_with_what_stands_around_it() {
        let from = "a\nb\nrespond = \"1h\"\nc\nd\ne\nf\ng\nh\n";
        let lines = compare(from, &from.replace("1h", "2h"));
        let told: Vec<String> = lines.iter().map(|line| format!("{}{}", line.sign(), line.text)).collect();
        assert_eq!(told, [" a", " b", "−respond = \"1h\"", "+respond = \"2h\"", " c", " d", " e"]);
        assert!(compare(from, from).is_empty());
    }
}

//! A quick look at HTML before a tree is made of it: some few kilobytes can cost minutes otherwise.
//!
//! Parsers of HTML take quadratic time for deep nesting, for many attributes on one element, for many ampersands in one
//! run of text, and for elements that stand in a table but outside of its cells and so are moved out of it one by one.

use std::collections::HashMap;

const MAX_NESTING: usize = 200;
const MAX_ATTRIBUTES: usize = 20_000;
const MAX_AMPERSANDS: usize = 5_000;
const MAX_MOVED_OUT: usize = 2_000;

/// Whether HTML is too costly to lay out; judged by its tags alone, in one pass.
pub(super) fn is_costly(html: &str) -> bool {
    let mut look = Look::default();
    html.split('<')
        .enumerate()
        .any(|(index, piece)| is_costly_piece(piece) || (index > 0 && look.takes_tag(piece)))
}

/// The text of HTML with everything between angle brackets left out; for HTML that is not worth a tree.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for (index, piece) in html.split('<').enumerate() {
        let after_tag = if index == 0 { piece } else { piece.split_once('>').map_or("", |(_, after)| after) };
        text.push_str(after_tag);
    }
    text
}

/// A tag with the text after it, up to the next tag.
fn is_costly_piece(piece: &str) -> bool {
    let count =
        |wanted: &[u8]| piece.bytes().filter(|byte| wanted.contains(byte)).take(MAX_ATTRIBUTES + 1).count();
    count(b"&") > MAX_AMPERSANDS || count(b" \t\r\n\x0c/\"'=") > MAX_ATTRIBUTES
}

/// What was seen so far.
#[derive(Default)]
struct Look {
    open: HashMap<String, usize>,
    depth: usize,
    is_between_cells: bool,
    moved_out: usize,
}

impl Look {
    /// Takes the next tag; true if the whole is too costly by now.
    ///
    /// A closing tag takes away only what its own name has opened, so that mixing names hides nothing.
    fn takes_tag(&mut self, tag: &str) -> bool {
        let (is_closing, rest) = tag.strip_prefix('/').map_or((false, tag), |rest| (true, rest));
        let name: String = rest.chars().take(20).take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        self.look_at_table(&name, is_closing);
        if !name.is_empty() && !ends_by_itself(&name) {
            self.count(name, is_closing);
        }
        self.depth > MAX_NESTING || self.moved_out > MAX_MOVED_OUT
    }

    fn count(&mut self, name: String, is_closing: bool) {
        let count = self.open.entry(name).or_default();
        if !is_closing {
            *count += 1;
            self.depth += 1;
        } else if *count > 0 {
            *count -= 1;
            self.depth -= 1;
        }
    }

    fn look_at_table(&mut self, name: &str, is_closing: bool) {
        match (name, is_closing) {
            ("table" | "tr" | "tbody" | "thead" | "tfoot" | "colgroup", false) => {
                self.is_between_cells = true
            }
            ("td" | "th" | "caption", _) => self.is_between_cells = is_closing,
            ("table", true) => self.is_between_cells = false,
            ("tr" | "tbody" | "thead" | "tfoot" | "colgroup" | "col", _) => {}
            _ if self.is_between_cells => self.moved_out += 1,
            _ => {}
        }
    }
}

fn ends_by_itself(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "dd"
            | "dt"
            | "hr"
            | "img"
            | "input"
            | "li"
            | "link"
            | "meta"
            | "option"
            | "p"
            | "td"
            | "th"
            | "tr"
            | "wbr"
    )
}

#[cfg(test)]
mod tests {
    use super::is_costly;

    #[test]
    fn newsletters_are_laid_out_and_traps_are_not() {
        let row = "<tr><td>&nbsp;one</td><td><p>two<br><b>three</b></td></tr>\n";
        for (html, costly) in [
            (format!("<table>{}</table>", row.repeat(2_000)), false),
            ("<table><tr><td>".repeat(40), false),
            ("<li>one<p>two".repeat(5_000), false),
            ("word &amp; word ".repeat(1_000), false),
            ("<div>".repeat(300), true),
            ("<b></i>".repeat(300), true),
            ("&amp;".repeat(10_000), true),
            (format!("<a {}>", "a=b ".repeat(20_000)), true),
            (format!("<table>{}", "<br>".repeat(5_000)), true),
        ] {
            assert_eq!(is_costly(&html), costly, "{}", &html[..60]);
        }
    }
}

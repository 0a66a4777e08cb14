//! Text in format=flowed (RFC 3676): lines that end in a space go on in the next one.

/// Joins flowed lines of text with `\n` line ends; `delete_space` is the parameter `delsp=yes`.
pub(super) fn unflow(text: &str, delete_space: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut open_depth: Option<usize> = None;
    for line in text.split('\n') {
        let (depth, content) = quote_depth(line);
        let content = content.strip_prefix(' ').unwrap_or(content);
        if open_depth != Some(depth) {
            end_line(&mut joined);
            push_quote_marks(&mut joined, depth);
        }
        let is_flowed = content.ends_with(' ') && content != "-- ";
        let kept =
            if is_flowed && delete_space { content.strip_suffix(' ').unwrap_or(content) } else { content };
        joined.push_str(kept);
        open_depth = is_flowed.then_some(depth);
        if !is_flowed {
            joined.push('\n');
        }
    }
    if joined.ends_with('\n') {
        joined.pop();
    }
    joined
}

fn quote_depth(line: &str) -> (usize, &str) {
    let content = line.trim_start_matches('>');
    (line.len() - content.len(), content)
}

fn end_line(joined: &mut String) {
    if !joined.is_empty() && !joined.ends_with('\n') {
        joined.push('\n');
    }
}

fn push_quote_marks(joined: &mut String, depth: usize) {
    if depth > 0 {
        joined.extend(std::iter::repeat_n('>', depth));
        joined.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::unflow;

    #[test]
    fn flowed_lines_become_paragraphs_and_quotes_keep_their_depth() {
        for (flowed, text) in [
            ("one \ntwo\nthree", "one two\nthree"),
            ("> a \n> b\nc", "> a b\nc"),
            ("> a \nb", "> a \nb"),
            (">> a \n>> b\n> c", ">> a b\n> c"),
            (" stuffed", "stuffed"),
            ("-- \nAnn", "-- \nAnn"),
            ("", ""),
            ("a\n\nb", "a\n\nb"),
        ] {
            assert_eq!(unflow(flowed, false), text, "{flowed:?}");
        }
        assert_eq!(unflow("lan \nguage", true), "language");
    }
}

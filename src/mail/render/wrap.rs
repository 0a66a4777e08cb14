//! Plain text that reads well by itself: lines of bearable length.

/// Breaks lines longer than `width` characters at spaces. Lines that are indented or quoted are left alone, since
/// somebody laid them out, and so are words that are too long by themselves, since addresses must stay whole.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / 40);
    for line in text.trim_end().lines() {
        if line.starts_with([' ', '\t', '>']) || line.chars().count() <= width {
            wrapped.push_str(line.trim_end());
            // The mark of a signature ends in a space (RFC 3676 section 4.3).
            if line == "-- " {
                wrapped.push(' ');
            }
        } else {
            wrap_line(line, width, &mut wrapped);
        }
        wrapped.push('\n');
    }
    wrapped
}

fn wrap_line(line: &str, width: usize, wrapped: &mut String) {
    let hanging = if line.starts_with("- ") { "  " } else { "" };
    let mut length = 0;
    for (index, word) in line.split(' ').filter(|word| !word.is_empty()).enumerate() {
        let word_length = word.chars().count();
        if index > 0 && length + 1 + word_length > width {
            wrapped.push('\n');
            wrapped.push_str(hanging);
            length = hanging.len();
        } else if index > 0 {
            wrapped.push(' ');
            length += 1;
        }
        wrapped.push_str(word);
        length += word_length;
    }
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn long_lines_break_at_spaces_and_nothing_else_changes() {
        for (text, wrapped) in [
            ("one two three", "one two\nthree\n"),
            ("- one two three", "- one\n  two\n  three\n"),
            ("http://example.com/long", "http://example.com/long\n"),
            ("    code stays as it is", "    code stays as it is\n"),
            ("> quotes stay as they are", "> quotes stay as they are\n"),
            ("a\n\nb  \n\n\n", "a\n\nb\n"),
            ("-- \nAnn", "-- \nAnn\n"),
        ] {
            assert_eq!(wrap(text, 8), wrapped, "{text:?}");
        }
    }
}

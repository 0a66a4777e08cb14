//! Makes text from outside fit to be stored and shown: no NULs, no terminal tricks, one kind of line end.

/// A text of several lines: line ends become `\n`, control characters but tabs go.
pub(super) fn clean_text(raw: &str) -> String {
    let unified = raw.replace("\r\n", "\n").replace('\r', "\n");
    unified.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}

/// A text of one line, at most `limit` characters: runs of white space and control characters become one space.
pub(super) fn clean_line(raw: &str, limit: usize) -> String {
    let mut line = String::new();
    for (count, c) in raw.chars().enumerate() {
        if count >= limit {
            break;
        }
        if c.is_control() || c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

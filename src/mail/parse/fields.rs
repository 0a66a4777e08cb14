//! The header of a message as plain fields: where it ends, and what stands in it. Linear, and content with anything.

/// At most this much of a header is read; no honest mail comes near it.
const MAX_HEADER_BYTES: usize = 256 * 1024;

/// A message or part, cut into header and body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entity<'a> {
    /// The header with its line ends, at most 256 KiB of it.
    pub(super) header: &'a [u8],
    /// Everything after the empty line.
    pub(super) body: &'a [u8],
    /// Where the body begins.
    pub(super) body_offset: usize,
    /// Whether a part of the header was too long to be read.
    pub(super) is_header_cut: bool,
}

/// Cuts a message or part at its first empty line. What does not begin like a header is all body.
pub(super) fn split_entity(raw: &[u8]) -> Entity<'_> {
    let start = mailbox_line_length(raw);
    let rest = raw.get(start..).unwrap_or_default();
    if !begins_like_header(rest) {
        let skip = leading_empty_line(rest);
        return Entity {
            header: &[],
            body: rest.get(skip..).unwrap_or_default(),
            body_offset: start + skip,
            is_header_cut: false,
        };
    }
    let (header_end, body_start) = header_end(rest);
    let cut_end =
        if header_end > MAX_HEADER_BYTES { last_line_end(rest, MAX_HEADER_BYTES) } else { header_end };
    Entity {
        header: rest.get(..cut_end).unwrap_or_default(),
        body: rest.get(body_start..).unwrap_or_default(),
        body_offset: start + body_start,
        is_header_cut: cut_end < header_end,
    }
}

/// The fields of a header in their order: names in lower case, values unfolded into one line.
pub(super) fn fields(header: &[u8]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in header.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let is_folded = line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        if is_folded {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(String::from_utf8_lossy(line).trim());
            }
            continue;
        }
        let text = String::from_utf8_lossy(line);
        if let Some((name, value)) = text.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

/// The length of a `From ` line that mail stores put before a message; 0 if there is none.
fn mailbox_line_length(raw: &[u8]) -> usize {
    if !raw.starts_with(b"From ") {
        return 0;
    }
    raw.iter().take(1000).position(|byte| *byte == b'\n').map_or(0, |end| end + 1)
}

fn begins_like_header(raw: &[u8]) -> bool {
    let line: &[u8] = raw.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let name: Vec<u8> = line.iter().copied().take(100).take_while(|byte| *byte != b':').collect();
    let is_complete = name.len() < line.len().min(100);
    is_complete && !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ')
}

fn leading_empty_line(raw: &[u8]) -> usize {
    if raw.starts_with(b"\r\n") { 2 } else { usize::from(raw.starts_with(b"\n")) }
}

/// Where the header ends and where the body begins.
fn header_end(raw: &[u8]) -> (usize, usize) {
    let mut line_start = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if matches!(line, b"\n" | b"\r\n") {
            return (line_start, line_start + line.len());
        }
        line_start += line.len();
    }
    (raw.len(), raw.len())
}

/// The end of the last whole line within `limit` bytes, or `limit` if that is one single line.
fn last_line_end(raw: &[u8], limit: usize) -> usize {
    let head = raw.get(..limit).unwrap_or(raw);
    head.iter().rposition(|byte| *byte == b'\n').map_or(head.len(), |end| end + 1)
}

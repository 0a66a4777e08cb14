//! A client's side of a dialogue read from memory: what the fuzz targets and their tests throw at the receiver's
//! readers.

use super::command::Command;
use super::data::{DataReader, Progress};

/// The largest mail of a replay, in bytes.
const LIMIT: usize = 4096;

/// Reads bytes as a client's commands and mails, by the readers that the receiver uses on a connection, and gives the
/// mails that came to their end and were not too large.
#[must_use]
pub fn replay(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (mut rest, mut mails) = (bytes, Vec::new());
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let (line, after) = rest.split_at(end + 1);
        rest = after;
        let text = line.strip_suffix(b"\r\n").and_then(|line| std::str::from_utf8(line).ok());
        if text.map(Command::parse) != Some(Command::Data) {
            continue;
        }
        let mut reader = DataReader::new(LIMIT);
        let Progress::Ended(count) = reader.take(rest) else { break };
        mails.extend(reader.into_mail());
        rest = rest.get(count..).unwrap_or_default();
    }
    mails
}

#[cfg(test)]
mod tests {
    use super::replay;

    #[test]
    fn only_a_dot_between_whole_line_ends_ends_a_mail() {
        for (said, mails) in [
            ("DATA\r\nhello\r\n.\r\nQUIT\r\n", &["hello\r\n"][..]),
            ("DATA\r\na\n.\nb\r\n.\r\nDATA\r\n..c\r\n.\r\n", &["a\n.\nb\r\n", ".c\r\n"]),
            ("DATA\nhello\r\n.\r\n", &[]),
            ("DATA\r\nnever ended", &[]),
        ] {
            let found: Vec<_> =
                replay(said.as_bytes()).into_iter().map(|mail| String::from_utf8(mail).unwrap()).collect();
            assert_eq!(found, mails, "{said:?}");
        }
    }
}

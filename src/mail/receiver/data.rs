//! The end of a mail within a stream of bytes, and the dots before it.

/// Takes the bytes after DATA and gives the mail, byte for byte, dots unstuffed (RFC 5321 section 4.5.2).
///
/// Only CRLF.CRLF ends it. A bare CR or LF is content, before a dot as anywhere else.
#[derive(Debug)]
pub(super) struct DataReader {
    mail: Vec<u8>,
    place: Place,
    limit: usize,
    is_too_large: bool,
}

/// Where in a line the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Right after CRLF, or at the very beginning.
    LineStart,
    Inside,
    /// After CR within a line.
    Cr,
    /// After a dot at the start of a line, held back.
    Dot,
    /// After such a dot and CR, both held back.
    DotCr,
}

/// Whether the mail has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// More is to come.
    Open,
    /// It ended after so many of the bytes given; the rest are commands.
    Ended(usize),
}

impl DataReader {
    /// A reader that keeps at most `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self { mail: Vec::new(), place: Place::LineStart, limit, is_too_large: false }
    }

    /// Takes the next bytes.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Progress {
        for (index, byte) in bytes.iter().enumerate() {
            if self.take_byte(*byte) {
                return Progress::Ended(index + 1);
            }
        }
        Progress::Open
    }

    /// How many bytes are kept so far.
    pub(super) fn len(&self) -> usize {
        self.mail.len()
    }

    /// Lets go of what was kept; the rest is read to its end and not kept either.
    pub(super) fn discard(&mut self) {
        self.is_too_large = true;
        self.mail = Vec::new();
        self.limit = 0;
    }

    /// The mail; none if it was larger than the limit, or discarded.
    pub(super) fn into_mail(self) -> Option<Vec<u8>> {
        (!self.is_too_large).then_some(self.mail)
    }

    /// Takes one byte; true if the mail ends with it.
    fn take_byte(&mut self, byte: u8) -> bool {
        self.place = match (self.place, byte) {
            (Place::DotCr, b'\n') => return true,
            (Place::LineStart, b'.') => Place::Dot,
            (Place::Dot, b'\r') => Place::DotCr,
            // CR after a stuffed line's dot was content after all. The dot goes, as any stuffed dot does.
            (Place::DotCr, b'\r') => {
                self.keep(b'\r');
                self.keep(b'\r');
                Place::Cr
            }
            (Place::DotCr, other) => {
                self.keep(b'\r');
                self.keep(other);
                Place::Inside
            }
            (Place::Cr, b'\n') => {
                self.keep(b'\n');
                Place::LineStart
            }
            (_, b'\r') => {
                self.keep(b'\r');
                Place::Cr
            }
            (_, other) => {
                self.keep(other);
                Place::Inside
            }
        };
        false
    }

    fn keep(&mut self, byte: u8) {
        if self.mail.len() >= self.limit {
            self.discard();
            return;
        }
        self.mail.push(byte);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{DataReader, Progress};

    fn read(bytes: &[u8]) -> (Progress, Option<Vec<u8>>) {
        let mut reader = DataReader::new(1000);
        let progress = reader.take(bytes);
        (progress, reader.into_mail())
    }

    #[test]
    fn only_a_dot_alone_between_whole_line_ends_ends_a_mail() {
        for (bytes, mail, rest) in [
            ("a\r\n.\r\nQUIT", "a\r\n", Some("QUIT")),
            (".\r\n", "", Some("")),
            ("a\r\n..\r\n.\r\n", "a\r\n.\r\n", Some("")),
            ("a\r\n.b\r\n.\r\n", "a\r\nb\r\n", Some("")),
            ("a\n.\nb\r\n.\r\n", "a\n.\nb\r\n", Some("")),
            ("a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n", Some("")),
            ("a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n", Some("")),
            ("a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n", Some("")),
            ("a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n", Some("")),
            ("a\r\n.\r\r\n.\r\n", "a\r\n\r\r\n", Some("")),
            ("a\0\r\n.\r\n", "a\0\r\n", Some("")),
            ("a\r\n.", "a\r\n", None),
        ] {
            let (progress, got) = read(bytes.as_bytes());
            assert_eq!(String::from_utf8(got.unwrap()).unwrap(), mail, "{bytes:?}");
            let ended = rest.map(|rest| bytes.len() - rest.len());
            assert_eq!(progress, ended.map_or(Progress::Open, Progress::Ended), "{bytes:?}");
        }
    }

    #[test]
    fn a_mail_too_large_is_read_to_its_end_and_not_kept() {
        let mut reader = DataReader::new(10);
        assert_eq!(reader.take(b"0123456789ab\r\n.\r\nRSET"), Progress::Ended(17));
        assert_eq!(reader.into_mail(), None);
    }

    /// What a client does before sending (RFC 5321 section 4.5.2), for mails whose lines end in CRLF alone.
    fn stuff(mail: &[u8]) -> Vec<u8> {
        let mut stuffed = Vec::new();
        let mut is_line_start = true;
        for (index, byte) in mail.iter().enumerate() {
            if is_line_start && *byte == b'.' {
                stuffed.push(b'.');
            }
            stuffed.push(*byte);
            is_line_start = *byte == b'\n' && index > 0 && mail[index - 1] == b'\r';
        }
        stuffed.extend_from_slice(b"\r\n.\r\n");
        stuffed
    }

    proptest! {
        #[test]
        fn any_mail_comes_out_as_it_went_in_however_the_stream_is_cut(
            bytes in proptest::collection::vec(prop_oneof![Just(b'.'), Just(b'\r'), Just(b'\n'), any::<u8>()], 0..200),
            cuts in proptest::collection::vec(1usize..20, 1..50),
        ) {
            let mut mail = bytes;
            // A CR right before the end would make a line end of ours with the client's LF.
            while mail.last() == Some(&b'\r') { mail.pop(); }
            let stuffed = stuff(&mail);
            let mut reader = DataReader::new(10_000);
            let (mut rest, mut ended) = (stuffed.as_slice(), false);
            for cut in cuts.iter().cycle() {
                let (now, later) = rest.split_at((*cut).min(rest.len()));
                rest = later;
                match reader.take(now) {
                    Progress::Ended(count) => { prop_assert!(count == now.len() && rest.is_empty()); ended = true; break }
                    Progress::Open => prop_assert!(!rest.is_empty(), "the end was not seen"),
                }
            }
            prop_assert!(ended);
            mail.extend_from_slice(b"\r\n");
            prop_assert_eq!(reader.into_mail().unwrap(), mail);
        }
    }
}

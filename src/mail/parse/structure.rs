//! The parts of a mail: which are its text, and which are files (RFC 2045, 2046, 2183).
//!
//! Written for hostile mail: each level of nesting looks once at the lines that begin with `--`, depth and number of
//! parts are limited, and mails inside a mail are files, never opened. So the cost grows with the size alone.

use std::ops::Range;

use mail_parser::{MessageParser, MessagePart, MimeHeaders};

use super::clean::clean_text;
use super::decode::{charset_decode, transfer_decode};
use super::fields::split_entity;
use super::flowed::unflow;
use super::report::{read_delivery_status, read_returned_message};
use crate::domain::{DeliveryReport, ParsedPart};

/// Multiparts within multiparts deeper than this stay closed.
const MAX_DEPTH: usize = 20;
/// More parts than this are not read.
const MAX_PARTS: usize = 1000;
/// This much text is read, counted before it is decoded.
const MAX_TEXT_BYTES: usize = 2 * 1024 * 1024;

/// A stretch of the body: as plain text, as HTML, or as both where the mail offers the choice.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The plain text, if any.
    pub(super) plain: Option<String>,
    /// The HTML, if any.
    pub(super) html: Option<String>,
}

/// Everything found in the body of a mail.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// The text, in its order.
    pub(super) blocks: Vec<Block>,
    /// The files, in their order.
    pub(super) files: Vec<ParsedPart>,
    /// What delivery-status parts say.
    pub(super) report: Option<DeliveryReport>,
    /// What could not be read, in words.
    pub(super) faults: Vec<String>,
}

/// Takes a message apart.
pub(super) fn read_structure(raw: &[u8]) -> Contents {
    let mut reader = Reader {
        raw,
        marks: dashed_lines(raw),
        parts: 0,
        text_left: MAX_TEXT_BYTES,
        contents: Contents::default(),
    };
    reader.entity(0..raw.len(), Place { depth: 0, block: None, is_report: false });
    reader.contents
}

/// Where an entity stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    depth: usize,
    /// Inside an alternative: the block that all its choices fill.
    block: Option<usize>,
    is_report: bool,
}

struct Reader<'a> {
    raw: &'a [u8],
    /// Offsets of the lines that begin with `--`.
    marks: Vec<usize>,
    parts: usize,
    text_left: usize,
    contents: Contents,
}

impl Reader<'_> {
    fn entity(&mut self, range: Range<usize>, place: Place) {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            self.fault("The mail has too many parts; the first 1000 were read.");
            return;
        }
        let raw = self.raw.get(range.clone()).unwrap_or_default();
        let entity = split_entity(raw);
        let mut header = entity.header.to_vec();
        header.extend_from_slice(b"\r\n\r\n");
        let parsed = MessageParser::new().with_mime_headers().parse_headers(&header);
        let part = parsed.as_ref().and_then(|message| message.parts.first());
        let body = range.start + entity.body_offset..range.end;
        match part.and_then(|part| multipart(part)) {
            Some((subtype, boundary)) => self.multipart(part, &subtype, &boundary, body, place),
            None => self.leaf(part, body, place),
        }
    }

    fn multipart(
        &mut self,
        part: Option<&MessagePart<'_>>,
        subtype: &str,
        boundary: &str,
        body: Range<usize>,
        place: Place,
    ) {
        if place.depth >= MAX_DEPTH {
            self.fault("The mail is nested too deeply; its innermost parts were not opened.");
            self.file(part, body);
            return;
        }
        let children = self.children(&body, boundary);
        if children.is_empty() {
            self.fault("A part says that it has parts, but none were found.");
            self.text(body, "plain", part, place);
            return;
        }
        let block = match subtype {
            "alternative" if place.block.is_none() => {
                self.contents.blocks.push(Block::default());
                Some(self.contents.blocks.len() - 1)
            }
            _ => place.block,
        };
        let is_report = subtype == "report";
        for child in children {
            self.entity(child, Place { depth: place.depth + 1, block, is_report });
        }
    }

    /// The ranges between the delimiter lines of a multipart; a missing last delimiter is forgiven.
    fn children(&self, body: &Range<usize>, boundary: &str) -> Vec<Range<usize>> {
        let first = self.marks.partition_point(|mark| *mark < body.start);
        let mut children = Vec::new();
        let mut open: Option<usize> = None;
        for mark in self.marks.iter().skip(first).copied().take_while(|mark| *mark < body.end) {
            let line = self.raw.get(mark..body.end).unwrap_or_default();
            let Some(delimiter) = delimiter(line, boundary) else { continue };
            if let Some(start) = open {
                children.push(start..before_line_end(self.raw, start, mark));
            }
            match delimiter {
                Delimiter::Next(length) => open = Some(mark + length),
                Delimiter::Last => return children,
            }
        }
        if let Some(start) = open {
            children.push(start..body.end);
        }
        children
    }

    fn leaf(&mut self, part: Option<&MessagePart<'_>>, body: Range<usize>, place: Place) {
        let (kind, subtype) = part.map_or_else(|| ("text".to_owned(), "plain".to_owned()), media_type);
        let is_returned = place.is_report && (kind == "message" || subtype == "rfc822-headers");
        if is_returned || (kind == "message" && subtype == "delivery-status") {
            self.report(&subtype, part, body.clone());
        }
        let is_file = part.is_some_and(|part| {
            part.attachment_name().is_some()
                || part.content_disposition().is_some_and(|kind| kind.is_attachment())
        });
        if kind == "text" && !is_file && matches!(subtype.as_str(), "plain" | "html" | "enriched") {
            self.text(body, &subtype, part, place);
        } else {
            self.file(part, body);
        }
    }

    fn report(&mut self, subtype: &str, part: Option<&MessagePart<'_>>, body: Range<usize>) {
        let bytes = self.decoded(part, body);
        let report = self.contents.report.get_or_insert_default();
        match subtype {
            "delivery-status" | "global-delivery-status" => read_delivery_status(&bytes, report),
            "rfc822" | "global" | "rfc822-headers" => read_returned_message(&bytes, report),
            _ => {}
        }
    }

    fn text(&mut self, body: Range<usize>, subtype: &str, part: Option<&MessagePart<'_>>, place: Place) {
        let end = body.end.min(body.start.saturating_add(self.text_left));
        if end < body.end {
            self.fault("The text is too long to be shown whole; the original mail has all of it.");
        }
        self.text_left = self.text_left.saturating_sub(end.saturating_sub(body.start));
        let bytes = self.decoded(part, body.start..end);
        let parameter =
            |name| part.and_then(|part| part.content_type()).and_then(|kind| kind.attribute(name));
        let mut text = clean_text(&charset_decode(&bytes, parameter("charset")));
        if subtype == "plain"
            && parameter("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
        {
            text = unflow(&text, parameter("delsp").is_some_and(|value| value.eq_ignore_ascii_case("yes")));
        }
        let index = place.block.unwrap_or_else(|| {
            self.contents.blocks.push(Block::default());
            self.contents.blocks.len() - 1
        });
        if let Some(block) = self.contents.blocks.get_mut(index) {
            let slot = if subtype == "plain" { &mut block.plain } else { &mut block.html };
            append(slot, &text);
        }
    }

    fn file(&mut self, part: Option<&MessagePart<'_>>, body: Range<usize>) {
        let (kind, subtype) =
            part.map_or_else(|| ("application".to_owned(), "octet-stream".to_owned()), media_type);
        let content_type = format!("{kind}/{subtype}");
        let name = part
            .and_then(|part| part.attachment_name())
            .map(clean_text)
            .filter(|name| !name.trim().is_empty());
        let number = self.contents.files.len() + 1;
        let bytes = self.decoded(part, body);
        self.contents.files.push(ParsedPart {
            file_name: name.unwrap_or_else(|| default_name(&content_type, number)),
            content_id: part.and_then(|part| part.content_id()).map(clean_text),
            content_type,
            bytes,
        });
    }

    fn decoded(&self, part: Option<&MessagePart<'_>>, body: Range<usize>) -> Vec<u8> {
        let encoding = part.and_then(|part| part.content_transfer_encoding());
        transfer_decode(self.raw.get(body).unwrap_or_default(), encoding)
    }

    fn fault(&mut self, text: &str) {
        if !self.contents.faults.iter().any(|known| known == text) {
            self.contents.faults.push(text.to_owned());
        }
    }
}

enum Delimiter {
    /// A part follows after this many bytes.
    Next(usize),
    /// The multipart is over.
    Last,
}

/// Reads a line as the delimiter of this boundary: the boundary, perhaps `--`, then nothing but white space.
fn delimiter(line: &[u8], boundary: &str) -> Option<Delimiter> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary.as_bytes())?;
    let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
    let tail = rest.get(..length).unwrap_or_default().trim_ascii();
    match tail {
        b"" => Some(Delimiter::Next(2 + boundary.len() + length)),
        b"--" => Some(Delimiter::Last),
        _ => None,
    }
}

/// The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1).
fn before_line_end(raw: &[u8], start: usize, mark: usize) -> usize {
    let part = raw.get(start..mark).unwrap_or_default();
    let without = part.strip_suffix(b"\r\n").or_else(|| part.strip_suffix(b"\n")).unwrap_or(part);
    start + without.len()
}

fn dashed_lines(raw: &[u8]) -> Vec<usize> {
    let mut marks = Vec::new();
    let mut line_start = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b"--") {
            marks.push(line_start);
        }
        line_start += line.len();
    }
    marks
}

fn multipart(part: &MessagePart<'_>) -> Option<(String, String)> {
    let (kind, subtype) = media_type(part);
    let boundary = part.content_type()?.attribute("boundary")?.trim_end();
    let is_usable = kind == "multipart" && !boundary.is_empty();
    is_usable.then(|| (subtype, boundary.to_owned()))
}

fn media_type(part: &MessagePart<'_>) -> (String, String) {
    let clean = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_ascii_graphic() && *c != '/')
            .take(80)
            .collect::<String>()
            .to_ascii_lowercase()
    };
    let Some(content_type) = part.content_type() else {
        return ("text".to_owned(), "plain".to_owned());
    };
    match (clean(content_type.ctype()), content_type.subtype().map(clean)) {
        (kind, Some(subtype)) if !kind.is_empty() && !subtype.is_empty() => (kind, subtype),
        (kind, _) if kind == "text" => (kind, "plain".to_owned()),
        _ => ("application".to_owned(), "octet-stream".to_owned()),
    }
}

fn default_name(content_type: &str, number: usize) -> String {
    let extension = match content_type {
        "message/rfc822" => Some("eml"),
        "text/plain" | "message/delivery-status" | "text/rfc822-headers" => Some("txt"),
        "image/jpeg" => Some("jpg"),
        other => mime_guess::get_mime_extensions_str(other).and_then(|list| list.first().copied()),
    };
    format!("attachment-{number}.{}", extension.unwrap_or("bin"))
}

fn append(slot: &mut Option<String>, text: &str) {
    match slot {
        Some(before) => {
            before.push('\n');
            before.push_str(text);
        }
        None => *slot = Some(text.to_owned()),
    }
}

//! The HTML of a mail, made from its plain text: paragraphs, lists, what somebody wrote, links.

use askama::Template;

use super::passage::{Passage, Role};

/// A mail as HTML, in the one layout that all have.
#[derive(Template)]
#[template(path = "mail/layout.html")]
pub(super) struct HtmlMail<'a> {
    subject: &'a str,
    blocks: Vec<Block>,
}

/// What stands one below the other.
#[derive(Debug, PartialEq, Eq)]
enum Block {
    /// Lines that belong together.
    Paragraph(Vec<Line>),
    /// Points.
    List(Vec<Line>),
    /// What somebody wrote, as it was laid out: its paragraphs.
    Quote(Vec<String>),
    /// What stands below the mail, with who signs.
    Signature(Vec<Line>),
}

type Line = Vec<Piece>;

/// What stands one beside the other.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Plain(String),
    Strong(String),
    Link { address: String, words: String, look: LinkLook },
}

/// A mail as HTML, with what an editor of its template looks at beside it.
#[derive(Template)]
#[template(path = "mail/preview.html")]
pub(super) struct HtmlPreview<'a> {
    subject: &'a str,
    blocks: Vec<Block>,
    faults: &'a [String],
    texts: &'a [(String, String)],
}

impl<'a> HtmlPreview<'a> {
    /// The faults of a template, or a mail of it with the subjects and texts of all its shapes.
    pub(super) fn new(
        subject: &'a str,
        passages: &[Passage],
        faults: &'a [String],
        texts: &'a [(String, String)],
    ) -> Self {
        Self { subject, blocks: blocks(passages), faults, texts }
    }
}

/// How much a link stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LinkLook {
    Text,
    Button,
}

impl LinkLook {
    fn style(self) -> &'static str {
        match self {
            Self::Text => "font-weight:600",
            Self::Button => {
                "display:inline-block;padding:10px 18px;border-radius:6px;background:#1f5fd0;color:#ffffff;font-weight:600;text-decoration:none"
            }
        }
    }
}

impl<'a> HtmlMail<'a> {
    /// Lays a text out.
    pub(super) fn new(subject: &'a str, passages: &[Passage]) -> Self {
        Self { subject, blocks: blocks(passages) }
    }
}

fn blocks(passages: &[Passage]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines: Vec<Line> = vec![Line::new()];
    for passage in passages {
        match passage.role {
            Role::Plain => add_plain(&mut lines, &passage.text),
            Role::Strong => add(&mut lines, Piece::Strong(passage.text.clone())),
            Role::Link => add(&mut lines, link(&passage.text, LinkLook::Text)),
            Role::Action => add(&mut lines, link(&passage.text, LinkLook::Button)),
            Role::Quote => {
                add_blocks(&mut blocks, std::mem::take(&mut lines));
                blocks.push(Block::Quote(paragraphs(&passage.text)));
                lines.push(Line::new());
            }
        }
    }
    add_blocks(&mut blocks, lines);
    blocks
}

/// A link whose words are its address, until there are better ones.
fn link(address: &str, look: LinkLook) -> Piece {
    Piece::Link { address: address.to_owned(), words: address.to_owned(), look }
}

fn add(lines: &mut [Line], piece: Piece) {
    if let Some(line) = lines.last_mut() {
        line.push(piece);
    }
}

fn add_plain(lines: &mut Vec<Line>, text: &str) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            lines.push(Line::new());
        }
        if !line.is_empty() {
            add(lines, Piece::Plain(line.to_owned()));
        }
    }
}

/// Cuts lines into blocks at empty ones, and where a list begins or ends.
fn add_blocks(blocks: &mut Vec<Block>, lines: Vec<Line>) {
    let mut is_cut = true;
    for line in lines {
        if line.is_empty() {
            is_cut = !matches!(blocks.last(), Some(Block::Signature(_)));
        } else if is_signature_mark(&line) {
            blocks.push(Block::Signature(Vec::new()));
            is_cut = false;
        } else {
            add_line(blocks, line, is_cut);
            is_cut = false;
        }
    }
}

fn add_line(blocks: &mut Vec<Block>, line: Line, is_cut: bool) {
    match (point(&line), blocks.last_mut()) {
        (_, Some(Block::Signature(lines))) => lines.push(line),
        (Some(point), Some(Block::List(points))) if !is_cut => points.push(with_words(point)),
        (Some(point), _) => blocks.push(Block::List(vec![with_words(point)])),
        (None, Some(Block::Paragraph(lines))) if !is_cut => join(lines, line),
        (None, _) => blocks.push(Block::Paragraph(vec![with_words(line)])),
    }
}

/// A link in a line of its own takes the line before it for its words, where that leads up to it.
fn join(lines: &mut Vec<Line>, line: Line) {
    let leads_up =
        matches!(lines.last().map(Vec::as_slice), Some([Piece::Plain(text)]) if text.ends_with(':'));
    match (leads_up, line.as_slice(), lines.last_mut()) {
        (true, [Piece::Link { .. }], Some(before)) => {
            before.extend(line);
            *before = with_words(std::mem::take(before));
        }
        _ => lines.push(with_words(line)),
    }
}

/// `Words: link` is a link with these words.
fn with_words(line: Line) -> Line {
    match line.as_slice() {
        [Piece::Plain(text), Piece::Link { address, look, .. }] => match text.trim_end().strip_suffix(':') {
            Some(words) => {
                vec![Piece::Link { address: address.clone(), words: words.to_owned(), look: *look }]
            }
            None => line,
        },
        _ => line,
    }
}

/// The line without its dash, if it is a point of a list.
fn point(line: &Line) -> Option<Line> {
    let Some((Piece::Plain(first), rest)) = line.split_first() else { return None };
    let first = Piece::Plain(first.strip_prefix("- ")?.to_owned());
    Some(std::iter::once(first).chain(rest.iter().cloned()).collect())
}

fn is_signature_mark(line: &Line) -> bool {
    matches!(line.as_slice(), [Piece::Plain(text)] if text == "-- ")
}

/// Cut at empty lines; each keeps its line ends.
fn paragraphs(text: &str) -> Vec<String> {
    let all = text.split("\n\n").map(|paragraph| paragraph.trim_matches('\n'));
    all.filter(|paragraph| !paragraph.is_empty()).map(str::to_owned).collect()
}

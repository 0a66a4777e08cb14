//! HTML from outside, made safe to show in a frame, or turned into text.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use super::html_cost::{is_costly, without_tags};

/// HTML beyond this is not laid out; the original mail has all of it.
const MAX_HTML_BYTES: usize = 1024 * 1024;

/// Whether images are loaded from elsewhere. Doing so tells their owner that, when and where the mail is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemoteImages {
    /// They are left out.
    Blocked,
    /// The reader asked for them.
    Shown,
}

/// Makes the HTML of a mail safe: no scripts, no styles, no forms, no frames, links that open apart and tell nothing.
///
/// `inline_image` gives the address under which the image of a `cid:` reference can be loaded; where it gives none, the
/// image is left out.
#[must_use]
pub fn sanitize<F>(html: &str, remote: RemoteImages, inline_image: F) -> String
where
    F: Fn(&str) -> Option<String> + Send + Sync + 'static,
{
    let html = cut(html);
    if is_costly(html) {
        return format!("<pre>{}</pre>", ammonia::clean_text(&without_tags(html)));
    }
    let mut builder = allow_list();
    builder.attribute_filter(move |element, attribute, value| match (element, attribute) {
        ("img", "src") => image_address(value, remote, &inline_image).map(Cow::Owned),
        ("a", "href") if is_inline(value) => None,
        _ => Some(Cow::Borrowed(value)),
    });
    builder.clean(html).to_string()
}

/// The text of some HTML, one line a paragraph, without the addresses of its links.
#[must_use]
pub fn html_to_text(html: &str) -> String {
    let html = cut(html);
    if is_costly(html) {
        return tidy(&without_tags(html));
    }
    let mut builder = allow_list();
    builder.rm_tags(["img"]);
    let safe = builder.clean(html).to_string();
    let text = html2text::config::plain_no_decorate()
        .no_table_borders()
        .allow_width_overflow()
        .string_from_read(safe.as_bytes(), 2_000);
    tidy(&text.unwrap_or_else(|_| without_tags(&safe)))
}

fn allow_list() -> Builder<'static> {
    let tags = [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "center",
        "cite",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
    ];
    let attributes: [(&str, &[&str]); 5] = [
        ("a", &["href"]),
        ("img", &["src", "alt", "width", "height"]),
        ("td", &["colspan", "rowspan", "align", "valign"]),
        ("th", &["colspan", "rowspan", "align", "valign"]),
        ("ol", &["start"]),
    ];
    let mut builder = Builder::new();
    builder
        .tags(tags.into_iter().collect())
        .tag_attributes(
            attributes.into_iter().map(|(tag, names)| (tag, names.iter().copied().collect())).collect(),
        )
        .generic_attributes(HashSet::from(["dir", "lang", "title"]))
        .clean_content_tags(HashSet::from([
            "script", "style", "title", "template", "noscript", "svg", "math", "object",
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "cid"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_values(HashMap::from([("a", HashMap::from([("target", "_blank")]))]));
    builder
}

fn image_address(
    source: &str,
    remote: RemoteImages,
    inline_image: &dyn Fn(&str) -> Option<String>,
) -> Option<String> {
    if is_inline(source) {
        let id = source.get(4..).unwrap_or_default().trim().trim_start_matches('<').trim_end_matches('>');
        return inline_image(id);
    }
    match remote {
        RemoteImages::Shown if has_scheme(source, "https:") || has_scheme(source, "http:") => {
            Some(source.to_owned())
        }
        _ => None,
    }
}

fn is_inline(address: &str) -> bool {
    has_scheme(address, "cid:")
}

fn has_scheme(address: &str, scheme: &str) -> bool {
    address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

fn cut(html: &str) -> &str {
    let end = (MAX_HTML_BYTES..html.len()).find(|end| html.is_char_boundary(*end));
    end.and_then(|end| html.get(..end)).unwrap_or(html)
}

/// No white space at line ends, at most one empty line in a row, none at the ends.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty_lines = 0;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        if !tidied.is_empty() {
            tidied.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        tidied.push_str(line);
    }
    tidied
}

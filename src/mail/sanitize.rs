//! HTML from outside, made safe to show in a frame, or turned into text.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use super::html_cost::{is_costly, without_tags};

/// HTML beyond this is not laid out; the original mail has all of it.
const MAX_HTML_BYTES: usize = 1024 * 1024;

/// Where a link may lead. One without any of these would lead into our own pages.
const LINK_SCHEMES: [&str; 4] = ["http:", "https:", "mailto:", "tel:"];

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
        ("a", "href") if !LINK_SCHEMES.iter().any(|scheme| has_scheme(value, scheme)) => None,
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
    // Cells that reach over others change nothing in a text, and laying them out has made the library fail.
    builder.rm_tag_attributes("td", SPANS).rm_tag_attributes("th", SPANS);
    let safe = builder.clean(html).to_string();
    let text = html2text::config::plain_no_decorate()
        .no_table_borders()
        .allow_width_overflow()
        .string_from_read(safe.as_bytes(), 2_000);
    tidy(&text.unwrap_or_else(|_| without_tags(&safe)))
}

const TAGS: &str = "a abbr b blockquote br center cite code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p \
    pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var";
const SPANS: [&str; 2] = ["colspan", "rowspan"];
const ATTRIBUTES: [(&str, &[&str]); 5] = [
    ("a", &["href"]),
    ("img", &["src", "alt", "width", "height"]),
    ("td", &["colspan", "rowspan", "align", "valign"]),
    ("th", &["colspan", "rowspan", "align", "valign"]),
    ("ol", &["start"]),
];
/// What goes with all that is in it, instead of leaving its text behind.
const GONE_WHOLE: &str = "script style title template noscript svg math object";

fn allow_list() -> Builder<'static> {
    let attributes = ATTRIBUTES.into_iter().map(|(tag, names)| (tag, names.iter().copied().collect()));
    let mut builder = Builder::new();
    builder
        .tags(TAGS.split_whitespace().collect())
        .tag_attributes(attributes.collect())
        .generic_attributes(HashSet::from(["dir", "lang", "title"]))
        .clean_content_tags(GONE_WHOLE.split_whitespace().collect())
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "cid"]))
        // Relative addresses are judged by the filter, which also writes some.
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_values(HashMap::from([("a", HashMap::from([("target", "_blank")]))]));
    builder
}

/// Whether HTML names images that lie elsewhere, so that its reader may be asked.
#[must_use]
pub fn has_remote_images(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    let mut images = lower.split("<img").skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    images.any(|image| image.contains("http:") || image.contains("https:"))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{RemoteImages, html_to_text, sanitize};

    const REL: &str = " rel=\"noopener noreferrer nofollow\"";
    const TARGET: &str = " target=\"_blank\"";

    fn inline(id: &str) -> Option<String> {
        (id == "pic@x").then(|| "/attachments/7".to_owned())
    }

    #[test]
    fn what_could_do_harm_is_gone_and_what_can_be_read_stays() {
        for (html, safe) in [
            ("<p>hi<script>alert(1)</script></p>", "<p>hi</p>"),
            ("<p onclick=\"x()\" style=\"position:fixed\" class=a id=b>hi</p>", "<p>hi</p>"),
            ("<a href=\"javascript:x()\">a</a>", "<a>a</a>"),
            ("<a href=\"https://x.example/\">a</a>", "<a href=\"https://x.example/\">a</a>"),
            ("<a href=\"/signout\">a</a>", "<a>a</a>"),
            ("<form action=/x><input name=a><button>go</button></form>", "go"),
            ("<iframe src=https://x></iframe><object data=x>y</object>", ""),
            ("<svg><a xlink:href=\"javascript:x()\">y</a></svg>", ""),
            ("<style>p{}</style><title>t</title><p>hi</p>", "<p>hi</p>"),
            ("<base href=https://x><meta http-equiv=refresh content=0><p>hi", "<p>hi</p>"),
            ("<img src=\"cid:pic@x\" alt=a>", "<img src=\"/attachments/7\" alt=\"a\">"),
            ("<img src=\"CID:pic@x\">", "<img src=\"/attachments/7\">"),
            ("<img src=\"cid:other@x\" alt=a>", "<img alt=\"a\">"),
            ("<img src=\"https://x.example/pixel.gif\" srcset=\"https://x 1x\">", "<img>"),
            ("<img src=\"data:image/svg+xml,x\">", "<img>"),
            ("<td background=\"https://x\" colspan=2>a", "a"),
            (
                "<table><tr><td background=\"https://x\" colspan=2>a",
                "<table><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>",
            ),
            ("a<!-- b -->c", "ac"),
        ] {
            let cleaned = sanitize(html, RemoteImages::Blocked, inline);
            let links = cleaned.matches("<a").count();
            let bare = cleaned.replace(REL, "").replace(TARGET, "");
            assert_eq!(bare, safe, "{html}");
            assert_eq!(
                (cleaned.matches(REL).count(), cleaned.matches(TARGET).count()),
                (links, links),
                "{html}"
            );
        }
    }

    #[test]
    fn images_from_elsewhere_are_shown_to_a_reader_who_asked() {
        let html =
            "<img src=\"https://x.example/a.png\"><img src=\"//x.example/b.png\"><img src=\"file:///c.png\">";
        assert_eq!(
            sanitize(html, RemoteImages::Shown, inline),
            "<img src=\"https://x.example/a.png\"><img><img>"
        );
    }

    #[test]
    fn html_that_costs_too_much_is_shown_as_its_text() {
        let html = format!("{}it <b>burns</b> & more", "<div>".repeat(500));
        let safe = sanitize(&html, RemoteImages::Blocked, inline);
        assert!(safe.starts_with("<pre>") && safe.contains("burns") && !safe.contains("<b>"), "{safe}");
        assert_eq!(html_to_text(&html), "it burns & more");
    }

    #[test]
    fn cells_that_reach_over_others_cost_no_text() {
        for html in [
            "<table><tr><td rowspan=3>one<td>two<tr><td>three</table>",
            "<table><tr><td rowspan=0 colspan=0>one<td colspan=1000000000>two<tr><th>three</table>",
            "<table><tr><td><table><tr><td>one<td colspan=2>two<th>three<td rowspan=3><tr><td><td rowspan=7></table></table>",
        ] {
            let text = html_to_text(html);
            assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["one", "two", "three"], "{html}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_runs_survives(pieces in proptest::collection::vec(prop_oneof![
            Just("<script>"), Just("</script>"), Just("<svg onload=x>"), Just("<math><mi//xlink:href=\"data:x,<script>\">"),
            Just("<style>"), Just("</style>"), Just("<noscript>"), Just("<!--"), Just("-->"), Just("<img src=x onerror=y>"),
            Just("<a href=\"java\nscript:x\">"), Just("<table>"), Just("<template>"), Just("]]>"), Just("<![CDATA["), Just("\""),
            Just("<p>"), Just("</p>"), Just("<select>"), Just("<textarea>"), Just("</textarea>"), Just("&lt;script&gt;"), Just("text"),
        ], 0..25)) {
            let safe = sanitize(&pieces.concat(), RemoteImages::Shown, inline).to_ascii_lowercase();
            for bad in ["<script", "<svg", "<math", "<style", "<iframe", "javascript:", "<template", "<textarea"] {
                prop_assert!(!safe.contains(bad), "{} in {}", bad, safe);
            }
            for tag in safe.split('<').skip(1).filter_map(|piece| piece.split_once('>')).map(|(tag, _)| tag) {
                prop_assert!(!tag.contains(" on"), "{}", safe);
            }
            let _ = html_to_text(&safe);
        }
    }
}

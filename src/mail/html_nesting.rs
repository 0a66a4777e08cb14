//! A quick look at HTML before a tree is made of it.

use std::collections::HashMap;

/// How deep the elements may nest at most, judged by opening and closing tags alone.
///
/// Elements that end by themselves don't count. A closing tag takes away only what its own name has opened, so that
/// mixing names hides nothing.
pub(super) fn nesting(html: &str) -> usize {
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut depth, mut deepest) = (0usize, 0usize);
    for tag in html.split('<').skip(1) {
        let (is_closing, rest) = tag.strip_prefix('/').map_or((false, tag), |rest| (true, rest));
        let name: String = rest.chars().take(20).take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        if name.is_empty() || ends_by_itself(&name) {
            continue;
        }
        let count = open.entry(name).or_default();
        if !is_closing {
            *count += 1;
            depth += 1;
            deepest = deepest.max(depth);
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
        }
    }
    deepest
}

/// The text of HTML with everything between angle brackets left out; for HTML that is not worth a tree.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        let after_tag = piece.split_once('>').map_or("", |(_, after)| after);
        text.push_str(if text.is_empty() && !piece.contains('>') { piece } else { after_tag });
    }
    text
}

fn ends_by_itself(name: &str) -> bool {
    matches!(
        name,
        "area" | "base" | "br" | "col" | "dd" | "dt" | "hr" | "img" | "input" | "li" | "link" | "meta" | "option" | "p" | "td" | "th" | "tr" | "wbr"
    )
}

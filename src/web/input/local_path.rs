//! Where to go after a sign-in: only to a page of ours.

/// The path if it leads to this site, else the start page. `//host` and `/\host` lead elsewhere in browsers.
#[must_use]
pub fn local_path(wanted: &str) -> &str {
    let mut characters = wanted.chars();
    let leads_here = characters.next() == Some('/') && !matches!(characters.next(), Some('/' | '\\'));
    let is_plain =
        wanted.len() <= 1000 && wanted.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if leads_here && is_plain { wanted } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for (wanted, path) in [
            ("/desk/tickets/7?done=replied", "/desk/tickets/7?done=replied"),
            ("/", "/"),
            ("", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("https://evil.example", "/"),
            ("desk", "/"),
            ("/a\\..\\b", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
        ] {
            assert_eq!(local_path(wanted), path, "{wanted:?}");
        }
    }
}

//! Addresses that are mailed with a token in them.

/// The path of a page with a token for it. The token stands behind `#`, which browsers tell no server: it is in no log
/// on the way, and in no Referer. The page posts it.
#[must_use]
pub fn mailed_path(page: &str, token: &str) -> String {
    format!("{page}#{token}")
}

/// The token in what a page posted: of a whole address what stands behind its `#`, else the text as it is.
#[must_use]
pub fn posted_token(text: &str) -> &str {
    let text = text.trim();
    text.rsplit_once('#').map_or(text, |(_, token)| token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_in_the_address_that_was_mailed() {
        let path = mailed_path("/take", "ab.cd");
        for posted in [path.as_str(), "https://help.example/take#ab.cd", " ab.cd\n"] {
            assert_eq!(posted_token(posted), "ab.cd", "{posted}");
        }
    }
}

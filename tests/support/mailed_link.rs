//! Links of mails to pages that take a token.

/// The token of the link to this page that stands in a mail.
pub fn token_in(text: &str, page: &str) -> String {
    let start = format!("{page}#");
    let link = text.split_whitespace().find(|word| word.contains(&start));
    let link = link.unwrap_or_else(|| panic!("no link to {page} in {text}"));
    link.split_once('#').map(|(_, token)| token.to_owned()).unwrap()
}

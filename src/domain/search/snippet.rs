//! The place of a text where searched words stand, to be shown with a result.

use super::fold::fold;

/// How many letters stand before and behind the first word that was found.
const AROUND: usize = 70;

/// A piece of a text: alternately plain and found, beginning with plain.
pub type Snippet = Vec<(String, bool)>;

/// The surroundings of the first word of a text that begins with one of these folded words, with every such word
/// marked. Empty where there is none.
#[must_use]
pub fn snippet(text: &str, words: &[String]) -> Snippet {
    let tokens = tokens(text);
    let is_found = |token: &str| {
        let folded = fold(token);
        words.iter().any(|word| folded.starts_with(word.as_str()))
    };
    let Some(first) = tokens.iter().position(|token| is_found(token)) else { return Vec::new() };
    let (from, to) = (reach(tokens.iter().take(first).rev()), reach(tokens.iter().skip(first)));
    let mut snippet: Snippet = Vec::new();
    for token in tokens.iter().skip(first - from).take(from + to) {
        let found = is_found(token);
        let shown = spaced(token);
        match snippet.last_mut().filter(|(_, before)| *before == found) {
            Some((piece, _)) => piece.push_str(&shown),
            None => snippet.push((shown, found)),
        }
    }
    if first > from {
        snippet.insert(0, ("…".to_owned(), false));
    }
    if first + to < tokens.len() {
        snippet.push(("…".to_owned(), false));
    }
    snippet
}

/// The same with one space for every run of spaces and ends of lines.
fn spaced(token: &str) -> String {
    let mut shown = String::with_capacity(token.len());
    for letter in token.chars() {
        match letter.is_whitespace() {
            true if shown.ends_with(' ') => {}
            true => shown.push(' '),
            false => shown.push(letter),
        }
    }
    shown
}

/// How many tokens have room.
fn reach<'a>(tokens: impl Iterator<Item = &'a &'a str>) -> usize {
    let mut room = AROUND;
    tokens
        .take_while(|token| {
            let fits = room > 0;
            room = room.saturating_sub(token.chars().count());
            fits
        })
        .count()
}

/// Words, and what lies between them.
fn tokens(text: &str) -> Vec<&str> {
    let (mut tokens, mut start, mut was_word) = (Vec::new(), 0, None);
    for (at, letter) in text.char_indices() {
        let is_word = letter.is_alphanumeric();
        if was_word.is_some_and(|was| was != is_word) {
            tokens.extend(text.get(start..at));
            start = at;
        }
        was_word = Some(is_word);
    }
    tokens.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    tokens
}

#[cfg(test)]
mod tests {
    use super::snippet;

    fn shown(text: &str, words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let mark = |(piece, found): (String, bool)| if found { format!("[{piece}]") } else { piece };
        snippet(text, &words).into_iter().map(mark).collect()
    }

    #[test]
    fn found_words_are_marked_where_they_stand() {
        assert_eq!(shown("Herr Müller\n\nruft an", &["muller"]), "Herr [Müller] ruft an");
        assert_eq!(shown("It stopped.\n\nThe export,\r\n too", &["export"]), "It stopped. The [export], too");
        assert_eq!(shown("The exports export.", &["export"]), "The [exports] [export].");
        assert_eq!(shown("nothing", &["else"]), "");
        let long = format!("{} needle {}", "hay ".repeat(100), "hay ".repeat(100));
        let piece = shown(&long, &["needle"]);
        assert!(piece.starts_with("…") && piece.ends_with("…") && piece.contains("[needle]"), "{piece}");
        assert!(piece.chars().count() < 170, "{piece}");
    }
}

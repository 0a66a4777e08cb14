//! Enums whose variants are written as fixed words, in contract files, in JSON and on the command line alike.

/// Declares such an enum, with `ALL`, `as_str`, `Display`, `FromStr` and serde by the same words.
macro_rules! words {
    (
        $(#[$outer:meta])*
        pub enum $name:ident {
            $( $(#[$inner:meta])* $variant:ident = $word:literal, )+
        }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( $(#[$inner])* #[serde(rename = $word)] $variant, )+
        }

        impl $name {
            /// Every variant, in the order of the declaration.
            pub const ALL: &'static [$name] = &[ $( $name::$variant, )+ ];

            /// The word that stands for this variant in files and in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $( $name::$variant => $word, )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                $name::ALL.iter().copied().find(|variant| variant.as_str() == text).ok_or_else(|| {
                    let words: Vec<&str> = $name::ALL.iter().map(|variant| variant.as_str()).collect();
                    crate::sla::words::unknown(text, &words)
                })
            }
        }
    };
}

pub(crate) use words;

/// Says that `text` is none of the words, which words there are, and which one was probably meant.
pub(crate) fn unknown(text: &str, words: &[&str]) -> String {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    let list = words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    match nearest(text, &words) {
        Some(word) => format!("\"{text}\" is not known here; did you mean \"{word}\"? (possible: {list})"),
        None => format!("\"{text}\" is not known here; write one of {list}"),
    }
}

/// The word nearest to `text`, if it is near enough to be a slip of the pen.
pub(crate) fn nearest<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    words
        .iter()
        .map(|word| (distance(&text.to_lowercase(), &word.to_lowercase()), *word))
        .filter(|(distance, word)| *distance <= 1 + word.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// Levenshtein's distance: how many letters to add, drop or replace. The file's text is cut, so that it stays cheap.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, one) in left.chars().take(64).enumerate() {
        let mut diagonal = line;
        let mut before = line + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(&right) {
            let replaced = diagonal + usize::from(one != *other);
            diagonal = *cell;
            before = replaced.min(diagonal + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn finds_the_word_that_was_meant() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(nearest("holliday", &["holidays", "time_zone"]), Some("holidays"));
        assert_eq!(nearest("Respond", &["respond", "resolve"]), Some("respond"));
        assert_eq!(nearest("zebra", &["respond", "resolve"]), None);
    }
}

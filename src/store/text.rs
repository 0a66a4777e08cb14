//! Text as both databases can keep it, and as it is searched.

/// Text from outside, ready for a column: PostgreSQL keeps no NUL, so it is shown as the replacement character on both.
pub(super) fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// [`storable`] for text that may be missing.
pub(super) fn storable_option(text: Option<&str>) -> Option<String> {
    text.map(storable)
}

/// So much of what is looked for is compared, in characters: no name, address or subject is longer, and SQLite refuses
/// patterns without end.
const LONGEST: usize = 500;

/// A `LIKE` pattern (with `\` as its escape) for lower-case text that contains this.
pub(super) fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in text.trim().to_lowercase().chars().take(LONGEST) {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    storable(&pattern)
}

#[cfg(test)]
mod tests {
    use super::{containing, storable};

    #[test]
    fn what_people_type_is_searched_letter_by_letter() {
        assert_eq!(containing(" 100%_A\\b "), "%100\\%\\_a\\\\b%");
        assert_eq!(storable("a\0b"), "a\u{fffd}b");
    }
}

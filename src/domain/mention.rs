//! Mentions in an internal note: `@ann@provider.example`, `@Ann Smith`, `@ann`.

use super::{Person, PersonId};

/// The longest name or address that is looked for, in characters.
const LONGEST: usize = 320;

/// Who of these people is mentioned in a text, each once. A person is meant by address, by name, by the address's part
/// before the `@` or by first name; the longest that fits counts, and what fits several people means none of them.
#[must_use]
pub fn mentioned(text: &str, people: &[Person]) -> Vec<PersonId> {
    let handles: Vec<(String, PersonId)> = people.iter().flat_map(handles).collect();
    let (mut found, mut before) = (Vec::new(), ' ');
    for (at, letter) in text.char_indices() {
        if letter == '@' && !is_of_a_word(before) {
            found.extend(text.get(at + 1..).and_then(|rest| meant(rest, &handles)));
        }
        before = letter;
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn handles(person: &Person) -> Vec<(String, PersonId)> {
    let (email, name) = (person.email.as_str().to_lowercase(), person.name.to_lowercase());
    let local = email.split('@').next().unwrap_or_default().to_owned();
    let first = name.split_whitespace().next().unwrap_or_default().to_owned();
    let mut all = vec![email, name.trim().to_owned(), local, first];
    all.retain(|handle| !handle.is_empty());
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(|handle| (handle, person.id)).collect()
}

fn meant(rest: &str, handles: &[(String, PersonId)]) -> Option<PersonId> {
    let rest: String = rest.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
    let fitting =
        || handles.iter().filter(|(handle, _)| rest.strip_prefix(handle.as_str()).is_some_and(is_over));
    let longest = fitting().map(|(handle, _)| handle.len()).max()?;
    let mut best = fitting().filter(|(handle, _)| handle.len() == longest).map(|(_, id)| *id);
    let one = best.next()?;
    best.all(|other| other == one).then_some(one)
}

/// Whether a name is over where this begins: a full stop ends it, but not one with more of a word behind it.
fn is_over(tail: &str) -> bool {
    let mut letters = tail.chars();
    match letters.next() {
        None => true,
        Some('.' | '-') => !letters.next().is_some_and(char::is_alphanumeric),
        Some(letter) => !is_of_a_word(letter) && letter != '@',
    }
}

fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '.' | '-' | '+')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{EmailAddress, Role};

    fn person(name: &str, email: &str) -> Person {
        let now = chrono::DateTime::UNIX_EPOCH;
        Person {
            id: PersonId::new(now),
            name: name.to_owned(),
            email: EmailAddress::parse(email).unwrap(),
            role: Role::Agent,
            organization_id: None,
            team_id: None,
            time_zone: chrono_tz::UTC,
            is_active: true,
            receives_breach_notices: false,
            created_at: now,
        }
    }

    #[test]
    fn people_are_meant_by_address_and_by_names_that_are_theirs_alone() {
        let people = [
            person("Ann Smith", "ann@provider.example"),
            person("Ann Jones", "jones@provider.example"),
            person("Bob Ray", "bob.ray@provider.example"),
        ];
        for (text, wanted) in [
            ("@ann@provider.example please", vec![0]),
            ("Ask @Ann Smith, or @JONES.", vec![0, 1]),
            ("(@bob) and @bob.ray@provider.example", vec![2]),
            ("@ann knows", vec![]),
            ("@ann jones knows", vec![1]),
            ("write to ann@provider.example", vec![]),
            ("@ann@provider.example.org", vec![]),
            ("@bobby @ @@", vec![]),
            ("@@bob", vec![2]),
        ] {
            let found = mentioned(text, &people);
            let mut ids: Vec<PersonId> = wanted.into_iter().map(|index: usize| people[index].id).collect();
            ids.sort_unstable();
            assert_eq!(found, ids, "{text}");
        }
    }
}

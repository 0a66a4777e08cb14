//! Reading a severity out of a report.

use std::collections::HashMap;

use super::{Answers, ClassificationRule, SeverityCode};

/// What the rules read out of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The severity that the report seems to be of.
    pub severity: SeverityCode,
    /// Why, in words: "'cannot log in' and 'everyone' match Critical".
    pub reason: String,
}

/// Reads a severity out of the answers and the text (subject and body) of a report, by the first rule that matches.
///
/// Words match whole words, whatever their case and the space between them. The time grows with the text's length, not
/// faster.
pub fn classify(rules: &[ClassificationRule], answers: &Answers, text: &str) -> Option<Suggestion> {
    let text = text.to_lowercase();
    let found = phrases_found(rules, &words(&text));
    rules.iter().zip(&found).find_map(|(rule, phrase)| {
        let mut reasons: Vec<&str> = Vec::new();
        if !rule.words.is_empty() {
            reasons.push((*phrase)?);
        }
        if !rule.affected.is_empty() {
            reasons.push(answers.affected.filter(|answer| rule.affected.contains(answer))?.as_str());
        }
        if !rule.impact.is_empty() {
            reasons.push(answers.impact.filter(|answer| rule.impact.contains(answer))?.as_str());
        }
        if !rule.workaround.is_empty() {
            let answer = answers.workaround.filter(|answer| rule.workaround.contains(answer))?;
            reasons.push(if answer.as_str() == "none" { "no way round" } else { answer.as_str() });
        }
        Some(Suggestion { severity: rule.severity.clone(), reason: reason(&reasons, &rule.severity) })
    })
}

fn reason(reasons: &[&str], severity: &SeverityCode) -> String {
    let quoted: Vec<String> = reasons.iter().map(|reason| format!("'{reason}'")).collect();
    match quoted.split_last() {
        Some((last, [])) => format!("{last} matches {severity}"),
        Some((last, others)) => format!("{} and {last} match {severity}", others.join(", ")),
        None => format!("every report is {severity}"),
    }
}

/// For each rule the first of its phrases, as the contract lists them, that is in the text.
fn phrases_found<'r>(rules: &'r [ClassificationRule], text: &[&str]) -> Vec<Option<&'r str>> {
    struct Phrase<'r> {
        words: Vec<String>,
        written: &'r str,
        rule: usize,
        place: usize,
    }
    let mut by_first_word: HashMap<String, Vec<Phrase<'r>>> = HashMap::new();
    for (number, rule) in rules.iter().enumerate() {
        for (place, written) in rule.words.iter().enumerate() {
            let words: Vec<String> = words(&written.to_lowercase()).into_iter().map(str::to_owned).collect();
            if let Some(first) = words.first().cloned() {
                by_first_word.entry(first).or_default().push(Phrase { words, written, rule: number, place });
            }
        }
    }
    let mut found: Vec<Option<(usize, &'r str)>> = vec![None; rules.len()];
    for (start, first) in text.iter().enumerate() {
        for phrase in by_first_word.get(*first).into_iter().flatten() {
            let here = text.get(start..start + phrase.words.len());
            let Some(best) = found.get_mut(phrase.rule) else { continue };
            let earlier = best.is_none_or(|(place, _)| phrase.place < place);
            if earlier
                && here.is_some_and(|here| here.iter().zip(&phrase.words).all(|(one, other)| one == other))
            {
                *best = Some((phrase.place, phrase.written));
            }
        }
    }
    found.into_iter().map(|best| best.map(|(_, written)| written)).collect()
}

/// The words of a text, without what stands between them. The end of a sentence is a word of its own, so that no phrase
/// reaches over it. An apostrophe parts a word in two, whichever of its shapes is written.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            words.push(word);
        }
        if piece.ends_with(['.', '!', '?', ';']) {
            words.push(".");
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Answers, ClassificationRule, SeverityCode, classify};
    use crate::sla::{Affected, Impact, Workaround};

    fn rules() -> Vec<ClassificationRule> {
        let rule =
            |severity: &str, affected: &[Affected], impact: &[Impact], words: &[&str]| ClassificationRule {
                severity: SeverityCode::new(severity),
                affected: affected.to_vec(),
                impact: impact.to_vec(),
                workaround: Vec::new(),
                words: words.iter().map(|word| (*word).to_owned()).collect(),
            };
        vec![
            rule("Critical", &[Affected::Everyone], &[], &["outage", "Cannot log in", "can't log in"]),
            rule("Critical", &[Affected::Everyone], &[Impact::Unusable], &[]),
            rule("High", &[], &[], &["outage", "down"]),
        ]
    }

    fn check(affected: Option<Affected>, impact: Option<Impact>, text: &str, expected: Option<&str>) {
        let answers = Answers { affected, impact, workaround: Some(Workaround::None) };
        let suggestion = classify(&rules(), &answers, text);
        assert_eq!(suggestion.as_ref().map(|suggestion| suggestion.reason.as_str()), expected, "{text}");
    }

    #[test]
    fn the_first_rule_that_matches_wins() {
        use Affected::{Everyone, One};
        let everyone = Some(Everyone);
        check(everyone, None, "We CANNOT\n  log in!", Some("'Cannot log in' and 'everyone' match Critical"));
        check(everyone, None, "users can’t log in", Some("'can't log in' and 'everyone' match Critical"));
        check(everyone, None, "can't log in: an outage", Some("'outage' and 'everyone' match Critical"));
        check(everyone, Some(Impact::Unusable), "help", Some("'everyone' and 'unusable' match Critical"));
        check(Some(One), Some(Impact::Unusable), "It is down.", Some("'down' matches High"));
        check(None, None, "an outage", Some("'outage' matches High"));
        check(everyone, None, "You cannot. Log in is odd", None);
        check(None, None, "downtown outages, breakdowns", None);
        check(None, None, "", None);
    }

    #[test]
    fn a_long_text_is_read_once() {
        let text = "cannot log ".repeat(200_000);
        check(Some(Affected::Everyone), None, &text, None);
    }
}

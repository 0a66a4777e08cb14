//! Reading what somebody typed into the search field: words, and filters such as `severity:High customer:"Acme Ltd"`.

use chrono::NaiveDate;

use super::condition::{Condition, Since, Whose};
use super::fold::fold;
use crate::domain::Tag;
use crate::sla::Status;

/// The filters, as the searcher is told of them.
const FILTERS: &str = "status, severity, breached, triage, chargeable, customer, contract, assignee, from, tag, is:snoozed, is:following, \
    created>, created<";

/// So much of a search is read, in characters: no subject is longer.
const LONGEST: usize = 500;

/// A search as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchQuery {
    /// The words that all have to be found, folded; each is also found as the beginning of a longer one.
    pub words: Vec<String>,
    /// The filters that all have to hold.
    pub conditions: Vec<Condition>,
    /// What was not understood; the rest holds.
    pub faults: Vec<SearchFault>,
}

/// A part of a search that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchFault {
    /// The part, as typed.
    pub part: String,
    /// What is wrong with it and what to write instead, as a sentence.
    pub message: String,
}

impl SearchQuery {
    /// Reads a search. Never fails: what cannot be understood is named among the faults.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
        let (text, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        for part in parts(text) {
            match condition(&part) {
                None => query.words.extend(words(&part)),
                Some(Ok(condition)) => query.conditions.push(condition),
                Some(Err(message)) => query.faults.push(SearchFault { part, message }),
            }
        }
        if !rest.trim().is_empty() {
            let message = format!("only the first {LONGEST} characters are searched for.");
            query.faults.push(SearchFault { part: "Too long".to_owned(), message });
        }
        query
    }

    /// Whether there is nothing to search for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.conditions.is_empty()
    }
}

/// The parts between spaces; quotes keep spaces within one.
fn parts(text: &str) -> Vec<String> {
    let (mut parts, mut part, mut is_quoted) = (Vec::new(), String::new(), false);
    for letter in text.chars() {
        match letter {
            '"' | '“' | '”' => is_quoted = !is_quoted,
            letter if letter.is_whitespace() && !is_quoted => parts.push(std::mem::take(&mut part)),
            letter => part.push(letter),
        }
    }
    parts.push(part);
    parts.retain(|part| !part.is_empty());
    parts
}

/// The words of a part as search compares them.
fn words(part: &str) -> Vec<String> {
    let folded = fold(part);
    folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The filter that a part is; none where it is words, as `http://` or `12:30` are.
fn condition(part: &str) -> Option<Result<Condition, String>> {
    let at = part.find([':', '<', '>'])?;
    let (name, rest) = part.split_at(at);
    let sign = rest.chars().next()?;
    let value = rest.get(sign.len_utf8()..)?.trim();
    if name.is_empty() || !name.chars().all(|letter| letter.is_ascii_alphabetic()) || value.starts_with("//")
    {
        return None;
    }
    if sign != ':' {
        return Some(by_day(name, sign, value));
    }
    if value.is_empty() {
        return Some(Err(format!("Write what “{name}:” is to be, without a space.")));
    }
    Some(by_name(name, value))
}

fn by_name(name: &str, value: &str) -> Result<Condition, String> {
    let text = || value.to_owned();
    Ok(match name.to_ascii_lowercase().as_str() {
        "status" => Condition::Status(states(value)?),
        "severity" => Condition::Severity(text()),
        "breached" => Condition::Breached(yes_or_no(value)?),
        "triage" => Condition::Triage(yes_or_no(value)?),
        "chargeable" => Condition::Chargeable(yes_or_no(value)?),
        "customer" => Condition::Customer(text()),
        "contract" => Condition::Contract(text()),
        "assignee" => Condition::Assignee(match value.to_lowercase().as_str() {
            "me" => Whose::Mine,
            "none" | "nobody" => Whose::Nobodys,
            _ => Whose::Of(text()),
        }),
        "from" | "requester" => Condition::Requester(text()),
        "tag" => Condition::Tag(Tag::parse(value)?),
        "is" if value.eq_ignore_ascii_case("snoozed") => Condition::Snoozed,
        "is" if value.eq_ignore_ascii_case("following") => Condition::Following,
        "is" => return Err("Write is:snoozed or is:following.".to_owned()),
        "created" => return Err("Write created>2026-11-01 or created<2026-11-01.".to_owned()),
        _ => return Err(format!("There is no filter “{name}”. There are: {FILTERS}.")),
    })
}

fn by_day(name: &str, sign: char, value: &str) -> Result<Condition, String> {
    if !name.eq_ignore_ascii_case("created") {
        return Err(format!(
            "“{name}” is not compared with {sign}. Only created is, as in created>2026-11-01."
        ));
    }
    let day: NaiveDate =
        value.parse().map_err(|_| format!("“{value}” is no day: write it as 2026-11-01."))?;
    Ok(Condition::Created(if sign == '>' { Since::From(day) } else { Since::Before(day) }))
}

fn states(value: &str) -> Result<Vec<Status>, String> {
    match value.to_lowercase().as_str() {
        "open" => Ok(vec![Status::Open]),
        "waiting" => Ok(vec![Status::WaitingOnCustomer]),
        "resolved" => Ok(vec![Status::Resolved]),
        "closed" => Ok(vec![Status::Closed]),
        "unresolved" => Ok(vec![Status::Open, Status::WaitingOnCustomer]),
        "done" => Ok(vec![Status::Resolved, Status::Closed]),
        "any" => Ok(Status::ALL.to_vec()),
        _ => Err(format!(
            "“{value}” is no status. Write open, waiting, resolved, closed, unresolved, done or any."
        )),
    }
}

fn yes_or_no(value: &str) -> Result<bool, String> {
    match value.to_lowercase().as_str() {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err(format!("Write yes or no instead of “{value}”.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &[&str], conditions: &[Condition], faults: &[&str]) {
        let query = SearchQuery::parse(text);
        assert_eq!(query.words, words, "{text}");
        assert_eq!(query.conditions, conditions, "{text}");
        let parts: Vec<&str> = query.faults.iter().map(|fault| fault.part.as_str()).collect();
        assert_eq!(parts, faults, "{text}");
    }

    #[test]
    fn words_and_filters_are_told_apart() {
        let day = |text: &str| text.parse().unwrap();
        check("", &[], &[], &[]);
        check("  Export Müller ", &["export", "muller"], &[], &[]);
        check("\"two words\" a-b", &["two", "words", "a", "b"], &[], &[]);
        check("https://x.example 12:30", &["https", "x", "example", "12", "30"], &[], &[]);
        check(
            "severity:S1 breached:yes",
            &[],
            &[Condition::Severity("S1".into()), Condition::Breached(true)],
            &[],
        );
        check("customer:\"Acme Ltd\" slow", &["slow"], &[Condition::Customer("Acme Ltd".into())], &[]);
        check("assignee:me", &[], &[Condition::Assignee(Whose::Mine)], &[]);
        check("assignee:none", &[], &[Condition::Assignee(Whose::Nobodys)], &[]);
        check("created>2026-11-01", &[], &[Condition::Created(Since::From(day("2026-11-01")))], &[]);
        check("created<2026-11-01", &[], &[Condition::Created(Since::Before(day("2026-11-01")))], &[]);
        check("STATUS:Done", &[], &[Condition::Status(vec![Status::Resolved, Status::Closed])], &[]);
        check("tag:Billing", &[], &[Condition::Tag(Tag::parse("billing").unwrap())], &[]);
    }

    #[test]
    fn what_is_not_understood_is_named_and_the_rest_holds() {
        check("sevrity:S1 slow", &["slow"], &[], &["sevrity:S1"]);
        check(&"ü".repeat(501), &[&"u".repeat(500)], &[], &["Too long"]);
        check(&format!("slow{}", " ".repeat(600)), &["slow"], &[], &[]);
        check("breached:maybe", &[], &[], &["breached:maybe"]);
        check("status:", &[], &[], &["status:"]);
        check("created>yesterday", &[], &[], &["created>yesterday"]);
        check("severity>3", &[], &[], &["severity>3"]);
        check("created:2026-11-01", &[], &[], &["created:2026-11-01"]);
        check("tag:a/b", &[], &[], &["tag:a/b"]);
    }
}

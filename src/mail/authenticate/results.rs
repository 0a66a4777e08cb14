//! The grammar of an Authentication-Results field (RFC 8601 section 2.2), as forgiving as is safe.

use crate::domain::{MailCheck, Outcome};

/// More results than this in one field are not read.
const MAX_RESULTS: usize = 50;

/// The name of the server that wrote a field, and what it found; none where it names no server.
pub(super) fn results_of(value: &str) -> Option<(String, Vec<MailCheck>)> {
    let plain = without_comments(value);
    let mut statements = plain.split(';').map(str::trim);
    let server = statements.next()?.split_whitespace().next()?.to_owned();
    Some((server, statements.take(MAX_RESULTS).filter_map(check).collect()))
}

/// The field without what stands in brackets, and with quoted strings left out: nothing in either is a result.
fn without_comments(value: &str) -> String {
    let (mut plain, mut depth, mut is_quoted) = (String::new(), 0_usize, false);
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '"' if depth == 0 => {
                is_quoted = !is_quoted;
                plain.push('"');
            }
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            letter if depth == 0 && !is_quoted => plain.push(letter),
            _ => {}
        }
    }
    plain
}

/// `dkim=pass header.d=example.com` as one check.
fn check(statement: &str) -> Option<MailCheck> {
    let mut words = statement.split_whitespace();
    let (method, result) = words.next()?.split_once('=')?;
    let method = method.split('/').next()?.to_ascii_lowercase();
    let properties: Vec<(String, &str)> = words
        .filter_map(|word| word.split_once('='))
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect();
    let wanted: &[&str] = match method.as_str() {
        "spf" => &["smtp.mailfrom", "smtp.mfrom"],
        "dkim" => &["header.d", "header.i"],
        "dmarc" => &["header.from"],
        "arc" => &[],
        _ => return None,
    };
    let of_name =
        |name: &&str| properties.iter().find(|(property, _)| property == name).map(|(_, value)| *value);
    let domain = wanted
        .iter()
        .find_map(of_name)
        .map(|value| value.rsplit('@').next().unwrap_or(value).trim_end_matches('.').to_ascii_lowercase());
    Some(MailCheck { method, outcome: outcome(result), domain })
}

fn outcome(word: &str) -> Outcome {
    match word.to_ascii_lowercase().as_str() {
        "pass" => Outcome::Pass,
        "fail" | "hardfail" => Outcome::Fail,
        "softfail" | "neutral" | "policy" => Outcome::Neutral,
        "none" => Outcome::None,
        _ => Outcome::Error,
    }
}

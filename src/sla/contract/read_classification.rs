//! The classification rules of a contract file.

use super::{
    read::rank_of,
    reader::{Table, Value},
};
use crate::sla::{ClassificationRule, SeverityCode};

/// Reads one rule. It needs at least one condition, or it would match every report.
pub(super) fn classification(value: &Value<'_>, codes: &[String]) -> Option<ClassificationRule> {
    let table = value.table()?;
    let severity = table.required("severity", |value| {
        value.parse_with(|code| rank_of(codes, code).map(|_| SeverityCode::new(code)))
    });
    let when = table.optional("when", |when| conditions(&when.table()?));
    let words = table.list("words", Value::words);
    table.finish();
    let (affected, impact, workaround) = when?.unwrap_or_default();
    let rule = ClassificationRule { severity: severity?, affected, impact, workaround, words: words? };
    if rule.affected.is_empty()
        && rule.impact.is_empty()
        && rule.workaround.is_empty()
        && rule.words.is_empty()
    {
        return table.fault("has no condition and would match every report; add \"when\" or \"words\"");
    }
    if rule.words.iter().any(|words| !words.contains(char::is_alphanumeric)) {
        return table.fault_at("words", "each needs a letter or a digit".to_owned());
    }
    Some(rule)
}

type Conditions = (Vec<crate::sla::Affected>, Vec<crate::sla::Impact>, Vec<crate::sla::Workaround>);

fn conditions(table: &Table<'_>) -> Option<Conditions> {
    let affected = table.list("affected", Value::parse);
    let impact = table.list("impact", Value::parse);
    let workaround = table.list("workaround", Value::parse);
    table.finish();
    Some((affected?, impact?, workaround?))
}

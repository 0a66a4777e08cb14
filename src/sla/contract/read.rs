//! The top of a contract file.

use super::{
    Contract, Faults,
    due_check::every_target_comes_due,
    read_calendar::{CalendarPart, calendar},
    read_classification::classification,
    read_severity::severities,
    reader::{Source, Table, Value},
};
use crate::sla::{
    Escalation, EscalationStep, HoldOver, Reclassify, ResponseMetBy, Share, length::parse_length,
    terms::Terms, words,
};

/// Gives the text of a file that a contract names.
pub(super) type Files<'f> = &'f dyn Fn(&str) -> Result<String, String>;

const SCHEMA: u32 = 1;

pub(super) fn contract(text: &str, files: Files<'_>) -> Result<Contract, Faults> {
    let source = Source::new(text);
    let tree = source.tree()?;
    let contract = read(&source.top(&tree), files);
    drop(tree);
    source.finish(contract)
}

fn read(top: &Table<'_>, files: Files<'_>) -> Option<Contract> {
    let schema = top.required("schema", schema);
    let key = top.required("key", |value| value.parse_with(key));
    let name = top.required("name", Value::words);
    let provider = top.optional("provider", Value::words);
    let hold_over = top.or("hold_over", HoldOver::NextWorkingDay, Value::parse);
    let reclassify = top.or("reclassify", Reclassify::FromChange, Value::parse);
    let response_met_by = top.or("response_met_by", ResponseMetBy::Reply, Value::parse);
    let warn_at = top.or("warn_at", vec![Share::percent(75)], warn_at);
    let calendar = top.required("calendar", |value| calendar(&value.table()?, files));
    let severities = top.required("severity", severities);
    let comes_due = match (&calendar, &severities) {
        (Some(part), Some(severities)) => every_target_comes_due(part, severities, top),
        _ => None,
    };
    let codes = codes(top);
    let email_rank = email_rank(top, &codes);
    let escalation = top.or("escalation", Escalation::default(), escalation);
    let classification = top.list("classification", |value| classification(value, &codes));
    let terms = Terms::read(top);
    top.finish();
    schema?;
    comes_due?;
    let CalendarPart { calendar, business_day } = calendar?;
    let name = name?;
    Some(Contract {
        key: key?,
        provider: provider?.unwrap_or_else(|| name.clone()),
        name,
        calendar,
        severities: severities?,
        email_rank: email_rank?,
        hold_over: hold_over?,
        reclassify: reclassify?,
        response_met_by: response_met_by?,
        business_day,
        warn_at: warn_at?,
        escalation: escalation?,
        classification: classification?,
        terms: terms?,
    })
}

fn schema(value: &Value<'_>) -> Option<()> {
    match value.number(0..=u32::MAX)? {
        SCHEMA => Some(()),
        other => value.fault(format!("{other} is not known to this version; write schema = {SCHEMA}")),
    }
}

fn key(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if text.is_empty() || text.len() > 64 || !text.chars().all(fits) {
        return Err(format!(
            "\"{text}\" is not a key; use up to 64 small letters, digits, '-' and '_', like \"my-contract\""
        ));
    }
    Ok(text.to_owned())
}

fn warn_at(value: &Value<'_>) -> Option<Vec<Share>> {
    let shares = value.list(|share| {
        let read: Share = share.parse()?;
        if read > Share::percent(0) && read < Share::WHOLE {
            return Some(read);
        }
        share.fault("must lie between 0% and 100%: a warning comes before the breach")
    })?;
    if shares.iter().zip(shares.iter().skip(1)).any(|(one, next)| next <= one) {
        return value.fault("must ascend, like [\"50%\", \"75%\"]");
    }
    Some(shares)
}

/// The codes of the severities, as far as they can be read: where the list has faults, what refers to it is judged all
/// the same.
fn codes(top: &Table<'_>) -> Vec<String> {
    let mut codes = Vec::new();
    if let Some(value) = top.get("severity") {
        value.list(|element| {
            let code = element.table()?.get("code").and_then(|code| code.text());
            codes.push(code.unwrap_or_default().to_owned());
            Some(())
        });
    }
    codes
}

fn email_rank(top: &Table<'_>, codes: &[String]) -> Option<usize> {
    match top.get("email_severity") {
        Some(value) => value.parse_with(|code| rank_of(codes, code)),
        None => Some(codes.len().saturating_sub(1)),
    }
}

/// The place of a severity's code in the contract's list.
///
/// # Errors
/// Says which codes there are.
pub(super) fn rank_of(codes: &[String], code: &str) -> Result<usize, String> {
    let known: Vec<&str> = codes.iter().map(String::as_str).filter(|code| !code.is_empty()).collect();
    codes.iter().position(|one| one == code && !code.is_empty()).ok_or_else(|| words::unknown(code, &known))
}

fn escalation(value: &Value<'_>) -> Option<Escalation> {
    let table = value.table()?;
    let steps =
        table.or("steps", Escalation::default().steps().to_vec(), |steps| steps.list(escalation_step));
    let by_customer = table.or("by_customer", Vec::new(), |targets| targets.list(Value::parse));
    table.finish();
    match Escalation::new(steps?) {
        Ok(escalation) => Some(escalation.with_by_customer(by_customer?)),
        Err(message) => table.fault_at("steps", message),
    }
}

fn escalation_step(value: &Value<'_>) -> Option<EscalationStep> {
    let table = value.table()?;
    let after = table.required("after", |after| after.parse_with(parse_length));
    let page = table.required("page", Value::parse);
    table.finish();
    Some(EscalationStep { after: after?, page: page? })
}

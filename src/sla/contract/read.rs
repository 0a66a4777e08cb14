//! The top of a contract file.

use super::{
    Contract, Faults, due_check,
    read_calendar::{CalendarPart, calendar},
    read_classification::classification,
    read_severity::severities,
    reader::{Source, Table, Value},
};
use crate::sla::{
    Escalation, EscalationStep, HoldOver, Reclassify, ResponseMetBy, Severity, Share, length::parse_length,
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
    let email_rank = email_rank(top, severities.as_deref());
    let escalation = top.or("escalation", Escalation::default(), escalation);
    let classification = top.list("classification", |value| classification(value, severities.as_deref()));
    let terms = Terms::read(top);
    top.finish();
    schema?;
    let CalendarPart { calendar, business_day } = calendar?;
    let name = name?;
    let contract = Contract {
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
    };
    due_check::every_target_comes_due(&contract, top).then_some(contract)
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

fn email_rank(top: &Table<'_>, severities: Option<&[Severity]>) -> Option<usize> {
    let last = severities.map_or(0, |severities| severities.len().saturating_sub(1));
    let code = top.optional("email_severity", Value::text)?;
    match (code, severities) {
        (Some(code), Some(severities)) => match rank_of(severities, code) {
            Ok(rank) => Some(rank),
            Err(message) => top.fault_at("email_severity", message),
        },
        // Without a readable list of severities, those faults are told, and this can't be judged.
        _ => Some(last),
    }
}

/// The place of a severity's code in the contract's list, or a message that says which there are.
pub(super) fn rank_of(severities: &[Severity], code: &str) -> Result<usize, String> {
    severities.iter().position(|severity| severity.code().as_str() == code).ok_or_else(|| {
        let codes: Vec<&str> = severities.iter().map(|severity| severity.code().as_str()).collect();
        words::unknown(code, &codes)
    })
}

fn escalation(value: &Value<'_>) -> Option<Escalation> {
    let table = value.table()?;
    let steps = table.required("steps", |steps| steps.list(escalation_step));
    table.finish();
    match Escalation::new(steps?) {
        Ok(escalation) => Some(escalation),
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

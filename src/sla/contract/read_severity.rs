//! The severities of a contract file.

use super::reader::{Table, Value};
use crate::sla::{Band, Coverage, Severity, SeverityCode, Target};

/// Reads the list of severities, whose order is their rank.
pub(super) fn severities(value: &Value<'_>) -> Option<Vec<Severity>> {
    let mut codes: Vec<String> = Vec::new();
    let severities = value.list(|element| {
        let table = element.table()?;
        let severity = severity(&table, codes.len());
        let code = table.get("code").and_then(|code| code.text().map(str::to_owned)).unwrap_or_default();
        let twice = !code.is_empty() && codes.contains(&code);
        codes.push(code.clone());
        if twice {
            return table.fault_at(
                "code",
                format!("\"{code}\" is the code of another severity already; give each its own"),
            );
        }
        severity
    })?;
    if severities.is_empty() {
        return value.fault("names no severity; write at least one [[severity]]");
    }
    Some(severities)
}

fn severity(table: &Table<'_>, rank: usize) -> Option<Severity> {
    let code = table.required("code", |value| value.parse_with(code));
    let name = table.optional("name", Value::words);
    let description = table.optional("description", Value::words);
    let covers = table.or("covers", Coverage::OFFICE_HOURS, covers);
    let pages = table.or("page", true, Value::boolean);
    let respond = table.or("respond", [Target::None; 4], target);
    let update = table.or("update", [Target::None; 4], target);
    let resolve = table.or("resolve", [Target::None; 4], target);
    table.finish();
    let code = code?;
    Some(Severity {
        rank,
        name: name?.unwrap_or_else(|| code.to_string()),
        code,
        description: description?.unwrap_or_default(),
        covers: covers?,
        pages: pages?,
        targets: [respond?, update?, resolve?],
    })
}

fn code(text: &str) -> Result<SeverityCode, String> {
    if text.is_empty() || text.len() > 40 || text.trim() != text || text.chars().any(char::is_control) {
        return Err("is not a code; write a short word like \"Critical\" or \"S1\"".to_owned());
    }
    Ok(SeverityCode::new(text))
}

fn covers(value: &Value<'_>) -> Option<Coverage> {
    if value.is_text() {
        return match value.text()? {
            "always" => Some(Coverage::EVERYTHING),
            other => value.fault(format!(
                "\"{other}\" is no coverage; write \"always\", or a list of bands like [\"office_hours\", \"weekend\"]"
            )),
        };
    }
    let mut covered = Coverage::NOTHING;
    let bands = value.list(|element| {
        let band: Band = element.parse()?;
        if covered.contains(band) {
            return element.fault(format!("\"{band}\" is listed twice"));
        }
        covered = covered.with(band);
        Some(band)
    })?;
    Some(bands.into_iter().collect())
}

/// Reads one target for all bands, or a table of targets by the band of the starting event, in the order of
/// [`Band::ALL`].
fn target(value: &Value<'_>) -> Option<[Target; 4]> {
    if value.is_table() { by_band(&value.table()?) } else { value.parse().map(|target| [target; 4]) }
}

fn by_band(table: &Table<'_>) -> Option<[Target; 4]> {
    let bank_holiday = table.optional("bank_holiday", Value::parse);
    let weekend = table.optional("weekend", Value::parse);
    let office_hours = table.optional("office_hours", Value::parse);
    let out_of_hours = table.optional("out_of_hours", Value::parse);
    let otherwise: Option<Option<Target>> = table.optional("otherwise", Value::parse);
    table.finish();
    let named = [bank_holiday?, weekend?, office_hours?, out_of_hours?];
    match (otherwise?, named) {
        (None, [Some(one), Some(two), Some(three), Some(four)]) => Some([one, two, three, four]),
        (Some(_), [Some(_), Some(_), Some(_), Some(_)]) => {
            table.fault_at("otherwise", "never applies, since every band is named; leave it out".to_owned())
        }
        (Some(otherwise), named) => Some(named.map(|target| target.unwrap_or(otherwise))),
        (None, named) => {
            let bands = Band::ALL
                .iter()
                .zip(named)
                .filter(|(_, target)| target.is_none())
                .map(|(band, _)| band.as_str());
            let missing = bands.collect::<Vec<_>>().join(", ");
            table.fault(format!(
                "says nothing for {missing}; name them, or add otherwise = \"none\" or another target"
            ))
        }
    }
}

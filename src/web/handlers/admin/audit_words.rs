//! What an entry of the audit log is about, in names instead of ids.

use serde_json::Value;
use uuid::Uuid;

use crate::domain::{
    AuditObject, AuditObjectKind, ContractVersionId, OrganizationId, PersonId, RotaId, TeamId, WebhookId,
};
use crate::store::{self, Connection, StoreError};

/// The name of what an entry is about; its id where it has none, or none any more.
///
/// # Errors
/// [`StoreError`].
pub fn object_name(c: &mut Connection, object: AuditObject) -> Result<String, StoreError> {
    let Some(id) = object.id else { return Ok(String::new()) };
    let kind = match object.kind {
        AuditObjectKind::Person => "person",
        AuditObjectKind::Organization => "organization",
        AuditObjectKind::Team => "team",
        AuditObjectKind::Rota => "rota",
        AuditObjectKind::Contract => "contract",
        AuditObjectKind::Webhook => "webhook",
        _ => "",
    };
    Ok(name(c, kind, id)?.unwrap_or_else(|| id.to_string()))
}

/// What else an entry says: `role: customer · organization: Acme`. What is nothing is left out.
///
/// # Errors
/// [`StoreError`].
pub fn detail_in_words(c: &mut Connection, detail: &str) -> Result<String, StoreError> {
    let Ok(Value::Object(fields)) = serde_json::from_str(detail) else {
        return Ok(if detail == "null" { String::new() } else { detail.to_owned() });
    };
    let mut words = Vec::new();
    for (key, value) in &fields {
        let value = value_in_words(c, key, value)?;
        if !value.is_empty() {
            words.push(format!("{}: {value}", key.replace('_', " ")));
        }
    }
    Ok(words.join(" · "))
}

fn value_in_words(c: &mut Connection, key: &str, value: &Value) -> Result<String, StoreError> {
    Ok(match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => match Uuid::parse_str(text) {
            Ok(id) => name(c, key, id)?.unwrap_or_else(|| text.clone()),
            Err(_) => text.clone(),
        },
        Value::Array(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(|item| value_in_words(c, key, item)).collect();
            items?.join(", ")
        }
        other => other.to_string(),
    })
}

fn name(c: &mut Connection, kind: &str, id: Uuid) -> Result<Option<String>, StoreError> {
    Ok(match kind {
        "person" | "people" => store::person::find(c, PersonId(id))?.map(|found| found.name),
        "organization" => store::organization::find(c, OrganizationId(id))?.map(|found| found.name),
        "team" => store::team::find(c, TeamId(id))?.map(|found| found.name),
        "rota" => store::rota::find(c, RotaId(id))?.map(|found| found.name),
        "webhook" => store::webhook::find(c, WebhookId(id))?.map(|found| found.name),
        "contract" => Some(store::contract::version(c, ContractVersionId(id))?.name),
        _ => None,
    })
}

//! What an entry of the audit log is about, in names instead of ids.

use std::collections::HashMap;

use serde_json::Value;
use uuid::Uuid;

use crate::domain::{
    ApiTokenId, AuditActor, AuditObject, AuditObjectKind, ContractVersionId, IdentityProof, MailboxTokenId,
    OrganizationId, PersonId, RotaId, TeamId, TicketId, WebhookId,
};
use crate::store::{self, Connection, StoreError};

/// Turns the ids of many entries into names; each is looked up once.
pub struct Names<'c> {
    c: &'c mut Connection,
    known: HashMap<Uuid, Option<String>>,
}

impl<'c> Names<'c> {
    /// Knows nothing yet.
    pub fn new(c: &'c mut Connection) -> Self {
        Self { c, known: HashMap::new() }
    }

    /// Who did it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn actor(&mut self, actor: AuditActor) -> Result<String, StoreError> {
        Ok(match actor {
            AuditActor::Person(person) => {
                self.name("person", person.0)?.unwrap_or_else(|| person.to_string())
            }
            AuditActor::CommandLine => "Command line".to_owned(),
            AuditActor::System => "Punctual".to_owned(),
        })
    }

    /// The name of what an entry is about; its id where it has none, or none any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn object(&mut self, object: AuditObject) -> Result<String, StoreError> {
        let Some(id) = object.id else { return Ok(String::new()) };
        let kind = match object.kind {
            AuditObjectKind::Person => "person",
            AuditObjectKind::Organization => "organization",
            AuditObjectKind::Team => "team",
            AuditObjectKind::Rota => "rota",
            AuditObjectKind::Contract => "contract",
            AuditObjectKind::Webhook => "webhook",
            AuditObjectKind::Ticket => "ticket",
            AuditObjectKind::ApiToken => "api_token",
            AuditObjectKind::MailboxToken => "mailbox_token",
            _ => "",
        };
        Ok(self.name(kind, id)?.unwrap_or_else(|| id.to_string()))
    }

    /// What else an entry says: `role: customer · organization: Acme`. What is nothing is left out, and so is the id of a
    /// promise: its ticket, its clock and its due instant say which it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn detail(&mut self, detail: &str) -> Result<String, StoreError> {
        let Ok(Value::Object(fields)) = serde_json::from_str(detail) else {
            return Ok(if detail == "null" { String::new() } else { detail.to_owned() });
        };
        let mut words = Vec::new();
        for (key, value) in fields.iter().filter(|(key, _)| *key != "promise") {
            let value = self.value(key, value)?;
            if !value.is_empty() {
                words.push(format!("{}: {value}", key.replace('_', " ")));
            }
        }
        Ok(words.join(" · "))
    }

    fn value(&mut self, key: &str, value: &Value) -> Result<String, StoreError> {
        Ok(match value {
            Value::Null => String::new(),
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            Value::String(text) => match Uuid::parse_str(text) {
                Ok(id) => self.name(key, id)?.unwrap_or_else(|| text.clone()),
                Err(_) => proof(key, text).unwrap_or_else(|| text.clone()),
            },
            Value::Array(items) => {
                let items: Result<Vec<_>, _> = items.iter().map(|item| self.value(key, item)).collect();
                items?.join(", ")
            }
            other => other.to_string(),
        })
    }

    fn name(&mut self, kind: &str, id: Uuid) -> Result<Option<String>, StoreError> {
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        let found = found(self.c, kind, id)?;
        self.known.insert(id, found.clone());
        Ok(found)
    }
}

/// `Called back on a number that we knew before` for `called_back`, where an entry says how somebody proved who they are.
fn proof(key: &str, word: &str) -> Option<String> {
    let proof: IdentityProof = word.parse().ok().filter(|_| key == "identity")?;
    Some(proof.in_words().to_owned())
}

fn found(c: &mut Connection, kind: &str, id: Uuid) -> Result<Option<String>, StoreError> {
    Ok(match kind {
        "person" | "people" | "main" | "backup" | "administrators" | "receives_breach_notices" => {
            store::person::find(c, PersonId(id))?.map(|found| found.name)
        }
        "organization" => store::organization::find(c, OrganizationId(id))?.map(|found| found.name),
        "team" => store::team::find(c, TeamId(id))?.map(|found| found.name),
        "rota" => store::rota::find(c, RotaId(id))?.map(|found| found.name),
        "webhook" => store::webhook::find(c, WebhookId(id))?.map(|found| found.name),
        "ticket" => store::ticket::number(c, TicketId(id))?.map(|number| format!("#{number}")),
        "api_token" => store::api_token::name(c, ApiTokenId(id))?,
        "mailbox_token" => store::mailbox_token::name(c, MailboxTokenId(id))?,
        "contract" => Some(store::contract::version(c, ContractVersionId(id))?.name),
        _ => None,
    })
}

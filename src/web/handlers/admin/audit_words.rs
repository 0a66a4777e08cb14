//! What an entry of the audit log is about, in names instead of ids.

use std::collections::HashMap;

use serde_json::Value;
use uuid::Uuid;

use super::audit_things;
use crate::app::App;
use crate::domain::{AuditActor, AuditObject, AuditObjectKind, IdentityProof};
use crate::store::{Connection, StoreError};

/// Something that entries are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// What people call it.
    pub name: String,
    /// Its page, where it has one.
    pub href: String,
}

/// Turns the ids of many entries into names; each is looked up once.
pub struct Names<'c> {
    c: &'c mut Connection,
    app: &'c App,
    known: HashMap<Uuid, Option<Thing>>,
}

impl<'c> Names<'c> {
    /// Knows nothing yet.
    pub fn new(c: &'c mut Connection, app: &'c App) -> Self {
        Self { c, app, known: HashMap::new() }
    }

    /// Who did it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn actor(&mut self, actor: AuditActor) -> Result<String, StoreError> {
        Ok(match actor {
            AuditActor::Person(person) => {
                self.thing("person", person.0)?.map_or_else(|| person.to_string(), |found| found.name)
            }
            AuditActor::CommandLine => "Command line".to_owned(),
            AuditActor::System => "Punctual".to_owned(),
        })
    }

    /// What an entry is about; none for the installation, and for what is there no more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn object(&mut self, object: AuditObject) -> Result<Option<Thing>, StoreError> {
        let Some(id) = object.id else { return Ok(None) };
        let kind = match object.kind {
            AuditObjectKind::Installation => return Ok(None),
            AuditObjectKind::Person => "person",
            AuditObjectKind::Organization => "organization",
            AuditObjectKind::Team => "team",
            AuditObjectKind::Rota => "rota",
            AuditObjectKind::Contract => "contract",
            AuditObjectKind::Webhook => "webhook",
            AuditObjectKind::Delivery => "delivery",
            AuditObjectKind::Ticket => "ticket",
            AuditObjectKind::Mail => "mail",
            AuditObjectKind::Notice => "notice",
            AuditObjectKind::ApiToken => "api_token",
            AuditObjectKind::MailboxToken => "mailbox_token",
        };
        self.thing(kind, id)
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
                Ok(id) => self.thing(key, id)?.map_or_else(|| text.clone(), |found| found.name),
                Err(_) => proof(key, text).unwrap_or_else(|| text.clone()),
            },
            Value::Array(items) => {
                let items: Result<Vec<_>, _> = items.iter().map(|item| self.value(key, item)).collect();
                items?.join(", ")
            }
            other => other.to_string(),
        })
    }

    fn thing(&mut self, kind: &str, id: Uuid) -> Result<Option<Thing>, StoreError> {
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        let found = audit_things::find(self.c, self.app, kind, id)?;
        self.known.insert(id, found.clone());
        Ok(found)
    }
}

/// `Called back on a number that we knew before` for `called_back`, where an entry says how somebody proved who they are.
fn proof(key: &str, word: &str) -> Option<String> {
    let proof: IdentityProof = word.parse().ok().filter(|_| key == "identity")?;
    Some(proof.in_words().to_owned())
}

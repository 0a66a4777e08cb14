//! The agreement as a document: its dates, how it changes, what is reported, and what the customer owes.

use chrono::NaiveDate;

use super::Period;
use crate::sla::contract::reader::Value;

/// The dates of the agreement's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// From when it holds.
    pub effective: Option<NaiveDate>,
    /// When it was last changed.
    pub updated: Option<NaiveDate>,
}

/// How the agreement may be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// How long ahead changes are announced.
    pub notice: Period,
    /// How they are announced.
    pub channels: Vec<String>,
    /// How often the agreement is looked through.
    pub review_every: Option<Period>,
    /// More about it, in the agreement's words.
    pub note: Option<String>,
}

/// What the provider reports on its own keeping of promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reporting {
    /// How often a summary is made.
    pub every: Option<Period>,
    /// Whether only on request.
    pub on_request: bool,
    /// More about it, in the agreement's words.
    pub notes: Vec<String>,
}

/// What the agreement asks of the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerDuties {
    /// How many main representatives may give instructions.
    pub main_contacts: u32,
    /// How many backup representatives may.
    pub backup_contacts: u32,
    /// What the customer does at its own cost.
    pub obligations: Vec<String>,
}

impl Document {
    pub(super) fn read(value: &Value<'_>) -> Option<Document> {
        let table = value.table()?;
        let effective = table.optional("effective", |value| value.parse_with(date));
        let updated = table.optional("updated", |value| value.parse_with(date));
        table.finish();
        Some(Document { effective: effective?, updated: updated? })
    }
}

fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| format!("\"{text}\" is not a date; write it like \"2026-12-24\""))
}

impl Changes {
    pub(super) fn read(value: &Value<'_>) -> Option<Changes> {
        let table = value.table()?;
        let notice = table.required("notice", Value::parse);
        let channels = table.list("channels", Value::words);
        let review_every = table.optional("review_every", Value::parse);
        let note = table.optional("note", Value::words);
        table.finish();
        Some(Changes { notice: notice?, channels: channels?, review_every: review_every?, note: note? })
    }
}

impl Reporting {
    pub(super) fn read(value: &Value<'_>) -> Option<Reporting> {
        let table = value.table()?;
        let every = table.optional("every", Value::parse);
        let on_request = table.or("on_request", false, Value::boolean);
        let notes = table.list("notes", Value::words);
        table.finish();
        Some(Reporting { every: every?, on_request: on_request?, notes: notes? })
    }
}

impl CustomerDuties {
    pub(super) fn read(value: &Value<'_>) -> Option<CustomerDuties> {
        let table = value.table()?;
        let main_contacts = table.or("main_contacts", 1, |value| value.number(0..=100));
        let backup_contacts = table.or("backup_contacts", 0, |value| value.number(0..=100));
        let obligations = table.list("obligations", Value::words);
        table.finish();
        Some(CustomerDuties {
            main_contacts: main_contacts?,
            backup_contacts: backup_contacts?,
            obligations: obligations?,
        })
    }
}

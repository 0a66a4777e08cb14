//! How credits are claimed.

use super::Period;
use crate::sla::{contract::reader::Value, words::words};

words! {
    /// From when a period to claim runs.
    pub enum ClaimFrom {
        /// The end of the month concerned.
        EndOfMonth = "end_of_month",
        /// The breach.
        Breach = "breach",
        /// The end of the interruption.
        EndOfInterruption = "end_of_interruption",
    }
}

/// How a credit is claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// How long the customer has.
    pub within: Period,
    /// From when.
    pub from: ClaimFrom,
    /// By when a ticket must document the fault, where one is needed; counted from the same instant.
    pub ticket_within: Option<Period>,
    /// What a claim must contain.
    pub contents: Vec<String>,
    /// What must hold besides.
    pub conditions: Vec<String>,
}

impl Claims {
    pub(super) fn read(value: &Value<'_>) -> Option<Claims> {
        let table = value.table()?;
        let within = table.required("within", Value::parse);
        let from = table.required("from", Value::parse);
        let ticket_within = table.optional("ticket_within", Value::parse);
        let contents = table.list("contents", Value::words);
        let conditions = table.list("conditions", Value::words);
        table.finish();
        Some(Claims {
            within: within?,
            from: from?,
            ticket_within: ticket_within?,
            contents: contents?,
            conditions: conditions?,
        })
    }
}

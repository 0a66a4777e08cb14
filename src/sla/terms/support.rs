//! The ways to reach support.

use crate::sla::{
    contract::reader::{Table, Value},
    words::words,
};

words! {
    /// What becomes of a request of a support level.
    pub enum Cover {
        /// It is in the agreement's price.
        Included = "included",
        /// It is done, and charged for.
        Chargeable = "chargeable",
        /// It is not done under the agreement.
        NotCovered = "not_covered",
    }
}

/// How support is reached, and for what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// The hours in the agreement's words; what counts are the severities' bands.
    pub hours: Option<String>,
    /// In which languages support is given.
    pub languages: Vec<String>,
    /// The ways in.
    pub channels: Vec<Channel>,
    /// The kinds of request, and what becomes of each.
    pub levels: Vec<SupportLevel>,
}

/// One way to reach support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Its name: "Email".
    pub name: String,
    /// Where it is, if the agreement says.
    pub address: Option<String>,
    /// For whom it is there, if not for all.
    pub available_to: Option<String>,
}

/// One kind of request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportLevel {
    /// What is asked for, in the agreement's words.
    pub name: String,
    /// What becomes of it.
    pub cover: Cover,
    /// More about it.
    pub note: Option<String>,
}

impl Support {
    pub(super) fn read(value: &Value<'_>) -> Option<Support> {
        let table = value.table()?;
        let hours = table.optional("hours", Value::words);
        let languages = table.list("languages", Value::words);
        let channels = table.list("channels", |value| channel(&value.table()?));
        let levels = table.list("level", |value| level(&value.table()?));
        table.finish();
        Some(Support { hours: hours?, languages: languages?, channels: channels?, levels: levels? })
    }
}

fn channel(table: &Table<'_>) -> Option<Channel> {
    let name = table.required("name", Value::words);
    let address = table.optional("address", Value::words);
    let available_to = table.optional("available_to", Value::words);
    table.finish();
    Some(Channel { name: name?, address: address?, available_to: available_to? })
}

fn level(table: &Table<'_>) -> Option<SupportLevel> {
    let name = table.required("name", Value::words);
    let cover = table.required("cover", Value::parse);
    let note = table.optional("note", Value::words);
    table.finish();
    Some(SupportLevel { name: name?, cover: cover?, note: note? })
}

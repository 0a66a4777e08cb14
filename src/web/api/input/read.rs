//! Reading named fields, with every fault that can be told at once.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::fault::{expected, field_fault};
use crate::web::error::FieldFault;

/// How many faults are looked for at most.
const MOST: usize = 40;
/// What stands in for a value that must be there, so that what follows is read too.
const STAND_INS: [&str; 11] = [
    r#""""#,
    "0",
    "false",
    "[]",
    r#""1970-01-01""#,
    r#""1970-01-01T00:00:00Z""#,
    r#""00000000-0000-0000-0000-000000000000""#,
    r#""nobody@example.invalid""#,
    r#""UTC""#,
    r#""mon""#,
    r#""09:00""#,
];

/// What is wrong with a document.
#[derive(Debug)]
pub(super) struct Faulty<T> {
    /// What is wrong with each of its fields.
    pub(super) faults: Vec<FieldFault>,
    /// The document with something that fits in the place of those. None where nothing fits, or where what was meant would
    /// have to be guessed, as with one of several words.
    pub(super) mended: Option<T>,
}

/// Reads a document.
///
/// # Errors
/// What is wrong with each of its fields. A deserialiser gives up at the first one: that is left out then, or something
/// that fits stands in for it, and the rest is read; where nothing fits, what was found so far is told.
pub(super) fn read<T: DeserializeOwned>(mut given: Value) -> Result<T, Faulty<T>> {
    let mut next = match attempt(&given) {
        Ok(read) => return Ok(read),
        Err(wrong) => Some(wrong.fault),
    };
    let (mut faults, mut is_guessed): (Vec<FieldFault>, bool) = (Vec::new(), false);
    for _ in 0..MOST {
        let Some(fault) = next else { break };
        next = other_fault::<T>(&mut given, &fault.field, &mut is_guessed);
        // What was left out may be missed later on: then something stands in for it.
        if faults.iter().all(|known| known.field != fault.field) {
            faults.push(fault);
        }
    }
    faults.sort_by(|one, other| one.field.cmp(&other.field));
    let mended = if is_guessed { None } else { attempt(&given).ok() };
    Err(Faulty { faults, mended })
}

/// A fault, and the words that would have been none.
struct Wrong {
    fault: FieldFault,
    words: Vec<String>,
}

fn attempt<T: DeserializeOwned>(given: &Value) -> Result<T, Wrong> {
    serde_path_to_error::deserialize(given).map_err(|error| Wrong {
        fault: field_fault(&error.path().to_string(), error.inner()),
        words: expected(&error.inner().to_string()).into_iter().map(str::to_owned).collect(),
    })
}

/// What is wrong with another field once this one is set right; none where nothing is, or nothing sets it right.
fn other_fault<T: DeserializeOwned>(
    given: &mut Value,
    field: &str,
    is_guessed: &mut bool,
) -> Option<FieldFault> {
    let stand_ins = STAND_INS.iter().filter_map(|text| serde_json::from_str(text).ok());
    for stand_in in std::iter::once(None).chain(stand_ins.map(Some)) {
        put(given, field, stand_in)?;
        match attempt::<T>(given) {
            Ok(_) => return None,
            Err(wrong) if wrong.fault.field != field => return Some(wrong.fault),
            Err(Wrong { words, .. }) if !words.is_empty() => {
                *is_guessed = true;
                return whatever_the_word::<T>(given, field, &words);
            }
            Err(_) => {}
        }
    }
    None
}

/// What is wrong with another field, whichever of these words stands here. Where that depends on the word, as with the
/// name of an action, nobody knows what was meant.
fn whatever_the_word<T: DeserializeOwned>(
    given: &mut Value,
    field: &str,
    words: &[String],
) -> Option<FieldFault> {
    let [first, last] = [words.first()?, words.last()?].map(|word| {
        put(given, field, Some(Value::from(word.as_str())))?;
        attempt::<T>(given).err().map(|wrong| wrong.fault).filter(|fault| fault.field != field)
    });
    first.filter(|fault| last.as_ref() == Some(fault))
}

/// Puts a value at `a.b[0].c`, or leaves out what is there; none where there is no such place.
fn put(given: &mut Value, field: &str, value: Option<Value>) -> Option<()> {
    let path = format!("/{}", field.replace(['.', '['], "/").replace(']', ""));
    let (parent, name) = path.rsplit_once('/').filter(|(_, name)| !name.is_empty())?;
    match (given.pointer_mut(parent)?, value) {
        (Value::Object(fields), Some(value)) => drop(fields.insert(name.to_owned(), value)),
        (Value::Object(fields), None) => drop(fields.remove(name)),
        (Value::Array(items), value) => {
            let item = items.get_mut(name.parse::<usize>().ok()?)?;
            *item = value.unwrap_or_default();
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::read;
    use crate::sla::Status;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Item {
        number: i64,
        status: Status,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "only read")]
    #[serde(tag = "do", rename_all = "snake_case")]
    enum Action {
        Tag { tag: String },
        Close,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Document {
        action: Option<Action>,
        status: Status,
        text: String,
        at: chrono::DateTime<chrono::Utc>,
        note: Option<String>,
        items: Vec<Item>,
    }

    #[track_caller]
    fn faulty(given: Value) -> String {
        let faults = read::<Document>(given).unwrap_err().faults;
        faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_document_is_mended_where_nothing_is_guessed() {
        let at = "2026-11-23T09:00:00Z";
        for (given, is_mended) in [
            (json!({ "status": "open", "text": 5, "at": "now", "items": 7, "colour": "red" }), true),
            (json!({ "status": "opn", "text": "x", "at": at, "items": [] }), false),
            (json!({ "status": "open", "text": "x", "at": at, "items": [], "action": { "do": "x" } }), false),
        ] {
            let faulty = read::<Document>(given.clone()).unwrap_err();
            assert_eq!(faulty.mended.is_some(), is_mended, "{given}");
        }
    }

    #[test]
    fn every_faulty_field_is_named_once() {
        let at = "2026-11-23T09:00:00Z";
        let right = json!({ "status": "open", "text": "x", "at": at, "items": [] });
        assert!(read::<Document>(right).is_ok());
        for (given, fields) in [
            (
                json!({ "status": "open", "text": "x", "at": at, "items": [], "action": { "do": "x" } }),
                "action.do",
            ),
            (json!({}), "at items status text"),
            (
                json!({ "status": "opn", "text": 5, "at": "now", "items": 7, "note": [] }),
                "at items note status text",
            ),
            (
                json!({ "status": "open", "text": "x", "at": at, "items": [], "colour": 1, "size": 2 }),
                "colour size",
            ),
            (
                json!({ "status": 1, "text": "x", "at": at, "items": [{ "number": "1", "status": "opn" }, {}] }),
                "items[0].number items[0].status items[1].number items[1].status status",
            ),
            (json!({ "text": null }), "at items status text"),
        ] {
            assert_eq!(faulty(given.clone()), fields, "{given}");
        }
    }
}

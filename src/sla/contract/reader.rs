//! Reading a TOML tree by hand, so that every fault is found at once and told with its line and key.
//!
//! Each reading function returns `None` after it has noted a fault, never otherwise. The caller reads on and gives up
//! only at its end, so that one wrong value hides no other.

use std::{cell::RefCell, ops::Range, str::FromStr};

use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use super::faults::{Fault, Faults};
use crate::sla::words;

/// The file being read, and the faults found so far.
pub(crate) struct Source<'s> {
    text: &'s str,
    faults: RefCell<Vec<Fault>>,
}

impl<'s> Source<'s> {
    /// Starts reading a file.
    pub fn new(text: &'s str) -> Self {
        Source { text, faults: RefCell::default() }
    }

    /// The file's tree.
    ///
    /// # Errors
    /// Every place at which the text is not TOML at all.
    pub fn tree(&self) -> Result<Spanned<DeTable<'s>>, Faults> {
        let (tree, errors) = DeTable::parse_recoverable(self.text);
        if errors.is_empty() {
            return Ok(tree);
        }
        let fault = |error: &toml::de::Error| Fault {
            line: self.line(error.span().map_or(0, |span| span.start)),
            key: String::new(),
            message: format!("this is not TOML: {}", error.message().trim().replace('\n', "; ")),
        };
        Err(Faults::new(errors.iter().map(fault).collect()))
    }

    /// The top of the tree, for reading.
    pub fn top<'t>(&'t self, tree: &'t Spanned<DeTable<'s>>) -> Table<'t> {
        Table {
            source: self,
            table: tree.get_ref(),
            span: 0..0,
            path: String::new(),
            known: RefCell::default(),
        }
    }

    /// The outcome, when all is read.
    ///
    /// # Errors
    /// Every fault, if there was any.
    pub fn finish<T>(self, outcome: Option<T>) -> Result<T, Faults> {
        let faults = self.faults.into_inner();
        match outcome {
            Some(outcome) if faults.is_empty() => Ok(outcome),
            _ => Err(Faults::new(faults)),
        }
    }

    fn fault(&self, span: &Range<usize>, key: &str, message: String) {
        self.faults.borrow_mut().push(Fault { line: self.line(span.start), key: key.to_owned(), message });
    }

    fn line(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().get(..offset).unwrap_or(self.text.as_bytes());
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }
}

/// A table of the file, which remembers the keys that were asked for, so that the others can be refused.
pub(crate) struct Table<'t> {
    source: &'t Source<'t>,
    table: &'t DeTable<'t>,
    span: Range<usize>,
    path: String,
    known: RefCell<Vec<&'static str>>,
}

impl<'t> Table<'t> {
    /// Reads a key that must be there.
    pub fn required<T>(&self, key: &'static str, read: impl FnOnce(&Value<'t>) -> Option<T>) -> Option<T> {
        match self.get(key) {
            Some(value) => read(&value),
            None => self.fault_at(key, "is missing".to_owned()),
        }
    }

    /// Reads a key that may be left out.
    pub fn optional<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(&Value<'t>) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.get(key) {
            Some(value) => read(&value).map(Some),
            None => Some(None),
        }
    }

    /// Reads a key that has a default.
    pub fn or<T>(
        &self,
        key: &'static str,
        default: T,
        read: impl FnOnce(&Value<'t>) -> Option<T>,
    ) -> Option<T> {
        self.get(key).map_or(Some(default), |value| read(&value))
    }

    /// Reads a list, each element alike; a list that is left out is empty.
    pub fn list<T>(&self, key: &'static str, read: impl FnMut(&Value<'t>) -> Option<T>) -> Option<Vec<T>> {
        self.or(key, Vec::new(), |value| value.list(read))
    }

    /// The value of a key, if it is there.
    pub fn get(&self, key: &'static str) -> Option<Value<'t>> {
        self.known.borrow_mut().push(key);
        let (name, value) = self.table.get_key_value(key)?;
        Some(self.value(name, value))
    }

    /// Notes a fault of the table as a whole.
    pub fn fault<T>(&self, message: impl Into<String>) -> Option<T> {
        self.source.fault(&self.span, &self.path, message.into());
        None
    }

    /// Notes a fault at a key of the table, whether it is there or not.
    pub fn fault_at<T>(&self, key: &str, message: String) -> Option<T> {
        let span = self.table.get_key_value(key).map_or(self.span.clone(), |(name, _)| name.span());
        self.source.fault(&span, &join(&self.path, key), message);
        None
    }

    /// Notes every key that nobody asked for.
    pub fn finish(&self) {
        let known = self.known.borrow();
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let message = match words::nearest(name, &known) {
                Some(word) => format!("is not known here; did you mean \"{word}\"?"),
                None if known.len() > 8 => {
                    "is not known here; is it spelled right, and in the right table?".to_owned()
                }
                None => format!("is not known here; possible are {}", known.join(", ")),
            };
            self.source.fault(&key.span(), &join(&self.path, name), message);
        }
    }

    fn value(&self, name: &'t Spanned<DeString<'t>>, value: &'t Spanned<DeValue<'t>>) -> Value<'t> {
        // A table under a header has the header's place; any other value is found by its key.
        Value {
            source: self.source,
            value: value.get_ref(),
            span: name.span(),
            path: join(&self.path, name.get_ref()),
        }
    }
}

/// A value of the file.
pub(crate) struct Value<'t> {
    source: &'t Source<'t>,
    value: &'t DeValue<'t>,
    span: Range<usize>,
    path: String,
}

impl<'t> Value<'t> {
    /// Notes a fault of this value.
    pub fn fault<T>(&self, message: impl Into<String>) -> Option<T> {
        self.source.fault(&self.span, &self.path, message.into());
        None
    }

    /// Reads text.
    pub fn text(&self) -> Option<&'t str> {
        match self.value {
            DeValue::String(text) => Some(text.as_ref()),
            other => self.fault(format!("must be text in quotes, not {}", other.type_str())),
        }
    }

    /// Reads text that says something.
    pub fn words(&self) -> Option<String> {
        let text = self.text()?.trim();
        if text.is_empty() {
            self.fault("is empty; write some text, or leave the key out")
        } else {
            Some(text.to_owned())
        }
    }

    /// Reads text that stands for something.
    pub fn parse<T: FromStr<Err = String>>(&self) -> Option<T> {
        self.parse_with(str::parse)
    }

    /// Reads text by a function that says what is wrong with it.
    pub fn parse_with<T>(&self, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        match parse(self.text()?) {
            Ok(value) => Some(value),
            Err(message) => self.fault(message),
        }
    }

    /// Reads true or false.
    pub fn boolean(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(value) => Some(*value),
            other => self.fault(format!("must be true or false, not {}", other.type_str())),
        }
    }

    /// Reads a whole number within bounds.
    pub fn number(&self, within: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let number = match self.value {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        match number.filter(|number| within.contains(number)) {
            Some(number) => Some(number),
            None => self.fault(format!("must be a whole number from {} to {}", within.start(), within.end())),
        }
    }

    /// Reads a list, each element alike. All elements are read, even after a wrong one.
    pub fn list<T>(&self, mut read: impl FnMut(&Value<'t>) -> Option<T>) -> Option<Vec<T>> {
        let DeValue::Array(list) = self.value else {
            return self.fault(format!("must be a list in brackets, not {}", self.value.type_str()));
        };
        let elements = list.iter().enumerate().map(|(place, element)| Value {
            source: self.source,
            value: element.get_ref(),
            span: element.span(),
            path: format!("{}[{place}]", self.path),
        });
        let read: Vec<Option<T>> = elements.map(|element| read(&element)).collect();
        read.into_iter().collect()
    }

    /// Reads a table.
    pub fn table(&self) -> Option<Table<'t>> {
        match self.value {
            DeValue::Table(table) => Some(Table {
                source: self.source,
                table,
                span: self.span.clone(),
                path: self.path.clone(),
                known: RefCell::default(),
            }),
            other => self.fault(format!("must be a table, not {}", other.type_str())),
        }
    }

    /// Whether it is text rather than a list or a table.
    pub fn is_text(&self) -> bool {
        self.value.is_str()
    }

    /// Whether it is a table.
    pub fn is_table(&self) -> bool {
        self.value.is_table()
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

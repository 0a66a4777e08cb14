//! Reading a form whole, so that every fault is told at once.

use chrono_tz::Tz;

use crate::domain::EmailAddress;
use crate::web::error::{FieldFault, WebError};
use crate::web::input::{Faults, Posted};

/// A form being read, with the faults found so far.
pub struct Reading<'a> {
    posted: &'a Posted,
    faults: Vec<FieldFault>,
}

impl<'a> Reading<'a> {
    /// Begins.
    pub fn of(posted: &'a Posted) -> Self {
        Self { posted, faults: Vec::new() }
    }

    /// A field read as something; none where it could not be, which is noted.
    pub fn field<T, E: std::fmt::Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match parse(self.posted.text(name).trim()) {
            Ok(value) => Some(value),
            Err(error) => {
                self.faults.push(FieldFault::new(name, error.to_string()));
                None
            }
        }
    }

    /// The same, where an empty field is none and no fault.
    pub fn optional<T, E: std::fmt::Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.posted.text(name).trim().is_empty() {
            return None;
        }
        self.field(name, parse)
    }

    /// The lines of a field that are not empty.
    pub fn lines(&self, name: &str) -> Vec<String> {
        let text = self.posted.text(name);
        text.split(['\n', ',', ';'])
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Mail addresses, each of which is written by itself.
    pub fn addresses(&mut self, name: &'static str, written: Vec<String>) -> Vec<EmailAddress> {
        let mut found = Vec::new();
        for line in written {
            match EmailAddress::parse(&line) {
                Ok(address) => found.push(address),
                Err(error) => self.faults.push(FieldFault::new(name, error.to_string())),
            }
        }
        found
    }

    /// Whether a tick is set.
    pub fn tick(&self, name: &str) -> bool {
        self.posted.text(name) == "yes"
    }

    /// Ends the reading of a form of which something can be checked all the same: with something that fits in the place of
    /// faulty fields. The faults settle what comes of it.
    pub fn faults(self) -> Faults {
        Faults::new(self.faults)
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`WebError::Invalid`] with every fault.
    pub fn finish(self) -> Result<(), WebError> {
        if self.faults.is_empty() { Ok(()) } else { Err(WebError::Invalid(self.faults)) }
    }
}

/// A field that was read without a fault is there; the faults of the others have ended the reading before.
///
/// # Errors
/// [`WebError::Internal`] where it is not.
pub fn there<T>(value: Option<T>) -> Result<T, WebError> {
    value.ok_or_else(|| WebError::internal("a form's field was neither read nor refused"))
}

/// A time zone by its IANA name.
///
/// # Errors
/// What to write instead.
pub fn time_zone(text: &str) -> Result<Tz, String> {
    let written = text.replace(' ', "_");
    let zones = || chrono_tz::TZ_VARIANTS.iter();
    if let Some(zone) = zones().find(|zone| zone.name().eq_ignore_ascii_case(&written)) {
        return Ok(*zone);
    }
    let city =
        |zone: &&Tz| zone.name().rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&written));
    let meant = zones().find(city).map_or(String::new(), |zone| format!(" Did you mean {}?", zone.name()));
    Err(format!("No time zone has this name.{meant} Choose one of the list, like Europe/London."))
}

/// An id of a selection; an empty one stands for none.
///
/// # Errors
/// That it is none of the selection.
pub fn chosen<T: std::str::FromStr>(text: &str) -> Result<T, &'static str> {
    text.parse().map_err(|_| "Choose one of the list.")
}

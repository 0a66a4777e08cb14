//! Holidays that are proclaimed one by one, after an agreement was signed.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{HolidayId, PersonId};
use crate::sla::Instant;

/// One day that counts as a holiday in every version of an agreement, beside those that the agreement names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProclaimedHoliday {
    /// The id.
    pub id: HolidayId,
    /// The key of the agreement.
    pub contract_key: String,
    /// The local date, in the agreement's zone.
    pub date: NaiveDate,
    /// What the day is called.
    pub name: String,
    /// Who proclaimed it.
    pub proclaimed_by: PersonId,
    /// When.
    pub proclaimed_at: Instant,
    /// Who withdrew it, and when; none while it stands.
    pub withdrawn: Option<(PersonId, Instant)>,
}

/// The proclaimed holidays that stand, by agreement: each local date with its name.
pub type ProclaimedDays = HashMap<String, BTreeMap<NaiveDate, String>>;

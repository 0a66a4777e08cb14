//! One filter of a search, such as `status:open`.

use chrono::NaiveDate;

use crate::domain::Tag;
use crate::sla::Status;

/// Whose tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// The searcher's own.
    Mine,
    /// Nobody's.
    Nobodys,
    /// Of the person with this in their name or address.
    Of(String),
}

/// A side of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// On this day or later.
    From(NaiveDate),
    /// Before this day.
    Before(NaiveDate),
}

/// One filter. Names of people, customers and severities are looked up by whoever runs the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// In one of these states.
    Status(Vec<Status>),
    /// Of the severity with this code or name.
    Severity(String),
    /// With a broken promise, or without one.
    Breached(bool),
    /// Read as more severe than it is, and not judged yet.
    Triage(bool),
    /// Put away until later.
    Snoozed,
    /// Followed by the searcher.
    Following,
    /// Outside the agreement, so that it may be charged for.
    Chargeable(bool),
    /// Of the customer with this in its name.
    Customer(String),
    /// Under the agreement with this key.
    Contract(String),
    /// Worked by.
    Assignee(Whose),
    /// Reported by the person with this in their name or address.
    Requester(String),
    /// Bearing this tag.
    Tag(Tag),
    /// Received on one side of a day.
    Created(Since),
}

//! Replies that have not left yet.

use crate::domain::HeldReply;
use crate::sla::{Instant, Status};
use crate::web::view::{Moment, initials, labels, span};

/// A reply that may still be taken back.
#[derive(Debug, Clone)]
pub struct HeldView {
    /// The id, for taking it back.
    pub id: String,
    /// The ticket's number.
    pub number: i64,
    /// Who wrote it.
    pub author: String,
    /// One or two letters of the author.
    pub initials: String,
    /// The text.
    pub text: String,
    /// How many files go with it.
    pub files: usize,
    /// The status that is set as it leaves.
    pub then: Option<&'static str>,
    /// When it leaves.
    pub leaves: Moment,
    /// How long until then, in words.
    pub left: String,
    /// Whether the reader wrote it.
    pub is_own: bool,
}

impl HeldView {
    /// A held reply as shown at an instant.
    #[must_use]
    pub fn new(
        held: HeldReply,
        number: i64,
        author: &str,
        is_own: bool,
        now: Instant,
        zone: chrono_tz::Tz,
    ) -> Self {
        let then = |status: Status| labels::status_for_staff(status).label;
        Self {
            id: held.id.to_string(),
            number,
            author: author.to_owned(),
            initials: initials(author),
            text: held.text,
            files: held.files.len(),
            then: held.then.map(then),
            leaves: Moment::new(held.leaves_at, now, zone),
            left: span((held.leaves_at - now).max(chrono::TimeDelta::zero())),
            is_own,
        }
    }
}

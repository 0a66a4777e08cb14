//! Whose notices may be sent next.

use crate::domain::{OutboxEntry, Urgency};

/// Which notices a sender has room for.
#[derive(Debug, Clone, Default)]
pub struct Turn {
    /// Only those this urgent; none for all.
    pub only: Option<Urgency>,
    /// No mails to these: one to each of them is under way, and may be stuck.
    pub except: Vec<String>,
}

impl Turn {
    pub(in crate::store) fn least_priority(&self) -> i32 {
        match self.only {
            Some(Urgency::Urgent) => Urgency::least_priority(),
            Some(Urgency::Ordinary) | None => i32::MAX,
        }
    }

    /// The address by which a delivery is told apart from those to others.
    #[must_use]
    pub fn address(entry: &OutboxEntry) -> String {
        entry.notice.to.email.as_str().to_owned()
    }
}

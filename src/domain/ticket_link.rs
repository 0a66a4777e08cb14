//! What two tickets have to do with each other.

use serde::{Deserialize, Serialize};

use super::{PersonId, TicketId};
use crate::sla::Instant;

/// How one ticket stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Both are about the same thing.
    RelatedTo,
    /// It brought about the other.
    Causes,
    /// The other brought it about.
    CausedBy,
    /// Messages of it began the other.
    SplitInto,
    /// It began with messages of the other.
    SplitFrom,
}

impl Relation {
    /// What people choose from; the rest comes about by splitting.
    pub const CHOICES: [Self; 3] = [Self::RelatedTo, Self::Causes, Self::CausedBy];
    /// Every relation.
    pub const ALL: [Self; 5] =
        [Self::RelatedTo, Self::Causes, Self::CausedBy, Self::SplitInto, Self::SplitFrom];

    /// The word in the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RelatedTo => "related_to",
            Self::Causes => "causes",
            Self::CausedBy => "caused_by",
            Self::SplitInto => "split_into",
            Self::SplitFrom => "split_from",
        }
    }

    /// The same, looked at from the other ticket.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::RelatedTo => Self::RelatedTo,
            Self::Causes => Self::CausedBy,
            Self::CausedBy => Self::Causes,
            Self::SplitInto => Self::SplitFrom,
            Self::SplitFrom => Self::SplitInto,
        }
    }
}

impl std::str::FromStr for Relation {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or("this is no relation of tickets")
    }
}

/// A link between two tickets, in the one way in which it is written down: the same link looked at from either side is
/// the same row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketLink {
    from_id: TicketId,
    to_id: TicketId,
    relation: Relation,
    /// Who linked them.
    pub linked_by: PersonId,
    /// When.
    pub linked_at: Instant,
}

impl TicketLink {
    /// The link that `ticket` stands to `other` like this.
    #[must_use]
    pub fn new(
        ticket: TicketId,
        relation: Relation,
        other: TicketId,
        linked_by: PersonId,
        linked_at: Instant,
    ) -> Self {
        let turned = match relation {
            Relation::RelatedTo => ticket > other,
            Relation::Causes | Relation::SplitInto => false,
            Relation::CausedBy | Relation::SplitFrom => true,
        };
        match turned {
            true => {
                Self { from_id: other, to_id: ticket, relation: relation.inverse(), linked_by, linked_at }
            }
            false => Self { from_id: ticket, to_id: other, relation, linked_by, linked_at },
        }
    }

    /// The first ticket, how it stands to the second, and the second.
    #[must_use]
    pub fn parts(&self) -> (TicketId, Relation, TicketId) {
        (self.from_id, self.relation, self.to_id)
    }

    /// How this ticket stands to the other, and the other.
    #[must_use]
    pub fn seen_from(&self, ticket: TicketId) -> (Relation, TicketId) {
        match self.from_id == ticket {
            true => (self.relation, self.to_id),
            false => (self.relation.inverse(), self.from_id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_the_same_from_either_side() {
        let now: Instant = "2026-11-23T10:00:00Z".parse().unwrap();
        let [one, two] = [1, 2].map(|number| TicketId(uuid::Uuid::from_u128(number)));
        let by = PersonId::new(now);
        for relation in Relation::ALL {
            assert_eq!(serde_json::to_value(relation).unwrap(), relation.as_str());
            assert_eq!(relation.as_str().parse(), Ok(relation));
            let link = TicketLink::new(one, relation, two, by, now);
            assert_eq!(link, TicketLink::new(two, relation.inverse(), one, by, now));
            assert_eq!(link.seen_from(one), (relation, two));
            assert_eq!(link.seen_from(two), (relation.inverse(), one));
        }
    }
}

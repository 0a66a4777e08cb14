//! A customer says how content they are with a resolved ticket.

use super::work::Work;
use super::{Context, Identity, ServiceError};
use crate::domain::{
    ActivityKind, Person, PersonId, Purpose, Satisfaction, Ticket, TicketId, Verdict, Viewer, mailed_path,
};
use crate::sla::Status;
use crate::store::{self, Connection};

/// Characters of a comment at most.
const LONGEST_COMMENT: usize = 2000;

/// The signed link in the mail about a resolution. Opening it asks; only the form says it, since mail scanners open
/// links too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLink {
    /// The ticket.
    pub ticket_id: TicketId,
    /// The person it was made for.
    pub person_id: PersonId,
}

impl RateLink {
    /// The link's path. Its token is two ids and a signature.
    #[must_use]
    pub fn path(&self, identity: &Identity) -> String {
        let ids = format!("{}.{}", self.ticket_id.0.simple(), self.person_id.0.simple());
        mailed_path("/rate", &format!("{ids}.{}", identity.signer.sign(Purpose::RateTicket, &ids)))
    }

    /// Reads a token; none if anything about it is wrong.
    #[must_use]
    pub fn parse(token: &str, identity: &Identity) -> Option<Self> {
        let (ids, signature) = token.rsplit_once('.')?;
        let (ticket, person) = ids.split_once('.')?;
        if !identity.signer.verify(Purpose::RateTicket, ids, signature) {
            return None;
        }
        Some(Self { ticket_id: ticket.parse().ok()?, person_id: person.parse().ok()? })
    }
}

/// Keeps what a customer says of a ticket, in place of what was said before.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for the provider's own people, [`ServiceError::Conflict`]
/// for a ticket that is not resolved, [`ServiceError::Invalid`] for a comment beyond all length.
pub fn rate_ticket(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    verdict: Verdict,
    comment: &str,
) -> Result<Ticket, ServiceError> {
    let mut work = Work::load(c, cx, Viewer::of(by), ticket)?;
    if by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only the customer says how content they are."));
    }
    if !matches!(work.ticket.status, Status::Resolved | Status::Closed) {
        return Err(ServiceError::Conflict(
            "This ticket is open again: say how content you are when it is resolved.".to_owned(),
        ));
    }
    let comment = comment.trim();
    if comment.chars().count() > LONGEST_COMMENT {
        let text = format!("Say it in {LONGEST_COMMENT} characters.");
        return Err(ServiceError::invalid("comment", text));
    }
    let said = Satisfaction {
        ticket_id: ticket,
        verdict,
        comment: comment.to_owned(),
        person_id: by.id,
        rated_at: cx.now,
    };
    store::satisfaction::put(work.c, &said)?;
    work.log(ActivityKind::Rated { verdict });
    work.finish()
}

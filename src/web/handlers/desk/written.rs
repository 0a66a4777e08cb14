//! What is written but has not left: the reader's draft, replies that are still held, and who else is at the ticket.

use crate::domain::{Doing, Draft, HeldReply, Person, TicketId};
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::pages::desk::HeldView;

/// What is written around a ticket, or around the queue.
#[derive(Debug, Default)]
pub struct Written {
    /// The reader's draft.
    pub draft: Option<Draft>,
    /// Replies of this ticket that have not left.
    pub held_here: Vec<HeldView>,
    /// The reader's replies to other tickets that have not left.
    pub held_elsewhere: Vec<HeldView>,
    /// Who else is at the ticket, each as a sentence.
    pub present: Vec<String>,
}

impl Written {
    /// Reads what is written, for a reader at a ticket or at the queue.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn read(
        c: &mut Connection,
        reader: &Person,
        ticket: Option<TicketId>,
        now: Instant,
    ) -> Result<Self, WebError> {
        let own = store::held_reply::of_author(c, reader.id)?;
        let elsewhere = own.into_iter().filter(|held| Some(held.ticket_id) != ticket).collect();
        let held_elsewhere = views(c, reader, elsewhere, now)?;
        let Some(ticket) = ticket else { return Ok(Self { held_elsewhere, ..Self::default() }) };
        let here = store::held_reply::of_ticket(c, ticket)?;
        let present = store::presence::list(c, now)?;
        let others = present.iter().filter(|one| one.ticket_id == ticket && one.person_id != reader.id);
        Ok(Self {
            draft: store::draft::find(c, ticket, reader.id)?,
            held_here: views(c, reader, here, now)?,
            held_elsewhere,
            present: others
                .map(|one| match one.doing {
                    Doing::Viewing => format!("{} is looking at this ticket.", one.name),
                    Doing::Writing => format!("{} is writing.", one.name),
                    Doing::Answering => format!("{} has answered: it leaves in a moment.", one.name),
                })
                .collect(),
        })
    }
}

fn views(
    c: &mut Connection,
    reader: &Person,
    held: Vec<HeldReply>,
    now: Instant,
) -> Result<Vec<HeldView>, WebError> {
    let viewer = crate::domain::Viewer::of(reader);
    let mut views = Vec::with_capacity(held.len());
    for one in held {
        let Some(ticket) = store::ticket::find(c, viewer, one.ticket_id)? else { continue };
        let author = store::person::find(c, one.author_id)?.map(|person| person.name).unwrap_or_default();
        let is_own = one.author_id == reader.id;
        views.push(HeldView::new(one, ticket.number.0, &author, is_own, now, reader.time_zone));
    }
    Ok(views)
}

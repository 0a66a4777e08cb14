//! What a newcomer would find in a database.

use punctual::app::App;
use punctual::domain::{
    ActivityKind, InboundState, NoticeBody, OutboxState, PersonId, PromiseOutcome, Ticket, Viewer,
};
use punctual::sla::{Instant, Status, What};
use punctual::store::inbound::InboundFilter;
use punctual::store::outbox::OutboxFilter;
use punctual::store::ticket::{Sort, TicketFilter};
use punctual::store::{self, Connection, StoreError};
use uuid::Uuid;

#[derive(Debug, Default)]
pub struct Found {
    pub tickets: Vec<Ticket>,
    pub kept: usize,
    pub broken: usize,
    pub pages: usize,
    pub held_over: usize,
    pub breach_notices: usize,
    pub unsent: usize,
    pub attachments: usize,
    pub quarantined: usize,
    pub last_event: Option<Instant>,
}

impl Found {
    pub fn in_database(app: &App) -> Self {
        app.db.read_now(read).unwrap()
    }

    pub fn open(&self) -> impl Iterator<Item = &Ticket> {
        self.tickets.iter().filter(|ticket| !matches!(ticket.status, Status::Resolved | Status::Closed))
    }

    pub fn share_kept(&self) -> f64 {
        self.kept as f64 / (self.kept + self.broken) as f64
    }
}

fn read(c: &mut Connection) -> Result<Found, StoreError> {
    let mut found = Found::default();
    let staff = Viewer::Staff(PersonId(Uuid::nil()));
    for row in store::ticket::list(c, staff, &TicketFilter::default(), Sort::default(), None, 1000)?.rows {
        let id = row.id;
        found.tickets.extend(store::ticket::find(c, staff, id)?);
        found.attachments += store::attachment::list(c, id)?.len();
        found.pages += store::page::list(c, id)?.len();
        for promise in store::promise::list(c, id)? {
            found.kept += usize::from(promise.outcome == PromiseOutcome::Kept);
            found.broken += usize::from(promise.outcome == PromiseOutcome::Broken);
        }
        for entry in store::activity::list(c, id)? {
            found.last_event = found.last_event.max(Some(entry.at));
            let is_held_over =
                matches!(&entry.kind, ActivityKind::Clock { fact } if fact.what == What::HeldOver);
            found.held_over += usize::from(is_held_over);
        }
    }
    for entry in store::outbox::list(c, &OutboxFilter::default(), None, 10_000)? {
        found.unsent += usize::from(entry.state != OutboxState::Sent);
        found.breach_notices += usize::from(matches!(entry.notice.body, NoticeBody::Breach { .. }));
    }
    let held_back = InboundFilter { state: Some(InboundState::Quarantined), ..InboundFilter::default() };
    found.quarantined = store::inbound::list(c, &held_back, None, 100)?.len();
    Ok(found)
}

//! Everything that a ticket's page shows, read in one transaction, so that it is one moment's truth.

use std::collections::HashMap;
use std::sync::Arc;

use super::auth::Session;
use super::error::WebError;
use super::merged_tickets::{self, MergedTicket};
use super::site::Site;
use crate::domain::{
    Activity, ActivityKind, Actor, Attachment, ContentHash, InboundMailId, MailJudgement, Message, MessageId,
    Organization, Page, Person, PersonId, Relation, Scanning, Snooze, Tag, Ticket, TicketId, TicketNumber,
    Viewer, Withheld,
};
use crate::service::{self, Contracts};
use crate::sla::{Contract, Instant};
use crate::store::{self, Connection};

/// Another ticket that this one has to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedTicket {
    /// Its number.
    pub number: TicketNumber,
    /// What it is about.
    pub subject: String,
}

/// A ticket with what belongs to it.
#[derive(Debug, Clone)]
pub struct TicketData {
    /// The ticket.
    pub ticket: Ticket,
    /// When it last changed, as far as the viewer may know.
    pub changed_at: Instant,
    /// The version of the contract it keeps.
    pub contract: Arc<Contract>,
    /// The customer.
    pub organization: Option<Organization>,
    /// Everybody who is named in it.
    pub people: HashMap<PersonId, Person>,
    /// What the viewer may read of the conversation.
    pub messages: Vec<Message>,
    /// The files of those messages.
    pub attachments: Vec<Attachment>,
    /// Why some of these files are not given out.
    pub withheld: HashMap<ContentHash, Withheld>,
    /// The history; for staff only.
    pub activities: Vec<Activity>,
    /// Its tags; for staff only.
    pub tags: Vec<Tag>,
    /// Who of the provider follows it; for staff only.
    pub followers: Vec<Person>,
    /// How it is put away, or was before it came back; for staff only.
    pub snooze: Option<Snooze>,
    /// The calls that nobody has taken yet; for staff only.
    pub open_pages: Vec<Page>,
    /// What we thought of the mails that its messages came by; for staff only.
    pub judgements: HashMap<InboundMailId, MailJudgement>,
    /// Who of the customer said that it is solved, where it is resolved on their word.
    pub solved_by: Option<PersonId>,
    /// Who reads along.
    pub watchers: Vec<Person>,
    /// Whether mail to the requester comes back.
    pub requester_is_unreachable: bool,
    /// The number of the ticket that it follows up, if the viewer may see that.
    pub follows_up: Option<TicketNumber>,
    /// The ticket in which it goes on.
    pub merged_into: Option<RelatedTicket>,
    /// The tickets that go on in it.
    pub merged: Vec<MergedTicket>,
    /// How it stands to other tickets that the viewer may see.
    pub related: Vec<(Relation, RelatedTicket)>,
}

/// Reads a ticket for somebody. One that they may not see is as missing as one that does not exist.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn load(site: &Site, session: &Session, number: TicketNumber) -> Result<TicketData, WebError> {
    let (viewer, contracts) = (session.viewer(), site.app.contracts.clone());
    let scanning = site.app.identity.scanning;
    site.app.db.read(move |c| read(c, &contracts, viewer, number, scanning)).await
}

fn read(
    c: &mut Connection,
    contracts: &Contracts,
    viewer: Viewer,
    number: TicketNumber,
    scanning: Scanning,
) -> Result<TicketData, WebError> {
    let ticket = store::ticket::find_by_number(c, viewer, number)?.ok_or(WebError::NotFound)?;
    let written = Written::read(c, viewer, ticket.id, scanning)?;
    let inside = if viewer.is_staff() { Inside::read(c, &ticket, &written)? } else { Inside::default() };
    let organization = match ticket.organization_id {
        Some(id) => store::organization::find(c, id)?,
        None => None,
    };
    let follows_up = match ticket.follows_up {
        Some(id) => store::ticket::find(c, viewer, id)?.map(|earlier| earlier.number),
        None => None,
    };
    let (merged_into, related) = joined(c, viewer, ticket.id)?;
    let mut data = TicketData {
        changed_at: store::ticket::last_change(c, viewer, &ticket)?,
        contract: contracts.get(c, ticket.contract_version_id)?,
        organization,
        people: HashMap::new(),
        messages: written.messages,
        attachments: written.attachments,
        withheld: written.withheld,
        activities: inside.activities,
        tags: inside.tags,
        followers: inside.followers,
        snooze: inside.snooze,
        open_pages: inside.open_pages,
        judgements: inside.judgements,
        solved_by: service::solver(c, &ticket)?,
        watchers: store::watcher::people(c, ticket.id)?,
        requester_is_unreachable: false,
        follows_up,
        merged_into,
        merged: written.merged,
        related,
        ticket,
    };
    data.people = people(c, &data.named())?;
    if let Some(email) = data.requester().map(|person| person.email.clone()) {
        data.requester_is_unreachable = store::address_mark::find(c, &email)?.is_some();
    }
    Ok(data)
}

/// What was written, in the ticket itself and in those that go on in it.
struct Written {
    messages: Vec<Message>,
    attachments: Vec<Attachment>,
    merged: Vec<MergedTicket>,
    withheld: HashMap<ContentHash, Withheld>,
}

impl Written {
    fn read(
        c: &mut Connection,
        viewer: Viewer,
        ticket: TicketId,
        scanning: Scanning,
    ) -> Result<Self, WebError> {
        let (messages, attachments) = merged_tickets::conversation(c, viewer, ticket)?;
        let merged = merged_tickets::read(c, viewer, ticket)?;
        let files = attachments.iter().chain(merged.iter().flat_map(|other| &other.attachments));
        let contents: Vec<_> = files.map(|file| &file.content).collect();
        let withheld = store::content_scan::withheld(c, scanning, &contents)?;
        Ok(Self { messages, attachments, merged, withheld })
    }

    fn mails(&self) -> Vec<InboundMailId> {
        let all = self.messages.iter().chain(self.merged.iter().flat_map(|other| &other.messages));
        all.filter_map(|message| message.inbound_mail_id).collect()
    }
}

/// What only staff sees.
#[derive(Default)]
struct Inside {
    activities: Vec<Activity>,
    tags: Vec<Tag>,
    followers: Vec<Person>,
    snooze: Option<Snooze>,
    open_pages: Vec<Page>,
    judgements: HashMap<InboundMailId, MailJudgement>,
}

impl Inside {
    fn read(c: &mut Connection, ticket: &Ticket, written: &Written) -> Result<Self, WebError> {
        Ok(Self {
            activities: store::activity::list(c, ticket.id)?,
            tags: store::tag::of_ticket(c, ticket.id)?,
            followers: store::follower::people(c, ticket.id)?,
            snooze: store::snooze::find(c, ticket.id)?,
            open_pages: store::page::open(c, ticket.id)?,
            judgements: store::mail_judgement::list(c, &written.mails())?.into_iter().collect(),
        })
    }
}

type Joined = (Option<RelatedTicket>, Vec<(Relation, RelatedTicket)>);

/// The other tickets that the viewer may see: where it goes on, and what it is linked with.
fn joined(c: &mut Connection, viewer: Viewer, ticket: TicketId) -> Result<Joined, WebError> {
    let merge = store::ticket_merge::find(c, ticket)?;
    let into = merge.map(|merge| related(c, viewer, merge.into_id)).transpose()?.flatten();
    let mut links = Vec::new();
    for link in store::ticket_link::of_ticket(c, ticket)? {
        let (relation, other) = link.seen_from(ticket);
        links.extend(related(c, viewer, other)?.map(|other| (relation, other)));
    }
    Ok((into, links))
}

fn related(c: &mut Connection, viewer: Viewer, id: TicketId) -> Result<Option<RelatedTicket>, WebError> {
    let found = store::ticket::find(c, viewer, id)?;
    Ok(found.map(|other| RelatedTicket { number: other.number, subject: other.subject }))
}

fn people(c: &mut Connection, ids: &[PersonId]) -> Result<HashMap<PersonId, Person>, WebError> {
    let people = store::person::find_all(c, ids)?;
    Ok(people.into_iter().map(|person| (person.id, person)).collect())
}

impl TicketData {
    /// Everybody who is named in it, each once.
    fn named(&self) -> Vec<PersonId> {
        let snoozer = self.snooze.as_ref().map(|snooze| snooze.person_id);
        let by_ticket = [Some(self.ticket.requester_id), self.ticket.assignee_id, snoozer, self.solved_by];
        let by_history = self.activities.iter().flat_map(|activity| {
            let actor = match activity.actor {
                Actor::Person(id) => Some(id),
                Actor::System => None,
            };
            let assigned = match activity.kind {
                ActivityKind::Assigned { to, .. } => to,
                ActivityKind::PagePassedOn { person_id, .. }
                | ActivityKind::WatcherAdded { person_id }
                | ActivityKind::WatcherRemoved { person_id } => Some(person_id),
                _ => None,
            };
            [actor, assigned]
        });
        let by_pages = self.open_pages.iter().map(|page| page.person_id);
        let merged = self.merged.iter().flat_map(|other| &other.messages);
        let by_messages = self.messages.iter().chain(merged).map(|message| Some(message.author_id));
        let mut all: Vec<PersonId> =
            by_ticket.into_iter().chain(by_history).chain(by_pages).chain(by_messages).flatten().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The files of a message of it or of a ticket that goes on in it, with why they are not given out.
    pub fn files(&self, message: MessageId) -> impl Iterator<Item = (&Attachment, Option<&Withheld>)> {
        let merged = self.merged.iter().flat_map(|other| &other.attachments);
        let files = self.attachments.iter().chain(merged).filter(move |file| file.message_id == message);
        files.map(|file| (file, self.withheld.get(&file.content)))
    }

    /// A person's name.
    #[must_use]
    pub fn name(&self, id: PersonId) -> String {
        self.people.get(&id).map_or_else(|| "Somebody".to_owned(), |person| person.name.clone())
    }

    /// Who reported it.
    #[must_use]
    pub fn requester(&self) -> Option<&Person> {
        self.people.get(&self.ticket.requester_id)
    }
}

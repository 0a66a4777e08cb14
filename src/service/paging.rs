//! Paging: who is called on which step, and the link that takes the call.

use super::work::Work;
use super::{Identity, ServiceError, notices};
use crate::domain::{NoticeBody, OutboxChannel, Page, PageId, Person, PersonId, Purpose, Role, mailed_path};
use crate::sla::{Audience, ClockKind, Fact, Instant};
use crate::store;

/// The signed link in a page. Opening it asks to confirm; only confirming takes the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakeLink {
    /// The page.
    pub page_id: PageId,
    /// The person it was made for.
    pub person_id: PersonId,
}

impl TakeLink {
    /// The link's path. Its token is two ids and a signature.
    #[must_use]
    pub fn path(&self, identity: &Identity) -> String {
        let ids = format!("{}.{}", self.page_id.0.simple(), self.person_id.0.simple());
        mailed_path("/take", &format!("{ids}.{}", identity.signer.sign(Purpose::TakePage, &ids)))
    }

    /// Reads a token; none if anything about it is wrong.
    #[must_use]
    pub fn parse(token: &str, identity: &Identity) -> Option<Self> {
        let (ids, signature) = token.rsplit_once('.')?;
        let (page, person) = ids.split_once('.')?;
        if !identity.signer.verify(Purpose::TakePage, ids, signature) {
            return None;
        }
        Some(Self { page_id: page.parse().ok()?, person_id: person.parse().ok()? })
    }
}

/// Calls the people of one step of the chain, once, whatever runs twice.
pub(super) fn page(work: &mut Work<'_>, fact: &Fact) -> Result<(), ServiceError> {
    let (chain_started_at, step) = place_in_chain(work, fact)?;
    let audience = fact.to.unwrap_or(Audience::OnCall);
    let why = fact.why.clone().unwrap_or_default();
    let mut called = people(work, audience, fact.at)?;
    if called.is_empty() {
        called = people(work, Audience::Team, fact.at)?;
    }
    let page = Page {
        id: PageId::new(work.cx.now),
        ticket_id: work.ticket.id,
        chain_started_at,
        step,
        person_id: called.first().filter(|_| called.len() == 1).map(|person| person.id),
        why: why.clone(),
        paged_at: fact.at,
        taken_at: None,
        taken_by: None,
    };
    if !store::page::insert(work.c, &page)? {
        return Ok(());
    }
    for person in called {
        call(work, &page, &person)?;
    }
    Ok(())
}

/// When the chain of a call began, and on which step the call is.
///
/// A call at the instant at which the clocks say that a chain began is its first step; a raise begins a new one.
fn place_in_chain(work: &mut Work<'_>, fact: &Fact) -> Result<(Instant, i32), ServiceError> {
    let open = store::page::open(work.c, work.ticket.id)?;
    let newest = open.iter().map(|page| page.chain_started_at).max();
    let began_now = work.ticket.timers.pages(&work.contract).is_some_and(|chain| chain.since == fact.at);
    let Some(chain) = newest.filter(|newest| !began_now || *newest == fact.at) else {
        return Ok((fact.at, 0));
    };
    let steps = open.iter().filter(|page| page.chain_started_at == chain).count();
    Ok((chain, i32::try_from(steps).unwrap_or(i32::MAX)))
}

/// Writes the mail, and the call to the pager gateway where there is one.
fn call(work: &mut Work<'_>, page: &Page, person: &Person) -> Result<(), ServiceError> {
    let link = TakeLink { page_id: page.id, person_id: person.id };
    let body = NoticeBody::Page {
        severity: notices::severity_name(work),
        why: page.why.clone(),
        step: u32::try_from(page.step).unwrap_or(0),
        promise: notices::promise_line(work, ClockKind::Respond),
        take_path: link.path(&work.cx.identity),
    };
    let key = format!("page:{}:{}", page.id, person.id);
    if work.cx.identity.pages_by_webhook {
        notices::enqueue(
            work,
            format!("{key}:webhook"),
            OutboxChannel::Webhook,
            person.into(),
            body.clone(),
        )?;
    }
    notices::send(work, key, person, body)
}

/// Who a call or a warning reaches at an instant.
pub(super) fn people(
    work: &mut Work<'_>,
    audience: Audience,
    at: Instant,
) -> Result<Vec<Person>, ServiceError> {
    let mut found = match audience {
        Audience::OnCall => on_call(work, at, 0)?,
        Audience::Backup => on_call(work, at, 1)?,
        Audience::Manager => with_role(work, Role::Manager)?,
        Audience::Team | Audience::Assignee | Audience::Customer => team(work)?,
    };
    found.retain(|person| person.is_active && person.role.is_staff());
    Ok(found)
}

fn on_call(work: &mut Work<'_>, at: Instant, step: usize) -> Result<Vec<Person>, ServiceError> {
    let rota = store::if_readable(store::rota::for_team(work.c, work.ticket.team_id))?;
    let Some(rota) = rota else { return Ok(Vec::new()) };
    let Some(id) = rota.on_call(at, step) else { return Ok(Vec::new()) };
    Ok(store::if_readable(store::person::find(work.c, id))?.into_iter().collect())
}

fn with_role(work: &mut Work<'_>, role: Role) -> Result<Vec<Person>, ServiceError> {
    Ok(store::person::staff(work.c)?.into_iter().filter(|person| person.role == role).collect())
}

fn team(work: &mut Work<'_>) -> Result<Vec<Person>, ServiceError> {
    if let Some(team) = work.ticket.team_id {
        let members = store::person::team_members(work.c, team)?;
        if !members.is_empty() {
            return Ok(members);
        }
    }
    with_role(work, Role::Agent)
}

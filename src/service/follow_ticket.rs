//! Following a ticket: hearing of what others write in it. For people of the provider; customers have watchers.

use super::choose_mails::who_wants;
use super::work::Work;
use super::{Context, ServiceError, notices};
use crate::domain::{
    ColleagueWord, MessageId, NoticeBody, Person, StaffMail, Ticket, TicketId, Viewer, WakeCause, mentioned,
};
use crate::store::{self, Connection};

/// Whether somebody hears of a ticket from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Following {
    /// They do.
    Begins,
    /// They don't.
    Ends,
}

/// Lets somebody follow a ticket, or not any more; closed or not. Doing it twice changes nothing. It is nobody else's
/// business, so that it makes no entry in the history and no new version of the ticket.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer.
pub fn follow_ticket(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    following: Following,
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only the provider’s people follow tickets."));
    }
    let found = store::ticket::find(c, Viewer::of(by), ticket)?.ok_or(ServiceError::NotFound("ticket"))?;
    match following {
        Following::Begins => store::follower::add(c, ticket, by.id, cx.now)?,
        Following::Ends => store::follower::remove(c, ticket, by.id)?,
    }
    Ok(found)
}

/// Tells of an internal note: those who are mentioned in it, who follow the ticket from now on, and its followers. Its
/// text stays in the house, since an answer to a mail of ours may quote it to the customer.
pub(super) fn tell_of_note(
    work: &mut Work<'_>,
    author: &Person,
    message: MessageId,
    text: &str,
) -> Result<(), ServiceError> {
    let staff = if text.contains('@') { store::person::staff(work.c)? } else { Vec::new() };
    let ids = mentioned(text, &staff);
    let called: Vec<&Person> =
        staff.iter().filter(|person| ids.contains(&person.id) && person.id != author.id).collect();
    let followers = store::follower::people(work.c, work.ticket.id)?;
    for person in &called {
        store::follower::add(work.c, work.ticket.id, person.id, work.cx.now)?;
    }
    for person in who_wants(work.c, StaffMail::Mentioned, called.iter().copied().cloned().collect())? {
        send(work, author, &person, message, ColleagueWord::Mentioned, "")?;
    }
    for follower in &who_wants(work.c, StaffMail::Followed, followers)? {
        if follower.id != author.id && !called.iter().any(|person| person.id == follower.id) {
            send(work, author, follower, message, ColleagueWord::Noted, "")?;
        }
    }
    match called.is_empty() {
        true => Ok(()),
        false => work.wake(work.cx.now, WakeCause::Mentioned),
    }
}

/// Tells the followers what a colleague answered the customer. Watchers among them are sent it anyway.
pub(super) fn tell_of_reply(
    work: &mut Work<'_>,
    author: &Person,
    message: MessageId,
    text: &str,
) -> Result<(), ServiceError> {
    for follower in others(work, author)? {
        send(work, author, &follower, message, ColleagueWord::Replied, text)?;
    }
    Ok(())
}

/// Tells the followers what the customer wrote. The assignee is told anyway.
pub(super) fn tell_of_customer(
    work: &mut Work<'_>,
    author: &Person,
    message: MessageId,
    text: &str,
) -> Result<(), ServiceError> {
    let assignee = work.ticket.assignee_id;
    for follower in others(work, author)?.into_iter().filter(|one| Some(one.id) != assignee) {
        let body = NoticeBody::CustomerWrote { author: author.name.clone(), text: text.to_owned() };
        notices::send(work, format!("follower:{message}:{}", follower.id), &follower, body)?;
    }
    Ok(())
}

fn others(work: &mut Work<'_>, author: &Person) -> Result<Vec<Person>, ServiceError> {
    let watchers = store::watcher::people(work.c, work.ticket.id)?;
    let mut followers = store::follower::people(work.c, work.ticket.id)?;
    followers.retain(|one| one.id != author.id && !watchers.iter().any(|watcher| watcher.id == one.id));
    who_wants(work.c, StaffMail::Followed, followers)
}

fn send(
    work: &mut Work<'_>,
    author: &Person,
    to: &Person,
    message: MessageId,
    word: ColleagueWord,
    text: &str,
) -> Result<(), ServiceError> {
    let body = NoticeBody::ColleagueWrote { author: author.name.clone(), word, text: text.to_owned() };
    notices::send(work, format!("follower:{message}:{}", to.id), to, body)
}

//! One page's stream of events: from what it shows to what has changed since, for as long as its session holds.

use std::collections::HashMap;

use actix_web::HttpResponse;
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::{Sender, channel};
use tokio::sync::oneshot;

use super::events::{self, Event};
use super::hub::Live;
use super::news::{self, TicketNews};
use super::open_streams::Close;
use crate::domain::{ActivityId, MessageKind, PersonId, Presence, Viewer};
use crate::sla::Instant;
use crate::store::content_scan::CheckedFile;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// How many events may wait for a slow browser.
const WAITING: usize = 64;
/// How many checked files are looked through for those that a page missed.
const MOST_CHECKED: i64 = 200;
/// How far back a page is told what it missed; whoever was away for longer has a session no more.
const LONGEST_MISSED: TimeDelta = TimeDelta::hours(12);
/// A change is dated before it waits for its turn to be written, so that a page may have been read between the two.
const MARGIN: TimeDelta = TimeDelta::seconds(2);

/// What a page shows.
#[derive(Debug, Clone, Copy)]
pub struct Watched {
    /// The ticket it is about, if it is about one.
    pub number: Option<i64>,
    /// The instant at which it began to read what it shows.
    pub since: Instant,
}

/// Answers with the events of a page: those since what it shows at once, the others as they come.
///
/// # Errors
/// Where the database can't be read.
pub async fn stream(site: Site, session: Session, watched: Watched) -> Result<HttpResponse, WebError> {
    // Listening comes first, so that nothing falls between what is read now and what comes.
    let mut live = site.live.listen();
    let mut place = site.live.open.enter(&session)?;
    let (sender, receiver) = channel(WAITING);
    let viewer = session.viewer();
    let watched = Watched { since: watched.since.max(site.now() - LONGEST_MISSED), ..watched };
    let from = watched.since - MARGIN;
    let missed = move |c: &mut Connection| -> Result<_, WebError> {
        Ok((news::since(c, viewer, from)?, store::content_scan::checked_since(c, from, MOST_CHECKED)?))
    };
    let (missed, checked) = site.app.db.read(missed).await?;
    actix_web::rt::spawn(async move {
        let (present, told, seen) = (None, HashMap::new(), HashMap::new());
        let mut page = Page { sender, session, viewer, watched, present, told, seen };
        let mut closing = site.app.closing.subscribe();
        for news in missed {
            page.tell(&news).await;
        }
        for file in checked {
            page.tell_checked(&file).await;
        }
        loop {
            tokio::select! {
                told = live.recv() => if !page.take(told).await { return },
                why = &mut place.closed => return page.close(why).await,
                _ = closing.changed() => return,
                () = page.sender.closed() => return,
            }
        }
    });
    Ok(events::answer(receiver))
}

struct Page {
    sender: Sender<Event>,
    session: Session,
    viewer: Viewer,
    watched: Watched,
    /// What the page was last told of who is there.
    present: Option<Value>,
    /// The latest version told of each ticket, by its number.
    told: HashMap<i64, i64>,
    /// The latest that a customer was told of each ticket, by its number.
    seen: HashMap<i64, ActivityId>,
}

impl Page {
    /// Passes on what the hub told; false once the stream is over.
    async fn take(&mut self, told: Result<Live, RecvError>) -> bool {
        match told {
            Ok(Live::Ticket(news)) => self.tell(&news).await,
            Ok(Live::Checked(file)) => self.tell_checked(&file).await,
            Ok(Live::Present(present)) => self.tell_present(&present).await,
            Ok(Live::TooMuch) | Err(RecvError::Lagged(_)) => self.send("missed", json!({})).await,
            Err(RecvError::Closed) => return false,
        }
        true
    }

    /// Says that the session is over, where it is: the page does not come back then.
    async fn close(&self, why: Result<Close, oneshot::error::RecvError>) {
        match why {
            Ok(Close::SessionOver) => self.send("ended", json!({})).await,
            Ok(Close::TooMany) | Err(_) => {}
        }
    }

    async fn tell(&mut self, news: &TicketNews) {
        match self.viewer {
            Viewer::Staff(_) => self.tell_staff(news).await,
            Viewer::Customer(..) | Viewer::Stranger(_) => self.tell_customer(news).await,
        }
    }

    /// Tells a customer of what they see of a ticket of theirs, each thing once. What happens inside is no event: not
    /// even its number or its version would say that something did.
    async fn tell_customer(&mut self, news: &TicketNews) {
        let is_shown = self.watched.number.is_none_or(|number| number == news.number);
        if !is_shown || !self.viewer.sees(news.organization_id, news.requester_id) {
            return;
        }
        let Some(told) = news.told.as_ref().filter(|told| told.at > self.watched.since - MARGIN) else {
            return;
        };
        let is_news = self.seen.insert(news.number, told.entry) != Some(told.entry);
        if is_news && !self.shows(told.at, told.by) {
            self.send("ticket", json!({ "number": news.number, "what": told.what })).await;
        }
    }

    /// Whether the page shows a change for sure: what its reader did themselves was done before they opened it.
    fn shows(&self, at: Instant, by: Option<PersonId>) -> bool {
        at <= self.watched.since && by == Some(self.session.person.id)
    }

    /// Tells of a ticket's version once, though it may be read twice: as missed, and by the hub.
    async fn tell_staff(&mut self, news: &TicketNews) {
        if self.told.get(&news.number).is_some_and(|version| *version >= news.version) {
            return;
        }
        self.told.insert(news.number, news.version);
        if self.shows(news.at, news.by) {
            return;
        }
        let is_own = news.by == Some(self.session.person.id);
        let data = json!({
            "number": news.number, "version": news.version, "what": news.what, "is_own": is_own,
        });
        self.send("ticket", data).await;
    }

    /// Tells the page of a ticket that a file of it was checked, where its reader sees that file: it is given out from now
    /// on, or withheld for a reason.
    async fn tell_checked(&self, file: &CheckedFile) {
        let is_shown = self.watched.number == Some(file.ticket.0);
        let is_read = self.viewer.is_staff() || file.kind == MessageKind::Public;
        if is_shown && is_read && self.viewer.sees(file.organization_id, file.requester_id) {
            let what = "A file was checked for malware";
            self.send("ticket", json!({ "number": file.ticket.0, "what": what })).await;
        }
    }

    async fn tell_present(&mut self, all: &[Presence]) {
        if !self.viewer.is_staff() {
            return;
        }
        let Some(present) = self.others(all).filter(|now| self.present.as_ref() != Some(now)) else { return };
        self.present = Some(present.clone());
        self.send("present", present).await;
    }

    /// Who else is at the page's ticket.
    fn others(&self, all: &[Presence]) -> Option<Value> {
        let number = self.watched.number?;
        let me = self.session.person.id;
        let others = all.iter().filter(|one| one.number.0 == number && one.person_id != me);
        let words: Vec<_> = others.map(|one| json!({ "name": one.name, "doing": one.doing })).collect();
        Some(json!(words))
    }

    async fn send(&self, name: &'static str, data: Value) {
        // A page that has gone is noticed by the loop.
        let _ = self.sender.send(Event { name, data }).await;
    }
}

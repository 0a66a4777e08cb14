//! One ticket as agents work it.

use askama::Template;

use super::{Banners, Composer, HeldView, Properties, QueueRow, RelatedLine, Reporter, WatchersCard};
use crate::sla::ClockState;
use crate::web::view::{
    Chip, ClockCard, HistoryLine, MergedView, MessageView, Moment, Remedy, SeverityMark, Shell,
};

/// The queue beside the ticket: the list that it was opened from.
#[derive(Debug, Clone)]
pub struct Lane {
    /// The list's name.
    pub label: &'static str,
    /// Where the whole list is.
    pub href: String,
    /// Its tickets.
    pub rows: Vec<QueueRow>,
    /// Where the ticket above is.
    pub previous: Option<String>,
    /// Where the ticket below is.
    pub next: Option<String>,
}

impl Lane {
    /// The list with the ways from one ticket to its neighbours.
    #[must_use]
    pub fn around(label: &'static str, href: String, rows: Vec<QueueRow>, number: i64) -> Self {
        let position = rows.iter().position(|row| row.number == number);
        let at = |index: Option<usize>| index.and_then(|index| rows.get(index)).map(|row| row.href.clone());
        let previous = at(position.and_then(|index| index.checked_sub(1)));
        let next = at(Some(position.map_or(0, |index| index + 1)));
        Self { label, href, previous, next, rows }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "desk/ticket.html")]
pub struct DeskTicketPage {
    /// What is around it.
    pub shell: Shell,
    /// The queue beside it.
    pub lane: Lane,
    /// What every address of the page carries behind its path: the list that the ticket was opened from.
    pub place: String,
    /// The number, also its address.
    pub number: i64,
    /// The version the page shows: a change of another one is refused.
    pub version: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: Chip,
    /// Who of the customer said that it is solved, where it is resolved on their word.
    pub solved_by: Option<String>,
    /// Its severity.
    pub severity: SeverityMark,
    /// By which way it came.
    pub channel: &'static str,
    /// When it was received.
    pub opened: Moment,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it lies outside the agreement.
    pub is_outside_agreement: bool,
    /// Whether it is closed for good.
    pub is_closed: bool,
    /// The closed ticket it follows up.
    pub follows_up: Option<i64>,
    /// Who else is here, each as a sentence.
    pub present: Vec<String>,
    /// What stands out above the conversation.
    pub banners: Banners,
    /// What follows a missed promise.
    pub remedies: Vec<Remedy>,
    /// Whether one was missed here.
    pub is_missed: bool,
    /// What was written in the tickets that go on in it.
    pub merged: Vec<MergedView>,
    /// The conversation.
    pub messages: Vec<MessageView>,
    /// Replies that have not left yet.
    pub held_here: Vec<HeldView>,
    /// The reader's replies to other tickets that have not left yet.
    pub held_elsewhere: Vec<HeldView>,
    /// The form for a reply or a note.
    pub composer: Composer,
    /// What it is now for the contract: `office hours`, and whether this severity is served in it.
    pub coverage: Chip,
    /// The band of this moment.
    pub band: &'static str,
    /// Its clocks.
    pub clocks: Vec<ClockCard>,
    /// The reader's id, for the buttons that act on themselves.
    pub my_id: String,
    /// What agents set of it.
    pub properties: Properties,
    /// Who reported it.
    pub reporter: Reporter,
    /// Those that go on in it, then those that it is linked with.
    pub related: Vec<RelatedLine>,
    /// The names of those who follow it.
    pub followers: Vec<String>,
    /// Whether the reader does.
    pub is_following: bool,
    /// Who reads along.
    pub watching: WatchersCard,
    /// The history, newest first.
    pub history: Vec<HistoryLine>,
}

impl DeskTicketPage {
    /// The clock that matters most: the first one missed and still owed, else the next one due.
    #[must_use]
    pub fn headline(&self) -> Option<&ClockCard> {
        let owed = self.clocks.iter().filter(|clock| {
            matches!(clock.state, ClockState::Breached | ClockState::Running) && clock.due.is_some()
        });
        owed.min_by_key(|clock| clock.due.as_ref().map(|due| due.millis))
    }
}

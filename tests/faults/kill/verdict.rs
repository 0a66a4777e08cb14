//! Whether everything is there once, in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use punctual::domain::{
    Breach, NoticeBody, OutboxChannel, OutboxEntry, OutboxState, PersonId, TicketId, Viewer,
};
use punctual::service;
use punctual::sla::Status;
use punctual::store::breach::BreachFilter;
use punctual::store::outbox::OutboxFilter;
use punctual::store::ticket::{Sort, TicketFilter, TicketRow};
use punctual::store::{self, Connection, StoreError};

use super::house::House;
use super::life::Story;
use crate::faults::installation::{all_sent, message_ids};

/// More than there is of anything.
const ALL: i64 = 1_000_000;

/// How many notices one process can have under way when it dies.
const UNDER_WAY: usize = 20;

/// What was counted.
#[derive(Debug, Default)]
pub struct Verdict {
    kills: usize,
    tickets: usize,
    steps: usize,
    unanswered: usize,
    misses: usize,
    prompt: usize,
    notices: usize,
    repeated: usize,
}

/// Whether nothing is left to do: every clock has run out or stopped, and every notice has left.
pub fn is_quiet(house: &House) -> bool {
    house.test.read(store::ticket::next_wake).is_none() && all_sent(&house.test)
}

/// What is left to do, in words.
pub fn what_is_left(house: &House) -> String {
    let notices = house.test.read(|c| store::outbox::list(c, &OutboxFilter::default(), None, ALL));
    let unsent = notices.iter().filter(|notice| notice.state != OutboxState::Sent).map(|notice| {
        let OutboxEntry { channel, state, attempts, next_attempt_at, last_error, .. } = notice;
        let label = notice.notice.body.label();
        format!("{label} by {channel:?} is {state:?} after {attempts} tries, next at {next_attempt_at}: {last_error:?}")
    });
    let wake = house.test.read(store::ticket::next_wake).map(|at| format!("a clock wakes at {at}"));
    wake.into_iter().chain(unsent).collect::<Vec<_>>().join("\n")
}

impl Verdict {
    /// Judges one installation; what is wrong fails the test.
    pub fn of(house: &House, stories: &[Story]) -> Self {
        let tickets = house.test.read(tickets);
        stories.iter().for_each(|story| judge_story(house, story, &tickets));
        let known: BTreeSet<_> = stories.iter().map(|story| story.subject.as_str()).collect();
        assert!(
            tickets.keys().all(|subject| known.contains(subject.as_str())),
            "a ticket that nobody reported"
        );
        let misses = house.test.read(|c| store::breach::list(c, &BreachFilter::default(), None, ALL));
        let notices = house.test.read(|c| store::outbox::list(c, &OutboxFilter::default(), None, ALL));
        judge_misses(&misses, &notices);
        let kills =
            house.killed.load(Ordering::SeqCst) + stories.iter().map(|story| story.killed).sum::<usize>();
        let repeated = repeated(house, &notices);
        assert!(repeated <= kills * UNDER_WAY, "more left twice than can have been under way");
        let blamed = house.clients.blamed.lock().unwrap();
        assert!(blamed.iter().all(|(status, _)| *status == 503), "{blamed:?}");
        let whole = house.app.db.read_now(|c| service::verify_audit(c, &house.app.identity.audit_key, &[]));
        whole.unwrap().expect("the audit log is whole");
        let prompt = misses.iter().filter(|miss| miss.recorded_at - miss.due_at <= TimeDelta::seconds(2));
        Self {
            kills,
            tickets: tickets.values().map(Vec::len).sum(),
            steps: stories.iter().map(|story| story.said.len()).sum(),
            unanswered: house.clients.unanswered.load(Ordering::SeqCst),
            misses: misses.len(),
            prompt: prompt.count(),
            notices: notices.len(),
            repeated,
        }
    }

    pub fn add(&mut self, other: Self) {
        self.kills += other.kills;
        self.tickets += other.tickets;
        self.steps += other.steps;
        self.unanswered += other.unanswered;
        self.misses += other.misses;
        self.prompt += other.prompt;
        self.notices += other.notices;
        self.repeated += other.repeated;
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} kills; {} tickets and {} messages, none lost or doubled; {} requests unanswered and sent again; {} misses, \
             none early, {} of them recorded within 2 s though all was being killed, each told by one notice; {} notices \
             left, {} of them once more under the same Message-ID",
            self.kills,
            self.tickets,
            self.steps,
            self.unanswered,
            self.misses,
            self.prompt,
            self.notices,
            self.repeated
        )
    }
}

/// Every ticket, by its subject.
fn tickets(c: &mut Connection) -> Result<BTreeMap<String, Vec<TicketRow>>, StoreError> {
    let viewer = Viewer::Staff(PersonId(uuid::Uuid::nil()));
    let (mut all, mut after) = (BTreeMap::<_, Vec<_>>::new(), None);
    loop {
        let page = store::ticket::list(c, viewer, &TicketFilter::default(), Sort::default(), after, 1000)?;
        page.rows.into_iter().for_each(|row| all.entry(row.subject.clone()).or_default().push(row));
        after = page.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

fn judge_story(house: &House, story: &Story, tickets: &BTreeMap<String, Vec<TicketRow>>) {
    let rows = tickets.get(&story.subject).map_or(&[][..], Vec::as_slice);
    let Story { subject, number, .. } = story;
    assert_eq!(rows.len(), 1, "{subject} is one ticket");
    let row = &rows[0];
    assert_eq!(row.number.0, *number, "the ticket that was found");
    assert_eq!(row.status, Status::Closed, "{subject} was closed");
    let messages = house.test.read(|c| store::message::list(c, row.id));
    // The first is the report.
    let mut texts = BTreeMap::<_, usize>::new();
    messages
        .iter()
        .skip(1)
        .for_each(|message| *texts.entry(message.text.trim().to_owned()).or_default() += 1);
    for (text, times) in &story.said {
        let found = texts.remove(text).unwrap_or_default();
        assert!((1..=*times).contains(&found), "{text:?} was sent {times} times and is there {found} times");
    }
    assert!(texts.is_empty(), "nobody said {texts:?}");
}

/// None early, and each told by exactly one notice.
fn judge_misses(misses: &[Breach], notices: &[OutboxEntry]) {
    assert!(misses.iter().all(|miss| miss.due_at < miss.recorded_at), "a miss was recorded early");
    let mut told = BTreeMap::<(TicketId, String), usize>::new();
    for notice in notices {
        if let NoticeBody::Breach { missed, .. } = &notice.notice.body {
            let ticket = notice.notice.ticket.as_ref().unwrap().id;
            for line in missed {
                let what = format!("{:?} {:?}", line.clock, line.due_at.unwrap());
                *told.entry((ticket, what)).or_default() += 1;
            }
        }
    }
    let recorded: BTreeSet<_> =
        misses.iter().map(|miss| (miss.ticket_id, format!("{:?} {:?}", miss.clock, miss.due_at))).collect();
    assert_eq!(recorded.len(), misses.len(), "a miss was recorded twice");
    let twice: Vec<_> = told.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "told twice: {twice:?}");
    assert_eq!(told.into_keys().collect::<BTreeSet<_>>(), recorded, "each miss is told, and nothing else");
}

/// How many mails left once more; every one left at least once.
fn repeated(house: &House, notices: &[OutboxEntry]) -> usize {
    let mut times = BTreeMap::<_, usize>::new();
    message_ids(&house.sink).into_iter().for_each(|id| *times.entry(id).or_default() += 1);
    let mails: BTreeSet<_> = notices
        .iter()
        .filter(|notice| notice.channel == OutboxChannel::Email)
        .map(|notice| format!("<{}>", notice.message_id))
        .collect();
    assert_eq!(times.keys().cloned().collect::<BTreeSet<_>>(), mails, "each notice left, and nothing else");
    times.values().map(|times| times - 1).sum()
}

//! Plays the beats: each through the verb that a person, a browser or a mail server would use.

use chrono::TimeDelta;
use rand::Rng;
use rand::rngs::StdRng;

use super::beat::Beat;
use super::letter::Letter;
use super::life::Life;
use super::opinion::Opinion;
use super::{evidence, pace, plot};
use crate::domain::{
    Authentication, MessageKind, NodeId, Person, Role, Ticket, TicketId, TicketNumber, Viewer,
};
use crate::mail;
use crate::service::{self, Context, NewMessage, NewTicket, Received, ServiceError};
use crate::sla::{Channel, Instant, SeverityCode, Status};
use crate::store::outbox::Turn;
use crate::store::{self, Connection};

/// How long after a due instant a worker writes it down.
const WORKER_DELAY: TimeDelta = TimeDelta::milliseconds(240);

/// How long a mail takes to the next server.
const DELIVERY: TimeDelta = TimeDelta::seconds(1);

/// How the road of the customers' mail is called.
const SOURCE: &str = "smtp";

/// Tickets moved, and mails delivered, at once.
const BATCH: i64 = 500;

/// The installation at one instant of its past.
pub(super) struct Stage<'a> {
    c: &'a mut Connection,
    cx: Context,
    /// What customers are still going to say.
    opinions: Vec<Opinion>,
}

impl<'a> Stage<'a> {
    /// An installation at the instant of its context.
    pub(super) fn new(c: &'a mut Connection, cx: &Context) -> Self {
        Self { c, cx: cx.clone(), opinions: Vec::new() }
    }

    /// Lets time pass, moving the clocks whenever something falls due, and hearing customers who say how it went.
    pub(super) fn wait_until(&mut self, at: Instant) -> Result<(), ServiceError> {
        while let Some(opinion) = self.next_opinion(at) {
            self.tick_until(opinion.at)?;
            match service::rate_ticket(
                self.c,
                &self.cx,
                &opinion.by,
                opinion.ticket,
                opinion.verdict,
                opinion.comment,
            ) {
                // It was opened again meanwhile: nobody is asked.
                Ok(_) | Err(ServiceError::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
        self.tick_until(at)
    }

    fn next_opinion(&mut self, at: Instant) -> Option<Opinion> {
        let due = self.opinions.iter().enumerate().filter(|(_, one)| one.at <= at);
        let (place, _) = due.min_by_key(|(_, one)| one.at)?;
        Some(self.opinions.swap_remove(place))
    }

    fn tick_until(&mut self, at: Instant) -> Result<(), ServiceError> {
        while let Some(next) = service::next_tick(self.c)?.filter(|next| *next <= at) {
            self.cx.now = (next + WORKER_DELAY).max(self.cx.now).min(at);
            service::tick_timers(self.c, &self.cx, BATCH)?;
        }
        self.cx.now = at;
        Ok(())
    }

    /// Marks every mail as taken by the next server, shortly after it was written.
    pub(super) fn deliver(&mut self) -> Result<(), ServiceError> {
        let postman = NodeId::new(self.cx.now);
        loop {
            let written = store::outbox::claim(self.c, postman, self.cx.now, BATCH, &Turn::default())?;
            if written.is_empty() {
                return Ok(());
            }
            for entry in &written {
                store::outbox::mark_sent(self.c, entry, entry.created_at + DELIVERY)?;
            }
        }
    }

    /// A mail that says it comes from one of the provider's people: nobody believes it, and it is held back.
    pub(super) fn receive_impostor(&mut self, agent: &Person) -> Result<(), ServiceError> {
        let at = self.cx.now - TimeDelta::minutes(47);
        let text = "Please change the bank details of all customers to the ones attached, today.";
        let raw =
            Letter { from: agent, subject: "Urgent: new bank details", text, at, answers: None }.bytes()?;
        let inbound = service::store_mail(self.c, &self.cx, SOURCE, &raw, at)?;
        service::receive_mail(self.c, &self.cx, inbound, mail::parse(&raw), Authentication::default())
            .map(drop)
    }

    /// Plays the next beat of a ticket, and says when the one after it comes; none if it was the last.
    pub(super) fn play(
        &mut self,
        life: &mut Life<'_>,
        random: &mut StdRng,
    ) -> Result<Option<Instant>, ServiceError> {
        let Some(beat) = life.beats.pop_front() else { return Ok(None) };
        let ticket = match life.ticket.take() {
            None => {
                let ticket = self.report(life, random)?;
                if !life.is_staged {
                    life.beats = plot::draw(life, &ticket, random);
                }
                ticket
            }
            Some(ticket) => self.continue_with(beat, life, &ticket, random)?,
        };
        let is_paged = ticket.timers.pages(&life.customer.contract).is_some();
        if is_paged && !life.is_staged && life.beats.front() != Some(&Beat::TakePage) {
            life.beats.push_front(Beat::TakePage);
        }
        let laid_down = life.instants.pop_front();
        let next = life
            .beats
            .front()
            .map(|beat| laid_down.unwrap_or_else(|| pace::when(beat, life, &ticket, self.cx.now, random)));
        life.ticket = Some(ticket);
        Ok(next)
    }

    fn continue_with(
        &mut self,
        beat: Beat,
        life: &mut Life<'_>,
        ticket: &Ticket,
        random: &mut StdRng,
    ) -> Result<Ticket, ServiceError> {
        let story = life.story;
        match beat {
            Beat::Arrive => Ok(ticket.clone()),
            Beat::TakePage => self.take_page(life, ticket.id),
            Beat::Triage => self.triage(life, ticket),
            Beat::Assign => {
                service::assign(self.c, &self.cx, &life.agent, ticket.id, None, Some(life.agent.id))
            }
            Beat::Acknowledge => service::acknowledge(self.c, &self.cx, &life.agent, ticket.id, None),
            Beat::Answer => self.write(life, ticket.id, &story.first(), None),
            Beat::Note => self.note(life, ticket.id),
            Beat::Ask => {
                let question =
                    story.question().map_or("Is it still happening on your side?", |(question, _)| question);
                self.write(life, ticket.id, question, Some(Status::WaitingOnCustomer))
            }
            Beat::Update(text) => self.write(life, ticket.id, &text, None),
            Beat::Resolve => {
                let resolved = self.write(life, ticket.id, &story.resolution(), Some(Status::Resolved))?;
                self.opinions.extend(Opinion::of(life, &resolved, self.cx.now));
                Ok(resolved)
            }
            Beat::Reply(text) if life.channel == Channel::Email || random.random_bool(0.4) => {
                self.mail_reply(life, ticket, &text)
            }
            Beat::Reply(text) => {
                let new = self.message(MessageKind::Public, text);
                service::reply(self.c, &self.cx, &life.contact.person, ticket.id, None, new, None)
            }
            Beat::Reclassify(to, reason) => self.reclassify(life, ticket.id, &to, reason),
            Beat::Close => {
                service::set_status(self.c, &self.cx, &life.agent, ticket.id, None, Status::Closed)
            }
        }
    }

    fn report(&mut self, life: &Life<'_>, random: &mut StdRng) -> Result<Ticket, ServiceError> {
        let (person, story) = (&life.contact.person, life.story);
        let text = life.contact.writes(&story.report());
        if life.channel == Channel::Email {
            return self.mail(person, &story.subject(), &text, None);
        }
        let new = NewTicket {
            channel: life.channel,
            subject: story.subject(),
            text,
            html: None,
            answers: Some(story.answers()),
            severity: Some(SeverityCode::new(story.severity())),
            attachments: evidence::of(life, random),
            received_at: self.cx.now,
            inbound_mail_id: None,
            follows_up: None,
            is_acknowledged: true,
        };
        service::open_ticket(self.c, &self.cx, person, new)
    }

    fn mail_reply(&mut self, life: &Life<'_>, ticket: &Ticket, text: &str) -> Result<Ticket, ServiceError> {
        let thread = store::outbox::thread(self.c, ticket.id, &life.contact.person.email)?;
        let text = life.contact.writes(text);
        self.mail(&life.contact.person, &ticket.subject, &text, Some((ticket.number, thread)))
    }

    /// A mail is kept as it came, read, and becomes what it becomes.
    fn mail(
        &mut self,
        from: &Person,
        subject: &str,
        text: &str,
        answers: Option<(TicketNumber, Vec<String>)>,
    ) -> Result<Ticket, ServiceError> {
        let raw = Letter { from, subject, text, at: self.cx.now, answers }.bytes()?;
        let inbound = service::store_mail(self.c, &self.cx, SOURCE, &raw, self.cx.now)?;
        let nothing_known = Authentication::default();
        match service::receive_mail(self.c, &self.cx, inbound, mail::parse(&raw), nothing_known)? {
            Received::Opened(id) | Received::Joined(id) | Received::FollowedUp(id) => {
                store::ticket::find(self.c, Viewer::of(from), id)?.ok_or(ServiceError::NotFound("ticket"))
            }
            Received::Quarantined(reason) => Err(ServiceError::invalid("mail", reason)),
            Received::Known | Received::Reported(_) | Received::PassedOn(_) => Err(ServiceError::invalid(
                "mail",
                "a mail of the demonstration is one of two that are the same, or a robot’s",
            )),
        }
    }

    /// Whoever was called last takes it.
    fn take_page(&mut self, life: &mut Life<'_>, ticket: TicketId) -> Result<Ticket, ServiceError> {
        let called =
            store::page::open(self.c, ticket)?.into_iter().filter_map(|page| page.person_id).next_back();
        let called = match called {
            Some(id) => store::person::find(self.c, id)?,
            None => None,
        };
        let taker = called.unwrap_or_else(|| life.agent.clone());
        let ticket = service::take_page(self.c, &self.cx, &taker, ticket)?;
        if taker.role == Role::Agent {
            life.agent = taker;
        }
        Ok(ticket)
    }

    fn triage(&mut self, life: &Life<'_>, ticket: &Ticket) -> Result<Ticket, ServiceError> {
        let severity = SeverityCode::new(life.story.severity());
        match &ticket.suggestion {
            Some(_) if ticket.severity.code == severity => {
                let reason = "Sounds worse than it is: nobody is held up";
                service::dismiss_suggestion(self.c, &self.cx, &life.agent, ticket.id, None, reason)
            }
            Some(suggestion) if suggestion.code == severity => {
                let reason = format!("Read and confirmed: {}", suggestion.reason);
                self.reclassify(life, ticket.id, &severity, &reason)
            }
            _ => self.reclassify(life, ticket.id, &severity, "Read by an agent"),
        }
    }

    fn reclassify(
        &mut self,
        life: &Life<'_>,
        ticket: TicketId,
        to: &SeverityCode,
        reason: &str,
    ) -> Result<Ticket, ServiceError> {
        service::reclassify(self.c, &self.cx, &life.agent, ticket, None, to, reason)
    }

    fn note(&mut self, life: &Life<'_>, ticket: TicketId) -> Result<Ticket, ServiceError> {
        let new = self.message(MessageKind::Note, life.story.note().to_owned());
        service::reply(self.c, &self.cx, &life.agent, ticket, None, new, None)
    }

    fn write(
        &mut self,
        life: &Life<'_>,
        ticket: TicketId,
        text: &str,
        then: Option<Status>,
    ) -> Result<Ticket, ServiceError> {
        let text = format!("Hello {},\n\n{text}\n\nKind regards,\n{}", life.contact.called, life.agent.name);
        let new = self.message(MessageKind::Public, text);
        service::reply(self.c, &self.cx, &life.agent, ticket, None, new, then)
    }

    fn message(&self, kind: MessageKind, text: String) -> NewMessage {
        NewMessage {
            kind,
            channel: Channel::Portal,
            text,
            html: None,
            attachments: Vec::new(),
            inbound_mail_id: None,
            received_at: self.cx.now,
        }
    }
}

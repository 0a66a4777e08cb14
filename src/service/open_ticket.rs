//! Opening a ticket: by the form, by mail, by the API, and by an agent who was called.

use std::sync::Arc;

use super::keep_pace::keep_pace;
use super::reclassify::known_severity;
use super::reply::{self, NewMessage};
use super::work::Work;
use super::{Context, ServiceError, both, notices, staff_notices};
use crate::domain::{
    ActivityKind, Actor, Answers, ContractVersionId, FileName, InboundMailId, MessageKind, Organization,
    Person, PersonId, Rest, SeverityChoice, TeamId, Ticket, TicketId, Writing,
};
use crate::sla::{Arrival, Channel, Contract, Event, Instant, SeverityCode, Status, Timers, What, classify};
use crate::store::{self, Connection};

/// A file that came with a message.
#[derive(Debug, Clone)]
pub struct NewAttachment {
    /// The name it was sent under, cleaned.
    pub file_name: FileName,
    /// The media type its sender claimed.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the HTML of its mail refers to it as.
    pub content_id: Option<String>,
}

/// A report.
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// How it came in.
    pub channel: Channel,
    /// What it is about, one line.
    pub subject: String,
    /// The description as plain text.
    pub text: String,
    /// The description as HTML, for a mail that had some.
    pub html: Option<String>,
    /// The answers to the three questions.
    pub answers: Option<Answers>,
    /// The severity that the reporter chose, if any. Mail never chooses.
    pub severity: Option<SeverityCode>,
    /// Files.
    pub attachments: Vec<NewAttachment>,
    /// When it was received: the clocks start here.
    pub received_at: Instant,
    /// The mail it came by.
    pub inbound_mail_id: Option<InboundMailId>,
    /// The closed ticket that it follows up.
    pub follows_up: Option<TicketId>,
    /// Whether the reporter gets an automatic acknowledgement; robots never do.
    pub is_acknowledged: bool,
}

impl NewTicket {
    /// What opens the conversation.
    fn into_message(self) -> NewMessage {
        NewMessage {
            kind: MessageKind::Public,
            channel: self.channel,
            text: self.text,
            html: self.html,
            attachments: self.attachments,
            inbound_mail_id: self.inbound_mail_id,
            received_at: self.received_at,
        }
    }
}

/// Opens a ticket for a requester, starts its clocks, and tells the requester what is promised. A mail that came before
/// their first agreement counts from the beginning of that: nobody can be asked to send it again.
///
/// # Errors
/// [`ServiceError::Invalid`] for an empty or over-long subject or text and for a severity the contract does not know;
/// [`ServiceError::TooMuch`] for a customer who has reported as much within an hour as is taken.
pub fn open_ticket(
    c: &mut Connection,
    cx: &Context,
    requester: &Person,
    mut new: NewTicket,
) -> Result<Ticket, ServiceError> {
    let agreement = match Agreement::of(c, cx, requester, new.received_at) {
        Err(ServiceError::Contract(_)) if new.channel == Channel::Email => {
            new.received_at = Agreement::begin(c, cx, requester)?.unwrap_or(new.received_at);
            Agreement::of(c, cx, requester, new.received_at)?
        }
        agreement => agreement?,
    };
    check(cx, &agreement, &new)?;
    keep_pace(c, cx, requester, new.channel, Writing::Ticket)?;
    let mut work = start(c, cx, requester.id, requester, agreement, Holder::Nobody, new)?;
    // A mail may have waited while the installation was down: what fell due meanwhile is found now.
    work.advance()?;
    work.finish()
}

/// What is agreed with a requester at an instant.
pub(super) struct Agreement {
    organization: Option<Organization>,
    version: ContractVersionId,
    contract: Arc<Contract>,
}

impl Agreement {
    /// Looks it up.
    pub(super) fn of(
        c: &mut Connection,
        cx: &Context,
        requester: &Person,
        at: Instant,
    ) -> Result<Self, ServiceError> {
        let organization = organization(c, requester)?;
        let (version, contract) = cx.contracts.in_force(c, organization.as_ref(), at)?;
        Ok(Self { organization, version, contract })
    }

    /// The instant at which the first version came into force of what is agreed with a requester, if it has.
    fn begin(c: &mut Connection, cx: &Context, requester: &Person) -> Result<Option<Instant>, ServiceError> {
        let organization = organization(c, requester)?;
        let begin = cx.contracts.begin(c, organization.as_ref())?;
        Ok(begin.filter(|begin| *begin <= cx.now))
    }
}

fn organization(c: &mut Connection, requester: &Person) -> Result<Option<Organization>, ServiceError> {
    match requester.organization_id {
        Some(id) => Ok(store::organization::find(c, id)?),
        None => Ok(None),
    }
}

/// Refuses a report that can't be kept, with all that is wrong with it.
pub(super) fn check(cx: &Context, agreement: &Agreement, new: &NewTicket) -> Result<(), ServiceError> {
    let severity = match &new.severity {
        Some(code) if new.channel != Channel::Email => known_severity(&agreement.contract, code).map(drop),
        _ => Ok(()),
    };
    both(check_words(cx, new), severity).map(drop)
}

/// Refuses a report whose words or files can't be kept, whoever sends it.
///
/// # Errors
/// [`ServiceError::Invalid`] with all that is wrong with them.
pub fn check_words(cx: &Context, new: &NewTicket) -> Result<(), ServiceError> {
    let may_be_empty = !new.attachments.is_empty() || new.channel == Channel::Email;
    let words = both(check_subject(&new.subject), reply::check_text(&new.text, may_be_empty));
    both(words, reply::check_files(cx, &new.attachments)).map(drop)
}

/// Begins a ticket under the agreement that was in force for its requester at the instant of receipt, and tells the team.
/// `by` opens it: the requester, or an agent for them.
pub(super) fn start<'a>(
    c: &'a mut Connection,
    cx: &'a Context,
    by: PersonId,
    requester: &Person,
    agreement: Agreement,
    holder: Holder,
    new: NewTicket,
) -> Result<Work<'a>, ServiceError> {
    let Agreement { organization, version, contract } = agreement;
    let chooser = if by == requester.id { "the reporter" } else { "the agent who opened it" };
    let (severity, suggestion) = choose_severity(&contract, &new, chooser)?;
    let team_id = organization.and_then(|organization| organization.team_id);
    let opening = Opening { by, version, contract, severity, suggestion, team_id, holder };
    let text = new.text.clone();
    let mut work = begin(c, cx, requester, opening, new)?;
    staff_notices::new_ticket(&mut work, requester, &text)?;
    Ok(work)
}

/// Who has a ticket in hand as it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Nobody: who is on call is called where the hour asks for it.
    Nobody,
    /// The agent who opens it: nobody is called.
    Agent,
}

/// How a ticket begins, beside what is reported.
pub(super) struct Opening {
    /// Who opens it.
    pub(super) by: PersonId,
    /// The version of the contract that it keeps.
    pub(super) version: ContractVersionId,
    /// That version.
    pub(super) contract: Arc<Contract>,
    /// The severity.
    pub(super) severity: SeverityChoice,
    /// What classification would suggest instead.
    pub(super) suggestion: Option<SeverityChoice>,
    /// The team that works it first.
    pub(super) team_id: Option<TeamId>,
    /// Who has it in hand.
    pub(super) holder: Holder,
}

/// Writes a ticket with its first message and starts its clocks, at the instant of receipt. What happened since is the
/// caller's to add.
pub(super) fn begin<'a>(
    c: &'a mut Connection,
    cx: &'a Context,
    requester: &Person,
    opening: Opening,
    new: NewTicket,
) -> Result<Work<'a>, ServiceError> {
    let Opening { by, version, contract, severity, suggestion, team_id, holder } = opening;
    let (rank, covers_nothing) = contract
        .severity(severity.code.as_str())
        .map_or((0, false), |known| (known.rank(), known.covers().is_empty()));
    let arrival = Arrival {
        at: new.received_at,
        channel: new.channel,
        severity: severity.code.clone(),
        suggested: suggestion.as_ref().map(|choice| choice.code.clone()),
    };
    let (mut timers, mut facts) = Timers::open(&contract, arrival);
    if holder == Holder::Agent {
        facts.retain(|fact| fact.what != What::Page);
        timers.apply(&contract, new.received_at, Event::TakePage);
    }
    let ticket = Ticket {
        id: TicketId::new(cx.now),
        number: store::ticket::next_number(c)?,
        version: 1,
        subject: check_subject(&new.subject)?,
        channel: new.channel,
        status: Status::Open,
        organization_id: requester.organization_id,
        requester_id: requester.id,
        assignee_id: None,
        team_id,
        contract_version_id: version,
        severity_rank: i32::try_from(rank).unwrap_or(i32::MAX),
        severity,
        suggestion,
        answers: new.answers,
        next_due: timers.next_due(&contract),
        next_wake_at: timers.next_wake(&contract),
        timers,
        rest: Rest::Awake,
        breach_count: 0,
        is_outside_agreement: covers_nothing,
        follows_up: new.follows_up,
        created_at: new.received_at,
        updated_at: cx.now,
    };
    let mut work = Work::open(c, cx, Actor::Person(by), ticket, contract)?;
    log_opened(&mut work, &new);
    let is_acknowledged = new.is_acknowledged;
    reply::store_message(&mut work, requester, new.into_message())?;
    work.record_facts(facts)?;
    if is_acknowledged {
        notices::acknowledgement(&mut work, requester)?;
    }
    Ok(work)
}

fn log_opened(work: &mut Work<'_>, new: &NewTicket) {
    let opened = ActivityKind::Opened {
        channel: new.channel,
        severity: work.ticket.severity.code.clone(),
        reason: work.ticket.severity.reason.clone(),
    };
    work.log_at(new.received_at, opened);
}

pub(super) fn check_subject(raw: &str) -> Result<String, ServiceError> {
    let subject = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    if subject.is_empty() {
        return Err(ServiceError::invalid("subject", "Say in a few words what is wrong."));
    }
    if subject.chars().count() > 250 {
        return Err(ServiceError::invalid(
            "subject",
            "The subject is longer than 250 characters: put the details into the description.",
        ));
    }
    Ok(subject)
}

/// The severity to start with, and for a mail what classification would suggest instead.
fn choose_severity(
    contract: &Contract,
    new: &NewTicket,
    chooser: &str,
) -> Result<(SeverityChoice, Option<SeverityChoice>), ServiceError> {
    let text = format!("{}\n{}", new.subject, new.text);
    let read = classify(contract.classification(), &new.answers.unwrap_or_default(), &text)
        .map(|found| SeverityChoice { code: found.severity, reason: found.reason });
    if new.channel == Channel::Email {
        return Ok(by_email(contract, read));
    }
    if let Some(chosen) = &new.severity {
        let known = known_severity(contract, chosen)?;
        let reason = match &read {
            Some(read) if read.code == *chosen => read.reason.clone(),
            _ => format!("Chosen by {chooser}"),
        };
        return Ok((SeverityChoice { code: known.code().clone(), reason }, None));
    }
    let fallback = || SeverityChoice {
        code: contract.email_severity().code().clone(),
        reason: "No classification rule matched".to_owned(),
    };
    Ok((read.unwrap_or_else(fallback), None))
}

fn by_email(contract: &Contract, read: Option<SeverityChoice>) -> (SeverityChoice, Option<SeverityChoice>) {
    let start = contract.email_severity();
    let severity = SeverityChoice {
        code: start.code().clone(),
        reason: format!("Reports by email start as {}", start.name()),
    };
    let is_more_severe = |choice: &SeverityChoice| {
        contract.severity(choice.code.as_str()).is_some_and(|found| found.rank() < start.rank())
    };
    (severity, read.filter(is_more_severe))
}

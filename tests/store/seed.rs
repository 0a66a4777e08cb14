//! Rows to write, each valid, with what a test does not care about filled in.

use std::collections::BTreeMap;

use punctual::domain::{
    AboutTicket, ContractVersion, ContractVersionId, EmailAddress, Notice, NoticeBody, Organization,
    OrganizationId, OutboxChannel, OutboxEntry, OutboxId, OutboxState, Person, PersonId, Recipient, Resolver,
    Role, SeverityChoice, Ticket, TicketId, TicketNumber,
};
use punctual::sla::{Arrival, Channel, ClockKind, Contract, Instant, SeverityCode, Status, Timers, shipped};
use punctual::store::{self, Connection, StoreError};

/// An instant as people write it.
pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A Monday at noon.
pub fn noon() -> Instant {
    at("2026-11-23T12:00:00Z")
}

/// A person of the provider, or a contact of a customer.
pub fn person(email: &str, role: Role, organization: Option<OrganizationId>) -> Person {
    Person {
        id: PersonId::new(noon()),
        email: EmailAddress::parse(email).unwrap(),
        name: email.split('@').next().unwrap().to_owned(),
        role,
        organization_id: organization,
        team_id: None,
        time_zone: chrono_tz::Europe::London,
        receives_breach_notices: false,
        is_active: true,
        created_at: noon(),
    }
}

pub fn organization(name: &str, domains: &[&str]) -> Organization {
    Organization {
        id: OrganizationId::new(noon()),
        name: name.to_owned(),
        contract_key: "dms".to_owned(),
        domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
        time_zone: chrono_tz::Europe::Berlin,
        team_id: None,
        created_at: noon(),
    }
}

pub fn contract_version(key: &str, number: i32, effective_from: Instant) -> ContractVersion {
    ContractVersion {
        id: ContractVersionId::new(noon()),
        key: key.to_owned(),
        name: format!("Agreement {key}"),
        number,
        source: format!("key = \"{key}\"\n"),
        files: BTreeMap::from([("days.ics".to_owned(), "BEGIN:VCALENDAR".to_owned())]),
        effective_from,
        created_at: noon(),
        created_by: None,
    }
}

/// A customer with a contact, an agent, and the contract that tickets refer to.
pub struct World {
    pub acme: Organization,
    pub contact: Person,
    pub agent: Person,
    pub contract: ContractVersion,
}

impl World {
    /// Writes the world.
    pub fn write(c: &mut Connection) -> Result<Self, StoreError> {
        let acme = organization("Acme", &["acme.example"]);
        let contact = person("ann@acme.example", Role::Customer, Some(acme.id));
        let agent = person("bob@provider.example", Role::Agent, None);
        let contract = contract_version("dms", 1, at("2020-01-01T00:00:00Z"));
        store::organization::insert(c, &acme)?;
        store::person::insert(c, &contact)?;
        store::person::insert(c, &agent)?;
        store::contract::insert_version(c, &contract)?;
        Ok(Self { acme, contact, agent, contract })
    }

    /// A ticket of the contact's, not written yet.
    pub fn ticket(&self, number: i64) -> Ticket {
        let contract = Contract::parse(shipped()[0].1, &|name| Err(name.to_owned())).unwrap();
        let severity = contract.email_severity().code().clone();
        let arrival =
            Arrival { at: noon(), channel: Channel::Portal, severity: severity.clone(), suggested: None };
        let (timers, _) = Timers::open(&contract, arrival);
        Ticket {
            id: TicketId::new(noon()),
            number: TicketNumber(number),
            version: 1,
            subject: format!("Ticket {number}"),
            channel: Channel::Portal,
            status: Status::Open,
            organization_id: Some(self.acme.id),
            requester_id: self.contact.id,
            assignee_id: None,
            team_id: None,
            contract_version_id: self.contract.id,
            severity: SeverityChoice { code: severity, reason: "as reported".to_owned() },
            severity_rank: 2,
            suggestion: None,
            answers: None,
            timers,
            next_due: Some((ClockKind::Respond, at("2026-11-23T15:00:00.000001Z"))),
            next_wake_at: Some(at("2026-11-23T14:00:00Z")),
            rest: punctual::domain::Rest::Awake,
            breach_count: 0,
            is_outside_agreement: false,
            follows_up: None,
            created_at: noon(),
            updated_at: noon(),
        }
    }

    /// Writes a ticket of the contact's.
    pub fn write_ticket(&self, c: &mut Connection) -> Result<Ticket, StoreError> {
        let number = store::ticket::next_number(c)?;
        let ticket = self.ticket(number.0);
        store::ticket::insert(c, &ticket)?;
        Ok(ticket)
    }
}

pub fn severity(code: &str) -> SeverityCode {
    SeverityCode::new(code)
}

/// A notice about a ticket, pending, not written yet.
pub fn notice(ticket: &Ticket, key: &str, to: &str) -> OutboxEntry {
    let notice = Notice {
        to: Recipient {
            email: EmailAddress::parse(to).unwrap(),
            name: "Ann Lee".to_owned(),
            time_zone: chrono_tz::Europe::London,
            organization_id: None,
        },
        ticket: Some(AboutTicket { id: ticket.id, number: ticket.number, subject: ticket.subject.clone() }),
        provider: "Provider".to_owned(),
        path: "/tickets/1".to_owned(),
        in_reply_to: None,
        references: vec!["first@acme.example".to_owned()],
        body: NoticeBody::Resolution { author: "Bob".to_owned(), resolver: Resolver::Agent, rate_path: None },
    };
    OutboxEntry {
        id: OutboxId::new(noon()),
        key: key.to_owned(),
        channel: OutboxChannel::Email,
        notice,
        message_id: format!("{key}@punctual.example"),
        state: OutboxState::Pending,
        priority: 3,
        attempts: 0,
        next_attempt_at: noon(),
        last_error: None,
        created_at: noon(),
        sent_at: None,
        uncertain_at: None,
    }
}

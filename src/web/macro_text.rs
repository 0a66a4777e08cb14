//! A macro's text as one ticket fills it in.

use std::collections::BTreeMap;

use super::error::WebError;
use super::ticket_data::TicketData;
use super::view::Moment;
use crate::domain::{
    BulkAnswer, ChosenTicket, Macro, MacroId, MessageKind, Person, Ticket, TicketNumber, Viewer,
};
use crate::service::Contracts;
use crate::sla::{Contract, Instant, Severity};
use crate::store::{self, Connection};

/// What the variables stand for.
struct Facts<'a> {
    ticket: &'a Ticket,
    contract: &'a Contract,
    requester: Option<&'a Person>,
    customer: Option<&'a str>,
    agent: &'a str,
    now: Instant,
}

/// The text for a ticket that is shown, in the name of an agent.
#[must_use]
pub fn of_shown(chosen: &Macro, data: &TicketData, agent: &str, now: Instant) -> String {
    let facts = Facts {
        ticket: &data.ticket,
        contract: &data.contract,
        requester: data.requester(),
        customer: data.organization.as_ref().map(|found| found.name.as_str()),
        agent,
        now,
    };
    chosen.fill(|name| facts.value(name))
}

/// A macro that answers customers, filled in for each of these tickets; none where the agent has no such macro.
///
/// # Errors
/// Where the database can't be read.
pub fn answer(
    c: &mut Connection,
    contracts: &Contracts,
    agent: &Person,
    id: MacroId,
    tickets: &[ChosenTicket],
    now: Instant,
) -> Result<Option<BulkAnswer>, WebError> {
    let chosen = store::reply_macro::find(c, agent.id, id)?;
    let Some(chosen) = chosen.filter(|one| one.kind == MessageKind::Public) else { return Ok(None) };
    let texts = of_each(c, contracts, agent, &chosen, tickets, now)?;
    Ok(Some(BulkAnswer { name: chosen.name, texts, then: chosen.then }))
}

/// The text for each of these tickets, as far as the agent may see them.
///
/// # Errors
/// Where the database can't be read.
fn of_each(
    c: &mut Connection,
    contracts: &Contracts,
    agent: &Person,
    chosen: &Macro,
    tickets: &[ChosenTicket],
    now: Instant,
) -> Result<BTreeMap<TicketNumber, String>, WebError> {
    let mut texts = BTreeMap::new();
    for one in tickets {
        let Some(ticket) = store::ticket::find_by_number(c, Viewer::of(agent), one.number)? else { continue };
        let contract = contracts.get(c, ticket.contract_version_id)?;
        let requester = store::person::find(c, ticket.requester_id)?;
        let customer = match ticket.organization_id {
            Some(id) => store::organization::find(c, id)?.map(|found| found.name),
            None => None,
        };
        let facts = Facts {
            ticket: &ticket,
            contract: &contract,
            requester: requester.as_ref(),
            customer: customer.as_deref(),
            agent: &agent.name,
            now,
        };
        texts.insert(one.number, chosen.fill(|name| facts.value(name)));
    }
    Ok(texts)
}

impl Facts<'_> {
    fn value(&self, name: &str) -> String {
        let requester = self.requester.map_or("Somebody", |person| person.name.as_str());
        match name {
            "requester" => requester.to_owned(),
            "requester.first_name" => requester.split_whitespace().next().unwrap_or(requester).to_owned(),
            "agent" => self.agent.to_owned(),
            "customer" => self.customer.unwrap_or_default().to_owned(),
            "ticket.number" => self.ticket.number.to_string(),
            "ticket.subject" => self.ticket.subject.clone(),
            "severity" => {
                let code = self.ticket.severity.code.as_str();
                self.contract.severity(code).map_or_else(|| code.to_owned(), Severity::label)
            }
            "next_due" => {
                let zone = self.requester.map_or(chrono_tz::UTC, |person| person.time_zone);
                let due = self.ticket.next_due.as_ref();
                due.map(|(_, at)| Moment::new(*at, self.now, zone).full).unwrap_or_default()
            }
            _ => String::new(),
        }
    }
}

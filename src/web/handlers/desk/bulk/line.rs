//! What becomes of each ticket, in words.

use std::collections::HashMap;

use chrono_tz::Tz;

use crate::domain::{BulkOutcome, BulkStep, Person, PersonId, TeamId, TicketId, Viewer};
use crate::service::Contracts;
use crate::sla::{Contract, Instant, Severity, SeverityCode};
use crate::store::ticket::{Direction, Sort, SortKey, TicketFilter, TicketRow};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::handlers::desk::place::Place;
use crate::web::pages::desk::BulkRow;
use crate::web::view::{Moment, labels};

/// Words the outcomes, in the order of the tickets' numbers: what is, or would be, changed, and what is left as it is.
///
/// # Errors
/// Where the database can't be read.
pub fn rows(
    c: &mut Connection,
    contracts: &Contracts,
    reader: &Person,
    place: &Place,
    now: Instant,
    outcomes: Vec<(TicketId, BulkOutcome)>,
) -> Result<(Vec<BulkRow>, Vec<BulkRow>), WebError> {
    let ids: Vec<TicketId> = outcomes.iter().map(|(id, _)| *id).collect();
    let limit = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let sort = Sort { key: SortKey::Number, direction: Direction::Ascending };
    let listed = store::ticket::list(
        c,
        Viewer::of(reader),
        &TicketFilter { ids, ..TicketFilter::default() },
        sort,
        None,
        limit,
    )?;
    let outcomes: HashMap<TicketId, BulkOutcome> = outcomes.into_iter().collect();
    let mut names = Names::at(now, reader.time_zone);
    let (mut changed, mut left) = (Vec::new(), Vec::new());
    for row in listed.rows {
        let Some(outcome) = outcomes.get(&row.id) else { continue };
        let contract = contracts.get(c, row.contract_version_id)?;
        match outcome {
            BulkOutcome::Done { step, .. } | BulkOutcome::TakenBack { step } => {
                changed.push(line(row, place, names.words(c, &contract, step)?));
            }
            BulkOutcome::Left { why } | BulkOutcome::Stays { why, .. } => {
                left.push(line(row, place, why.in_words().to_owned()));
            }
        }
    }
    Ok((changed, left))
}

fn line(row: TicketRow, place: &Place, what: String) -> BulkRow {
    BulkRow {
        number: row.number.0,
        href: place.ticket(row.number),
        subject: row.subject,
        customer: row.organization_name.unwrap_or_else(|| "unknown sender".to_owned()),
        what,
        text: None,
    }
}

fn severity(contract: &Contract, code: &SeverityCode) -> String {
    contract.severity(code.as_str()).map_or_else(|| code.to_string(), Severity::label)
}

/// Names, each looked up once.
pub struct Names {
    now: Instant,
    zone: Tz,
    people: HashMap<PersonId, String>,
    teams: HashMap<TeamId, String>,
}

impl Names {
    /// None looked up yet, for a reader in a zone.
    pub fn at(now: Instant, zone: Tz) -> Self {
        Self { now, zone, people: HashMap::new(), teams: HashMap::new() }
    }

    /// What an action made of its tickets, wherever each of them came from: `Status → Resolved`.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn outcome(
        &mut self,
        c: &mut Connection,
        contract: &Contract,
        step: &BulkStep,
    ) -> Result<String, WebError> {
        Ok(match step {
            BulkStep::Assigned { to, .. } => format!("Assignee → {}", self.person(c, *to)?),
            BulkStep::TeamAssigned { to, .. } => format!("Team → {}", self.team(c, *to)?),
            BulkStep::Reclassified { to, .. } => format!("Severity → {}", severity(contract, to)),
            BulkStep::StatusChanged { to, .. } => {
                format!("Status → {}", labels::status_for_staff(*to).label)
            }
            BulkStep::Tagged { .. }
            | BulkStep::Untagged { .. }
            | BulkStep::Answered { .. }
            | BulkStep::Snoozed { .. }
            | BulkStep::Merged { .. } => self.words(c, contract, step)?,
        })
    }

    fn words(
        &mut self,
        c: &mut Connection,
        contract: &Contract,
        step: &BulkStep,
    ) -> Result<String, WebError> {
        let severity = |code| severity(contract, code);
        Ok(match step {
            BulkStep::Assigned { from, to } => {
                format!("Assignee: {} → {}", self.person(c, *from)?, self.person(c, *to)?)
            }
            BulkStep::TeamAssigned { from, to } => {
                format!("Team: {} → {}", self.team(c, *from)?, self.team(c, *to)?)
            }
            BulkStep::Reclassified { from, to } if from == to => {
                format!("Severity: {} confirmed", severity(to))
            }
            BulkStep::Reclassified { from, to } => format!("Severity: {} → {}", severity(from), severity(to)),
            BulkStep::StatusChanged { from, to } => {
                let label = |status| labels::status_for_staff(status).label;
                format!("Status: {} → {}", label(*from), label(*to))
            }
            BulkStep::Tagged { tag } => format!("Tag {tag} added"),
            BulkStep::Untagged { tag } => format!("Tag {tag} taken"),
            BulkStep::Answered { with, then: None, .. } => format!("Answered with “{with}”"),
            BulkStep::Answered { with, then: Some(then), .. } => {
                format!("Answered with “{with}”, then {}", labels::status_for_staff(*then).label)
            }
            BulkStep::Snoozed { until, .. } => {
                format!("Snoozed until {}", Moment::new(*until, self.now, self.zone).spoken)
            }
            BulkStep::Merged { into } => format!("Merged into #{into}"),
        })
    }

    fn person(&mut self, c: &mut Connection, id: Option<PersonId>) -> Result<String, WebError> {
        let Some(id) = id else { return Ok("nobody".to_owned()) };
        if let Some(name) = self.people.get(&id) {
            return Ok(name.clone());
        }
        let name = store::person::find(c, id)?.map_or_else(|| "somebody".to_owned(), |person| person.name);
        self.people.insert(id, name.clone());
        Ok(name)
    }

    fn team(&mut self, c: &mut Connection, id: Option<TeamId>) -> Result<String, WebError> {
        let Some(id) = id else { return Ok("none".to_owned()) };
        if let Some(name) = self.teams.get(&id) {
            return Ok(name.clone());
        }
        let name = store::team::find(c, id)?.map_or_else(|| "a team".to_owned(), |team| team.name);
        self.teams.insert(id, name.clone());
        Ok(name)
    }
}

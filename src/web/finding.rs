//! A search as typed, looked up: names become ids, filters become conditions on tickets.

use crate::domain::search::{Condition, SearchQuery, Since, Whose, fold};
use crate::domain::{Organization, OrganizationId, Person, PersonId};
use crate::service::Contracts;
use crate::sla::{Instant, SeverityCode};
use crate::store::ticket::{AssigneeFilter, TicketFilter};
use crate::store::{self, Connection};
use crate::web::error::WebError;

/// What a search asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The conditions, those that were given before included.
    pub filter: TicketFilter,
    /// The words to be found, folded.
    pub words: Vec<String>,
    /// What was not understood or does not exist, each as a sentence.
    pub faults: Vec<String>,
    /// Whether nothing can be found: nothing was understood, or somebody is named who does not exist.
    pub is_empty: bool,
}

impl Finding {
    /// Looks a search up for somebody, on top of conditions that hold anyway.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn look_up(
        c: &mut Connection,
        contracts: &Contracts,
        asker: &Person,
        base: TicketFilter,
        text: &str,
        now: Instant,
    ) -> Result<Self, WebError> {
        let query = SearchQuery::parse(text);
        let is_empty = query.is_empty() && !text.trim().is_empty();
        let faults = query.faults.iter().map(|fault| format!("{}: {}", fault.part, fault.message)).collect();
        let mut finding = Self { filter: base, words: query.words, faults, is_empty };
        for condition in query.conditions {
            finding.narrow(c, contracts, asker, condition, now)?;
        }
        Ok(finding)
    }

    fn narrow(
        &mut self,
        c: &mut Connection,
        contracts: &Contracts,
        asker: &Person,
        condition: Condition,
        now: Instant,
    ) -> Result<(), WebError> {
        let is_staff = asker.role.is_staff();
        let filter = &mut self.filter;
        match condition {
            Condition::Status(states) => filter.status = states,
            Condition::Breached(flag) => filter.is_breached = Some(flag),
            Condition::Chargeable(flag) => filter.is_outside_agreement = Some(flag),
            Condition::Contract(key) => filter.contract_key = Some(key),
            Condition::Created(since) => day(filter, asker, since),
            Condition::Severity(name) => {
                filter.severities = severities(c, contracts, &name, now)?;
                if self.filter.severities.is_empty() {
                    self.nobody(format!("No agreement in force has a severity “{name}”."));
                }
            }
            Condition::Requester(name) => {
                let people = people(c, asker, &name, false)?;
                self.people(people, &name, |filter, ids| filter.requesters = ids);
            }
            Condition::Triage(flag) if is_staff => filter.has_suggestion = Some(flag),
            Condition::Following if is_staff => filter.follower = Some(asker.id),
            Condition::Snoozed if is_staff => filter.is_snoozed = Some(true),
            Condition::Tag(tag) if is_staff => filter.tags.push(tag),
            Condition::Assignee(Whose::Mine) if is_staff => filter.assignee = AssigneeFilter::Is(asker.id),
            Condition::Assignee(Whose::Nobodys) if is_staff => filter.assignee = AssigneeFilter::Nobody,
            Condition::Assignee(Whose::Of(name)) if is_staff => {
                let people = people(c, asker, &name, true)?;
                self.people(people, &name, |filter, ids| filter.assignees = ids);
            }
            Condition::Customer(name) if is_staff => {
                let found: Vec<OrganizationId> =
                    organizations_called(c, &name)?.into_iter().map(|one| one.id).collect();
                if found.is_empty() {
                    self.nobody(format!("There is no customer “{name}”."));
                }
                self.filter.organizations = found;
            }
            Condition::Following
            | Condition::Snoozed
            | Condition::Triage(_)
            | Condition::Tag(_)
            | Condition::Assignee(_)
            | Condition::Customer(_) => {
                self.nobody("Only the provider’s people can search by this.".to_owned());
            }
        }
        Ok(())
    }

    fn people(
        &mut self,
        found: Vec<PersonId>,
        name: &str,
        narrow: impl FnOnce(&mut TicketFilter, Vec<PersonId>),
    ) {
        if found.is_empty() {
            self.nobody(format!("There is nobody called “{name}”."));
        }
        narrow(&mut self.filter, found);
    }

    fn nobody(&mut self, fault: String) {
        self.faults.push(fault);
        self.is_empty = true;
    }
}

/// A day begins at its reader's midnight.
fn day(filter: &mut TicketFilter, asker: &Person, since: Since) {
    let (Since::From(date) | Since::Before(date)) = since;
    let midnight = date.and_time(chrono::NaiveTime::MIN).and_local_timezone(asker.time_zone).earliest();
    let at = midnight.map_or_else(|| date.and_time(chrono::NaiveTime::MIN).and_utc(), |at| at.to_utc());
    match since {
        Since::From(_) => filter.created_from = Some(at),
        Since::Before(_) => filter.created_before = Some(at),
    }
}

/// Whether any version of an agreement, in force or not, has a severity of this code: tickets keep their version.
///
/// # Errors
/// Where the database can't be read.
pub fn is_known_severity(
    c: &mut Connection,
    contracts: &Contracts,
    code: &SeverityCode,
    now: Instant,
) -> Result<bool, WebError> {
    let in_force = store::contract::list_in_force(c, now)?;
    for version in &in_force {
        if contracts.get(c, version.id)?.severity(code.as_str()).is_some() {
            return Ok(true);
        }
    }
    for current in &in_force {
        for version in store::contract::list_versions(c, &current.key)? {
            if contracts.get(c, version.id)?.severity(code.as_str()).is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The codes that are called this in any agreement in force, by code or by name.
fn severities(
    c: &mut Connection,
    contracts: &Contracts,
    name: &str,
    now: Instant,
) -> Result<Vec<SeverityCode>, WebError> {
    let mut codes = Vec::new();
    for version in store::contract::list_in_force(c, now)? {
        let contract = contracts.get(c, version.id)?;
        let is_meant = |one: &&crate::sla::Severity| {
            one.code().as_str().eq_ignore_ascii_case(name) || one.name().eq_ignore_ascii_case(name)
        };
        codes.extend(contract.severities().iter().filter(is_meant).map(|one| one.code().clone()));
    }
    codes.dedup();
    Ok(codes)
}

/// The customers who have this in their name, without regard to case and accents.
///
/// # Errors
/// Where the database can't be read.
pub fn organizations_called(c: &mut Connection, name: &str) -> Result<Vec<Organization>, WebError> {
    let wanted = fold(name);
    let mut all = store::organization::list(c)?;
    all.retain(|one| fold(&one.name).contains(&wanted));
    Ok(all)
}

/// Who has this in their name or address; a customer knows only their own organization, and who has none only themselves.
fn people(
    c: &mut Connection,
    asker: &Person,
    name: &str,
    are_staff: bool,
) -> Result<Vec<PersonId>, WebError> {
    if !asker.role.is_staff() && asker.organization_id.is_none() {
        // Who belongs to no customer knows nobody else, and not even whether somebody is there.
        let is_meant =
            [asker.name.as_str(), asker.email.as_str()].iter().any(|one| fold(one).contains(&fold(name)));
        return Ok((is_meant && !are_staff).then_some(asker.id).into_iter().collect());
    }
    let filter = store::person::PersonFilter {
        organization: asker.organization_id,
        text: Some(name.to_owned()),
        ..Default::default()
    };
    let found = store::person::list(c, &filter, None, 200)?;
    Ok(found.into_iter().filter(|one| one.role.is_staff() == are_staff).map(|one| one.id).collect())
}

//! The cast: contracts, teams, the on-call rota, the provider's people, and the customers with theirs.

mod holiday;
mod kept;
mod roles;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveTime, TimeDelta, Weekday};
use chrono_tz::Europe;

use self::roles::{CUSTOMERS, CustomerRole, PROVIDER, STAFF, TeamRole};
use crate::domain::{EmailAddress, Person, PersonId, Role, Rota, RotaId, Team, TeamId};
use crate::service::{self, Context, NewContract, NewOrganization, NewPerson, ServiceError};
use crate::sla::{Contract, shipped};
use crate::store::{self, Connection};

/// Everybody who takes part.
pub(super) struct Cast {
    /// The customers, one on each agreement.
    pub(super) customers: Vec<Customer>,
}

/// A customer with all that its tickets need.
pub(super) struct Customer {
    /// The agreement its tickets are opened under.
    pub(super) contract: Arc<Contract>,
    /// Its people.
    pub(super) contacts: Vec<Contact>,
    /// The agents who work its tickets first.
    pub(super) agents: Vec<Person>,
}

/// Somebody of a customer, with a voice.
pub(super) struct Contact {
    /// The person.
    pub(super) person: Person,
    /// How an agent addresses them.
    pub(super) called: &'static str,
    /// How a message of theirs begins.
    greeting: &'static str,
    /// How it ends.
    sign_off: &'static str,
}

impl Contact {
    /// A text as this person would write it.
    pub(super) fn writes(&self, text: &str) -> String {
        format!("{}\n\n{text}\n\n{}", self.greeting, self.sign_off)
    }
}

/// Somebody who can sign in to the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// What the person may do.
    pub role: Role,
    /// The address to sign in with.
    pub address: String,
    /// The name.
    pub name: &'static str,
    /// The team or the customer, in words.
    pub place: String,
}

/// The address to which customers of the demonstration write.
#[must_use]
pub fn support_address() -> String {
    format!("support@{PROVIDER}")
}

/// Everybody who can sign in, customers first.
#[must_use]
pub fn sign_ins() -> Vec<SignIn> {
    let customers = CUSTOMERS.iter().flat_map(|customer| {
        customer.contacts.iter().map(|contact| SignIn {
            role: Role::Customer,
            address: format!("{}@{}", contact.local, customer.domain),
            name: contact.name,
            place: format!("{} ({} agreement)", customer.name, customer.contract),
        })
    });
    let staff = STAFF.iter().map(|person| SignIn {
        role: person.role,
        address: format!("{}@{PROVIDER}", person.local),
        name: person.name,
        place: person.team.map_or_else(String::new, |team| team.name().to_owned()),
    });
    customers.chain(staff).collect()
}

/// Writes everybody down. All share one password, of which this is the hash.
///
/// # Errors
/// [`ServiceError`], where the database or a contract is at fault.
pub(super) fn assemble(c: &mut Connection, cx: &Context, password_hash: &str) -> Result<Cast, ServiceError> {
    for (_, source) in shipped() {
        add_contract(c, cx, source)?;
    }
    let mut teams = BTreeMap::new();
    for role in TeamRole::ALL {
        let team =
            Team { id: TeamId::new(cx.now), name: role.name().to_owned(), rota_id: None, created_at: cx.now };
        store::team::insert(c, &team)?;
        teams.insert(role.name(), team.id);
    }
    let staff = add_staff(c, cx, &teams, password_hash)?;
    let agents = staff.iter().filter(|person| person.role == Role::Agent).map(|person| person.id).collect();
    store::rota::insert(c, &rota(cx, agents))?;
    if let Some(manager) = staff.iter().find(|person| person.role == Role::Manager) {
        kept::keep(c, cx, manager)?;
    }
    if let Some(admin) = staff.iter().find(|person| person.role == Role::Admin) {
        told::tell(c, cx, admin)?;
        holiday::proclaim(c, cx, admin)?;
    }
    let customers = CUSTOMERS
        .iter()
        .map(|role| add_customer(c, cx, role, &teams, &staff, password_hash))
        .collect::<Result<_, _>>()?;
    Ok(Cast { customers })
}

fn add_contract(c: &mut Connection, cx: &Context, source: &str) -> Result<(), ServiceError> {
    let new = NewContract {
        source: source.to_owned(),
        files: BTreeMap::new(),
        effective_from: cx.now,
        is_default: false,
        by: None,
    };
    service::add_contract(c, cx, new).map(drop)
}

fn add_staff(
    c: &mut Connection,
    cx: &Context,
    teams: &BTreeMap<&str, TeamId>,
    password_hash: &str,
) -> Result<Vec<Person>, ServiceError> {
    let mut staff = Vec::new();
    for role in &STAFF {
        let new = NewPerson {
            email: address(role.local, PROVIDER)?,
            name: role.name.to_owned(),
            role: role.role,
            organization: None,
            team_id: role.team.and_then(|team| teams.get(team.name()).copied()),
            time_zone: Some(Europe::London),
            receives_breach_notices: false,
            password_hash: Some(password_hash.to_owned()),
        };
        staff.push(service::add_person(c, cx, new)?);
    }
    Ok(staff)
}

/// All agents take turns of a week, whatever their team; the turns change on Mondays at nine.
fn rota(cx: &Context, people: Vec<PersonId>) -> Rota {
    Rota {
        id: RotaId::new(cx.now),
        name: "Out of hours".to_owned(),
        time_zone: Europe::London,
        handover_day: Weekday::Mon,
        handover_time: NaiveTime::MIN + TimeDelta::hours(9),
        first_turn: cx.now.with_timezone(&Europe::London).date_naive(),
        people,
        overrides: Vec::new(),
    }
}

fn add_customer(
    c: &mut Connection,
    cx: &Context,
    role: &'static CustomerRole,
    teams: &BTreeMap<&str, TeamId>,
    staff: &[Person],
    password_hash: &str,
) -> Result<Customer, ServiceError> {
    let team_id = teams.get(role.team.name()).copied();
    let new = NewOrganization {
        name: role.name.to_owned(),
        contract_key: role.contract.to_owned(),
        domains: vec![role.domain.to_owned()],
        time_zone: Some(role.time_zone),
        team_id,
    };
    let organization = service::add_organization(c, cx, new)?;
    let (_, contract) = cx.contracts.in_force(c, Some(&organization), cx.now)?;
    let mut contacts = Vec::new();
    for (index, contact) in role.contacts.iter().enumerate() {
        let new = NewPerson {
            email: address(contact.local, role.domain)?,
            name: contact.name.to_owned(),
            role: Role::Customer,
            organization: Some(role.name.to_owned()),
            team_id: None,
            time_zone: None,
            receives_breach_notices: index == 0,
            password_hash: Some(password_hash.to_owned()),
        };
        let person = service::add_person(c, cx, new)?;
        contacts.push(Contact {
            person,
            called: contact.called,
            greeting: contact.greeting,
            sign_off: contact.sign_off,
        });
    }
    let agents = staff
        .iter()
        .filter(|person| person.team_id.is_some() && person.team_id == team_id)
        .cloned()
        .collect();
    Ok(Customer { contract, contacts, agents })
}

fn address(local: &str, domain: &str) -> Result<EmailAddress, ServiceError> {
    EmailAddress::parse(&format!("{local}@{domain}"))
        .map_err(|error| ServiceError::invalid("email", error.to_string()))
}

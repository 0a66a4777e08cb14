//! Who is there when a test begins.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime, Weekday};
use punctual::app::App;
use punctual::domain::{EmailAddress, Role, Rota, RotaId};
use punctual::service::{self, NewContract, NewOrganization, NewPerson, ServiceError};
use punctual::sla::shipped;
use punctual::store::{self, Connection};

use super::app::{Who, password_hash};

/// Adds agreements, customers, people and the rota.
pub fn add(app: &App) {
    let context = app.context();
    app.db
        .write_now(move |c| {
            for (key, source) in shipped() {
                add_customer(c, &context, key, source)?;
            }
            let mut on_call = Vec::new();
            for (who, role) in [
                (Who::Agent, Role::Agent),
                (Who::Backup, Role::Agent),
                (Who::Manager, Role::Manager),
                (Who::Admin, Role::Admin),
            ] {
                let person = add_person(c, &context, who, role, None)?;
                on_call.extend((role == Role::Agent).then_some(person));
            }
            let rota = Rota {
                id: RotaId::new(context.now),
                name: "Support".to_owned(),
                time_zone: chrono_tz::Europe::London,
                handover_day: Weekday::Mon,
                handover_time: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
                first_turn: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
                people: on_call,
                overrides: Vec::new(),
            };
            Ok::<_, ServiceError>(store::rota::insert(c, &rota)?)
        })
        .unwrap();
}

/// A customer is called after the key of its agreement, and its people write from `{key}.example`.
fn add_customer(
    c: &mut Connection,
    context: &service::Context,
    key: &'static str,
    source: &str,
) -> Result<(), ServiceError> {
    let contract = NewContract {
        source: source.to_owned(),
        files: BTreeMap::new(),
        effective_from: "2020-01-01T00:00:00Z".parse().unwrap(),
        is_default: key == "dms",
        by: None,
    };
    service::add_contract(c, context, contract)?;
    let organization = NewOrganization {
        name: customer_name(key),
        contract_key: key.to_owned(),
        domains: vec![format!("{key}.example")],
        time_zone: None,
        team_id: None,
    };
    service::add_organization(c, context, organization)?;
    add_person(c, context, Who::Customer(key), Role::Customer, Some(customer_name(key)))?;
    Ok(())
}

/// The customer on the agreement with this key.
pub fn customer_name(key: &str) -> String {
    format!("Customer on {key}")
}

fn add_person(
    c: &mut Connection,
    context: &service::Context,
    who: Who,
    role: Role,
    organization: Option<String>,
) -> Result<punctual::domain::PersonId, ServiceError> {
    let email = EmailAddress::parse(&who.email().unwrap()).unwrap();
    let person = NewPerson {
        name: format!("{} of {}", role.as_str(), email.domain()),
        email,
        role,
        organization,
        team_id: None,
        time_zone: Some(chrono_tz::Europe::London),
        receives_breach_notices: role == Role::Customer,
        password_hash: Some(password_hash()),
    };
    Ok(service::add_person(c, context, person)?.id)
}

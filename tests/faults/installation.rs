//! An installation by the wall clock, whose contract breaks within seconds, for processes that know no other clock.

use std::collections::BTreeMap;
use std::time::{Duration, Instant as Moment};

use punctual::app::App;
use punctual::clock::Clock;
use punctual::config::Config;
use punctual::domain::{EmailAddress, OutboxState, Person, Role};
use punctual::mail::Mailer;
use punctual::service::{self, NewContract, NewOrganization, NewPerson, NewTicket, ServiceError};
use punctual::sla::{Channel, Instant};
use punctual::store::outbox::Turn;
use punctual::store::{self, Connection, StoreError};

use crate::mail::sink::Sink;
use crate::support::test_database::TestDatabase;

/// A severity whose first response is due after `respond`, whatever the hour.
pub const SEVERITY: &str = "[[severity]]\ncode = 'S'\ncovers = 'always'\nrespond = ";

/// Adds a customer whose first response is due after `respond`, and gives what opens tickets for it.
pub fn found(test: &TestDatabase, respond: &str) -> (App, Person) {
    let (app, mut customers) = found_with(test, &format!("{SEVERITY}'{respond}'\n"), 1);
    (app, customers.remove(0))
}

/// Adds so many customers on an agreement with these severities (TOML), with a contact each.
pub fn found_with(test: &TestDatabase, severities: &str, customers: usize) -> (App, Vec<Person>) {
    let config = Config::parse("[mail]\nfrom = 'support@provider.example'", std::iter::empty()).unwrap();
    let app = App::open(config, Clock::System, test.open_again(), Mailer::Unconfigured).unwrap();
    let days =
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|day| format!("{day} = ['00:00-24:00']\n"));
    let source = format!(
        "schema = 1\nkey = 'quick'\nname = 'Quick'\n[calendar]\ntime_zone = 'UTC'\n[calendar.office_hours]\n{}{severities}",
        days.concat()
    );
    let context = app.context();
    let add = move |c: &mut Connection| {
        add_agreement(c, &context, source)?;
        (0..customers).map(|number| add_customer(c, &context, number)).collect::<Result<_, ServiceError>>()
    };
    let people = app.db.write_now(add).unwrap();
    (app, people)
}

fn add_agreement(c: &mut Connection, context: &service::Context, source: String) -> Result<(), ServiceError> {
    let contract = NewContract {
        source,
        files: BTreeMap::new(),
        effective_from: "2020-01-01T00:00:00Z".parse().unwrap(),
        is_default: true,
        by: None,
    };
    service::add_contract(c, context, contract).map(drop)
}

fn add_customer(
    c: &mut Connection,
    context: &service::Context,
    number: usize,
) -> Result<Person, ServiceError> {
    let organization = NewOrganization {
        name: format!("Acme {number}"),
        contract_key: "quick".to_owned(),
        domains: vec![format!("acme{number}.example")],
        time_zone: None,
        team_id: None,
    };
    service::add_organization(c, context, organization)?;
    let organization = Some(format!("Acme {number}"));
    service::add_person(
        c,
        context,
        new_person(&format!("ann@acme{number}.example"), Role::Customer, organization),
    )
}

/// Adds somebody of the provider.
pub fn add_staff(app: &App, email: &str, role: Role) -> Person {
    let (context, person) = (app.context(), new_person(email, role, None));
    app.db.write_now(move |c| service::add_person(c, &context, person)).unwrap()
}

fn new_person(email: &str, role: Role, organization: Option<String>) -> NewPerson {
    NewPerson {
        name: email.split('@').next().unwrap().to_owned(),
        email: EmailAddress::parse(email).unwrap(),
        role,
        organization,
        team_id: None,
        time_zone: None,
        receives_breach_notices: role == Role::Customer,
        password_hash: None,
    }
}

/// Opens tickets for a person, without acknowledgements.
pub fn open_tickets(app: &App, person: &Person, count: u64) {
    open_tickets_at(app, person, count, app.context().now);
}

/// The same as if it were this instant.
pub fn open_tickets_at(app: &App, person: &Person, count: u64, now: Instant) {
    let (context, person) = (app.context_at(now), person.clone());
    let open = move |c: &mut Connection| {
        for number in 0..count {
            let new = NewTicket {
                channel: Channel::Email,
                subject: format!("Fault {number}"),
                text: "It does not start.".to_owned(),
                html: None,
                answers: None,
                severity: None,
                attachments: Vec::new(),
                received_at: context.now,
                inbound_mail_id: None,
                follows_up: None,
                is_acknowledged: false,
            };
            service::open_ticket(c, &context, &person, new)?;
        }
        Ok::<_, ServiceError>(())
    };
    app.db.write_now(open).unwrap();
}

/// Waits until something is true; how long does not matter, within two minutes.
pub async fn until(what: &str, is_so: impl FnMut() -> bool) {
    until_within(Duration::from_secs(120), what, is_so).await;
}

/// The same within another time.
pub async fn until_within(patience: Duration, what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Moment::now();
    while !is_so() {
        assert!(begun.elapsed() < patience, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The Message-IDs that a sink took, in order, repeats included.
pub fn message_ids(sink: &Sink) -> Vec<String> {
    let id = |mail: &String| {
        mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_default().to_owned()
    };
    sink.mails().iter().map(id).collect()
}

/// Whether there are notices, and each of them has left.
pub fn all_sent(test: &TestDatabase) -> bool {
    let counts = test.read(store::outbox::counts);
    !counts.is_empty() && counts.iter().all(|(state, _)| *state == OutboxState::Sent)
}

/// When the next notice may leave.
pub fn next_notice(c: &mut Connection) -> Result<Option<Instant>, StoreError> {
    store::outbox::next_attempt(c, &Turn::default())
}

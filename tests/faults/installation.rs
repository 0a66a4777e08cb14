//! An installation by the wall clock, whose contract breaks within seconds, for processes that know no other clock.

use std::collections::BTreeMap;
use std::time::{Duration, Instant as Moment};

use punctual::app::App;
use punctual::clock::Clock;
use punctual::config::Config;
use punctual::domain::{EmailAddress, Person, Role};
use punctual::mail::Mailer;
use punctual::service::{self, NewContract, NewOrganization, NewPerson, NewTicket, ServiceError};
use punctual::sla::{Channel, Instant};
use punctual::store::outbox::Turn;
use punctual::store::{self, Connection, StoreError};

use crate::mail::sink::Sink;
use crate::support::test_database::TestDatabase;

/// Adds a customer whose first response is due after `respond`, and gives what opens tickets for it.
pub fn found(test: &TestDatabase, respond: &str) -> (App, Person) {
    let config = Config::parse("[mail]\nfrom = 'support@provider.example'", std::iter::empty()).unwrap();
    let app = App::open(config, Clock::System, test.open_again(), Mailer::Unconfigured).unwrap();
    let source = format!(
        "schema = 1\nkey = 'quick'\nname = 'Quick'\n[calendar]\ntime_zone = 'UTC'\n[calendar.office_hours]\n\
         mon = ['00:00-24:00']\n[[severity]]\ncode = 'S'\ncovers = 'always'\nrespond = '{respond}'\n"
    );
    let context = app.context();
    let person = app.db.write_now(move |c| add_people(c, &context, source)).unwrap();
    (app, person)
}

fn add_people(
    c: &mut Connection,
    context: &service::Context,
    source: String,
) -> Result<Person, ServiceError> {
    let contract = NewContract {
        source,
        files: BTreeMap::new(),
        effective_from: "2020-01-01T00:00:00Z".parse().unwrap(),
        is_default: true,
        by: None,
    };
    service::add_contract(c, context, contract)?;
    let organization = NewOrganization {
        name: "Acme".to_owned(),
        contract_key: "quick".to_owned(),
        domains: vec!["acme.example".to_owned()],
        time_zone: None,
        team_id: None,
    };
    service::add_organization(c, context, organization)?;
    let ann = NewPerson {
        name: "Ann".to_owned(),
        email: EmailAddress::parse("ann@acme.example").unwrap(),
        role: Role::Customer,
        organization: Some("Acme".to_owned()),
        team_id: None,
        time_zone: None,
        receives_breach_notices: true,
        password_hash: None,
    };
    service::add_person(c, context, ann)
}

/// Opens tickets for a person, without acknowledgements.
pub fn open_tickets(app: &App, person: &Person, count: u64) {
    let (context, person) = (app.context(), person.clone());
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
pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Moment::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(120), "waited in vain: {what}");
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

/// When the next notice may leave.
pub fn next_notice(c: &mut Connection) -> Result<Option<Instant>, StoreError> {
    store::outbox::next_attempt(c, &Turn::default())
}

//! What the forms are about: ids that are known by name, made or marked as each case needs it.

use std::collections::HashMap;

use punctual::domain::{OutboxState, PersonId, SecondStep, SecondStepId};
use punctual::store::outbox::OutboxFilter;
use punctual::store::person::PersonFilter;
use punctual::{service, store};

use super::cases::Case;
use crate::support::app::{TestApp, Who};

/// What lets a webhook be given that is called by nobody but tests.
const SETTINGS: &str = "[webhooks]\nallow = ['127.0.0.1']";

/// Words in braces and what they stand for.
pub struct Known(HashMap<&'static str, String>);

impl Known {
    /// The text with every word in braces replaced by what it stands for.
    pub fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (word, value)| text.replace(&format!("{{{word}}}"), value))
    }

    /// The same for the fields of a form.
    pub fn fields(&self, fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(name, value)| (self.fill(name), self.fill(value))).collect()
    }

    fn set(&mut self, word: &'static str, value: impl ToString) {
        self.0.insert(word, value.to_string());
    }
}

/// An installation, and the people whom forms name.
pub fn prepared(test: TestApp) -> (TestApp, Known) {
    let test = test.restart_with(SETTINGS);
    let mut known = Known(HashMap::new());
    known.set("ann", test.person(Who::Customer("dms")).id);
    known.set("backup", test.person(Who::Backup).id);
    (test, known)
}

/// Makes ready what a case is about, and sets `id`.
pub fn before(test: &TestApp, case: &Case, known: &mut Known) {
    let id = match case.of {
        "" => String::new(),
        "ann’s company" => test.person(Who::Customer("dms")).organization_id.unwrap().to_string(),
        "leaver" => test.person(Who::Customer("teamplify")).id.to_string(),
        "person" => new_person(test).to_string(),
        "person with a second step" => {
            let id = new_person(test);
            let now = test.now();
            let step = SecondStep {
                id: SecondStepId::new(now),
                person_id: id,
                created_at: now,
                confirmed_at: Some(now),
                last_step: 0,
            };
            test.database().write_now(move |c| store::second_step::begin(c, &step)).unwrap();
            id.to_string()
        }
        "person whose mail returns" => {
            let id = new_person(test);
            let now = test.now();
            let mark = move |c: &mut store::Connection| {
                let person = store::person::find(c, id)?.unwrap();
                store::address_mark::put(c, &person.email, now)
            };
            assert!(test.database().write_now(mark).unwrap());
            id.to_string()
        }
        "organization" => {
            let found = test.read(store::organization::list);
            found.iter().find(|one| one.name.starts_with("Acme")).unwrap().id.to_string()
        }
        "team" => test.read(store::team::list)[0].id.to_string(),
        "rota" => {
            let found = test.read(store::rota::list);
            found.iter().find(|one| one.name.starts_with("Weekend")).unwrap().id.to_string()
        }
        "mailbox token" => test.read(store::mailbox_token::list)[0].id.to_string(),
        "api token" => test.read(store::api_token::list)[0].id.to_string(),
        "webhook" => test.read(store::webhook::list)[0].id.to_string(),
        "delivery" => {
            let webhook = test.read(store::webhook::list)[0].id;
            test.read(|c| store::webhook_delivery::list(c, webhook, None, 1))[0].id.to_string()
        }
        "failed notice" => {
            // Those whom the first cases invited are told; what is waiting now is given up.
            test.sql(
                "UPDATE outbox SET state = 'failed' WHERE sequence = (SELECT max(sequence) FROM outbox)",
            );
            let failed = OutboxFilter { state: Some(OutboxState::Failed), ..OutboxFilter::default() };
            test.read(|c| store::outbox::list(c, &failed, None, 1))[0].id.to_string()
        }
        "held mail" => {
            let (context, raw) = (test.app.context(), b"From: eve@elsewhere.example\r\n\r\nLet me in.\r\n");
            let keep = move |c: &mut _| service::store_mail(c, &context, "ingest", raw, context.now);
            let kept = test.database().write_now(keep).unwrap();
            test.sql("UPDATE inbound_mail SET state = 'quarantined'");
            kept.id.to_string()
        }
        other => panic!("nothing is known of “{other}”"),
    };
    known.set("id", id);
}

/// The person whom the first case adds, whatever they are called by now.
fn new_person(test: &TestApp) -> PersonId {
    let found = test.read(|c| store::person::list(c, &PersonFilter::default(), None, 100));
    found.iter().find(|person| person.email.as_str() == "new@provider.example").unwrap().id
}

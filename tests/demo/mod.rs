//! The demonstration: whatever hour it is started at, a newcomer finds something of everything.

mod command;
mod found;

use std::path::Path;

use chrono::TimeDelta;
use punctual::app::App;
use punctual::clock::Clock;
use punctual::config::Config;
use punctual::demo;
use punctual::domain::{Role, Verdict};
use punctual::mail::{Mailer, MemoryMailer};
use punctual::sla::{Channel, Instant, Status};
use punctual::store::person::PersonFilter;
use punctual::store::{self, Database, DatabaseUrl, Options};

use self::found::Found;

#[test]
fn on_a_wednesday_at_noon_there_is_something_of_everything() {
    check("2026-11-25T12:00:00Z");
}

#[test]
fn on_a_sunday_evening_there_is_something_of_everything() {
    check("2026-11-22T20:15:30Z");
}

#[test]
fn on_a_bank_holiday_there_is_something_of_everything() {
    check("2026-12-28T10:00:00Z");
}

fn check(now: &str) {
    let (_folder, app) = app(now);
    let now: Instant = now.parse().unwrap();
    let filled = demo::fill(&app, now, "a-hash".to_owned()).unwrap();
    let found = Found::in_database(&app);

    for (role, least) in [(Role::Customer, 8), (Role::Agent, 5), (Role::Manager, 1), (Role::Admin, 1)] {
        let filter = PersonFilter { role: Some(role), ..PersonFilter::default() };
        let people = app.db.read_now(move |c| store::person::list(c, &filter, None, 100)).unwrap();
        assert!(people.len() >= least, "{}: {}", role.as_str(), people.len());
    }
    assert_eq!(found.tickets.len(), filled.tickets);
    assert!((100..=140).contains(&filled.tickets), "{} tickets", filled.tickets);
    assert!((14..=32).contains(&found.open().count()), "{} are open", found.open().count());
    assert!(found.open().any(|ticket| ticket.assignee_id.is_none()));
    assert!(found.open().any(|ticket| ticket.status == Status::WaitingOnCustomer));
    assert!(found.open().any(|ticket| ticket.breach_count > 0));
    assert!(found.open().any(|ticket| ticket.channel == Channel::Email && ticket.suggestion.is_some()));
    assert!((0.75..=0.97).contains(&found.share_kept()), "{} of the promises were kept", found.share_kept());
    assert!(found.breach_notices > 0 && found.pages > 0 && found.held_over > 0, "{found:?}");
    assert!(found.attachments > 0 && found.quarantined > 0, "{found:?}");
    assert_eq!(found.unsent, 0, "mails of the past are not on their way any more");
    assert!(found.last_event.unwrap() <= now, "nothing happens after the start");
    for (verdict, least) in [(Verdict::Good, 10), (Verdict::Bad, 1)] {
        let said =
            app.db.read_now(|c| store::satisfaction::count(c, verdict, Instant::UNIX_EPOCH, now)).unwrap();
        assert!(said >= least, "{said} said {verdict:?}");
    }

    let imminent = filled.imminent.unwrap();
    let until = imminent.due - now;
    assert!(TimeDelta::seconds(90) <= until && until <= TimeDelta::minutes(3), "due in {until}");
    let ticket = found.tickets.iter().find(|ticket| ticket.number == imminent.ticket).unwrap();
    assert_eq!(ticket.next_due.map(|(_, due)| due), Some(imminent.due));
    everybody_can_sign_in(&app);
}

/// Everybody whom the table of sign-ins names is there, with that role and the password.
fn everybody_can_sign_in(app: &App) {
    for person in demo::sign_ins() {
        let address = person.address.parse().unwrap();
        let (known, hash) = app
            .db
            .read_now(move |c| {
                let known = store::person::find_by_email(c, &address)?.unwrap();
                let hash = store::person::password_hash(c, known.id)?;
                Ok::<_, store::StoreError>((known, hash))
            })
            .unwrap();
        assert_eq!((known.role, known.name.as_str()), (person.role, person.name));
        assert_eq!(hash.as_deref(), Some("a-hash"), "{}", person.address);
    }
}

fn app(now: &str) -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path());
    let config =
        Config::parse(&format!("mail.from = '{}'", demo::support_address()), std::iter::empty()).unwrap();
    let mailer = Mailer::Memory(MemoryMailer::default());
    let app = App::open(config, Clock::manual(now.parse().unwrap()), database, mailer).unwrap();
    (folder, app)
}

fn open(folder: &Path) -> Database {
    let url = DatabaseUrl::from(folder.join("demo.db").as_path());
    let database = Database::open(&url, Options::default()).unwrap();
    database.migrate().unwrap();
    database
}

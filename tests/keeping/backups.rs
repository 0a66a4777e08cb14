//! Backups: made under load, read back, restored into either kind of database.

use std::path::Path;
use std::sync::Arc;

use punctual::app::App;
use punctual::backup::{self, BackupError, Cover, Made};
use punctual::config::Config;
use punctual::domain::{TicketNumber, Viewer};
use punctual::mail::Mailer;
use punctual::service;
use punctual::store::ticket::TicketFilter;
use punctual::store::{self, Database, DatabaseUrl, Options};
use punctual::vault::Key;
use punctual::worker;
use serde_json::json;
use tokio::sync::Semaphore;

use super::{keys, report_with_file};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::test_database::TestDatabase;

on_both_apps!(
    a_backup_is_restored_into_either_kind_of_database,
    a_backup_that_was_touched_or_cut_off_is_refused,
    every_backup_under_load_restores,
    no_backup_is_written_over_another,
);

fn make(test: &TestApp, folder: &Path) -> Made {
    backup::make(&test.app.db, &test.app.keys(), Cover::Sealed, folder, test.now()).unwrap()
}

async fn a_backup_is_restored_into_either_kind_of_database(test: TestApp) {
    let key = Key::generate();
    let test = test.restart_with(&keys(&[&key]));
    let (number, file) = report_with_file(&test, "In the backup.", b"bytes of the file").await;
    test.at("2026-11-23T15:00:00Z").await;
    let folder = tempfile::tempdir().unwrap();
    let made = make(&test, folder.path());
    let after = json!({ "subject": "After the backup", "text": "Lost." });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", after).await.expect(201);

    let sealed = std::fs::read(&made.file).unwrap();
    assert!(sealed.starts_with(b"PSEALED1"));
    let verified = backup::verify(&made.file, &test.app.keys(), folder.path()).unwrap();
    assert_eq!((verified.contents, &verified.summary), (1, &made.summary));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "the scratch place is left behind");

    let empty = TestDatabase::empty_postgres();
    for into in [DatabaseUrl::Sqlite(folder.path().join("restored.db")), empty.url.clone()] {
        let restored = backup::restore(&made.file, &test.app.keys(), &into, Options::default()).unwrap();
        assert_eq!(restored.header.taken_at, test.now());
        let again = backup::restore(&made.file, &test.app.keys(), &into, Options::default());
        assert!(matches!(again, Err(BackupError::InUse(_))), "{again:?}");

        let db = Database::open(&into, Options::default()).unwrap();
        let config = Config::parse(&keys(&[&key]), std::iter::empty()).unwrap();
        let app = App::open(config, test.app.clock.clone(), db, Mailer::Unconfigured).unwrap();
        let viewer = Viewer::of(&test.person(Who::Agent));
        let id = file.rsplit('/').next().unwrap().parse().unwrap();
        let (ticket, bytes, next) = app
            .db
            .write_now({
                let ring = app.keys();
                move |c| -> Result<_, store::StoreError> {
                    let ticket = store::ticket::find_by_number(c, viewer, TicketNumber(number))?.unwrap();
                    let file = store::attachment::find(c, viewer, id)?.unwrap();
                    let bytes = store::blob::get(c, &ring, &file.content)?.unwrap();
                    Ok((ticket, bytes, store::ticket::next_number(c)?))
                }
            })
            .unwrap();
        assert_eq!((bytes.as_slice(), next.0), (b"bytes of the file".as_slice(), number + 1));
        let found = move |c: &mut _| {
            store::ticket::ranked(c, viewer, &TicketFilter::default(), &["backup".to_owned()], None, 9)
        };
        assert_eq!(app.db.read_now(found).unwrap().rows.len(), 0, "the index comes from the backup");
        while worker::search_index::run_once(&app).await.unwrap() > 0 {}
        assert_eq!(app.db.read_now(found).unwrap().rows.len(), 1);
        let number = TicketNumber(number);
        let before = test.read(move |c| store::ticket::find_by_number(c, viewer, number)).unwrap();
        assert_eq!(ticket, before);
        let audit_key = app.identity.audit_key.clone();
        let head = made.header.audit_head.clone();
        let whole =
            app.db.read_now(|c| service::verify_audit(c, &audit_key, std::slice::from_ref(&head))).unwrap();
        assert_eq!(whole.unwrap(), head);
        // The counters of both databases go on behind what was loaded.
        let context = app.context();
        let by = test.person(Who::Admin);
        let change = move |c: &mut _| service::reset_sign_in(c, &context, &by, by.id, None);
        app.db.write_now(change).unwrap();
        app.db.clone().close();
    }
}

/// What was made first has the name that it would have, and stays as it is.
async fn no_backup_is_written_over_another(test: TestApp) {
    let test = test.restart_with(&keys(&[&Key::generate()]));
    let folder = tempfile::tempdir().unwrap();
    let first = make(&test, folder.path());
    let bytes = std::fs::read(&first.file).unwrap();
    let others = [make(&test, folder.path()), make(&test, folder.path())];
    assert_eq!(std::fs::read(&first.file).unwrap(), bytes);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    for made in others {
        let verified = backup::verify(&made.file, &test.app.keys(), folder.path()).unwrap();
        assert_eq!(verified.header.taken_at, test.now());
    }
}

async fn a_backup_that_was_touched_or_cut_off_is_refused(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let refused = backup::make(&test.app.db, &test.app.keys(), Cover::Sealed, folder.path(), test.now());
    assert!(matches!(refused, Err(BackupError::NoKey)), "{refused:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let plain = Cover::SealedIfPossible;
    let plain = backup::make(&test.app.db, &test.app.keys(), plain, folder.path(), test.now()).unwrap();
    backup::verify(&plain.file, &test.app.keys(), folder.path()).unwrap();

    let test = test.restart_with(&keys(&[&Key::generate()]));
    let made = make(&test, folder.path());
    let bytes = std::fs::read(&made.file).unwrap();
    let damaged = folder.path().join("damaged.backup");
    let mut changed = bytes.clone();
    changed[bytes.len() / 2] ^= 1;
    let into = DatabaseUrl::Sqlite(folder.path().join("never.db"));
    let (half, short) = (&bytes[..bytes.len() / 2], &bytes[..bytes.len() - 1]);
    let others: [&[u8]; 2] = [b"", b"no backup at all"];
    for wrong in [half, short, &changed, others[0], others[1]] {
        std::fs::write(&damaged, wrong).unwrap();
        assert!(backup::verify(&damaged, &test.app.keys(), folder.path()).is_err());
        assert!(backup::restore(&damaged, &test.app.keys(), &into, Options::default()).is_err());
        assert!(!folder.path().join("never.db").exists(), "something was left of a damaged backup");
    }
    let other = punctual::vault::Keyring::new(vec![Key::generate()]);
    let error = backup::verify(&made.file, &other, folder.path()).unwrap_err().to_string();
    assert!(error.contains("not configured"), "{error}");
}

/// How many tickets are written around each backup, so that the last of many is no larger than it has to be.
const REPORTS_A_BACKUP: usize = 100;

/// Two backups; `PUNCTUAL_BACKUPS=100` makes as many as it says, and prints what they took.
async fn every_backup_under_load_restores(test: TestApp) {
    let wanted = std::env::var("PUNCTUAL_BACKUPS").map_or(2, |count| count.parse().unwrap());
    let test = Arc::new(test.restart_with(&format!(
        "{}\n[customers]\ntickets_per_hour = 0\nreplies_per_hour = 0",
        keys(&[&Key::generate()])
    )));
    let turns = Arc::new(Semaphore::new(0));
    let load = {
        let (test, turns) = (Arc::clone(&test), Arc::clone(&turns));
        tokio::spawn(async move {
            let mut written = 0;
            while let Ok(turn) = turns.acquire_many(2).await {
                turn.forget();
                let files = [1, 2].map(|one| format!("file {written} of {one}"));
                let reports =
                    files.iter().map(|file| report_with_file(&test, "Under load.", file.as_bytes()));
                futures_util::future::join_all(reports).await;
                written += files.len();
            }
            written
        })
    };
    let folder = tempfile::tempdir().unwrap();
    let mut longest = (std::time::Duration::ZERO, std::time::Duration::ZERO);
    let mut rows = 0;
    for round in 0..wanted {
        turns.add_permits(REPORTS_A_BACKUP);
        let (app, path, at) = (test.app.clone(), folder.path().to_owned(), test.now());
        let outcome = tokio::task::spawn_blocking(move || {
            let began = std::time::Instant::now();
            let made = backup::make(&app.db, &app.keys(), Cover::Sealed, &path, at).unwrap();
            let took = began.elapsed();
            let into = DatabaseUrl::Sqlite(path.join(format!("restored-{round}.db")));
            let began = std::time::Instant::now();
            let restored = backup::restore(&made.file, &app.keys(), &into, Options::default()).unwrap();
            (took, began.elapsed(), restored.summary.rows())
        });
        let (took, restoring, found) = outcome.await.unwrap();
        assert!(found >= rows, "backup {round} holds less than the one before");
        rows = found;
        longest = (longest.0.max(took), longest.1.max(restoring));
    }
    turns.close();
    let written = load.await.unwrap();
    let (make, restore) = (longest.0.as_millis(), longest.1.as_millis());
    println!(
        "{wanted} backups while {written} tickets with files were written, all restored; the last has {rows} rows; \
         longest: {make} ms to make, {restore} ms to restore and compare"
    );
}

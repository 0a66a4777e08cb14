//! Attachments, mails and secrets under a key.

use punctual::app::App;
use punctual::config::Config;
use punctual::mail::Mailer;
use punctual::service;
use punctual::store;
use punctual::vault::Key;

use super::{everything, hexadecimal, keys, report_with_file};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    what_is_kept_under_a_key_is_not_readable_in_the_database,
    a_key_that_is_missing_is_named_at_start,
    keys_are_exchanged_while_files_are_read_and_after_an_interruption,
    the_key_of_a_webhook_is_sealed_and_goes_under_the_newest_key,
);

const WORDS: &[u8] = b"forty-two unmistakable words of a customer";

async fn what_is_kept_under_a_key_is_not_readable_in_the_database(test: TestApp) {
    let test = test.restart_with(&keys(&[&Key::generate()]));
    let (_, file) = report_with_file(&test, "With a file.", WORDS).await;
    let raw = [b"From: contact@dms.example\r\nSubject: x\r\n\r\n".as_slice(), WORDS].concat();
    let context = test.app.context();
    let at = context.now;
    test.database().write(move |c| service::store_mail(c, &context, "test", &raw, at)).await.unwrap();

    let all = everything(&test);
    assert!(all.contains("attachment ") && !all.contains(&hexadecimal(WORDS)), "a content is readable");
    let secrets = all.lines().find(|line| line.starts_with("setting") && line.contains("audit_key")).unwrap();
    assert!(secrets.contains("sealed"), "{secrets}");
    assert_eq!(test.api(Who::Customer("dms")).get(&file).await.expect(200).bytes, WORDS);
    if let store::DatabaseUrl::Sqlite(path) = test.url() {
        for ending in ["", "-wal"] {
            let bytes = std::fs::read(format!("{}{ending}", path.display())).unwrap();
            let found = bytes.windows(WORDS.len()).any(|window| window == WORDS);
            assert!(!found, "the file{ending} holds a content");
        }
    }
}

async fn a_key_that_is_missing_is_named_at_start(test: TestApp) {
    let (right, wrong) = (Key::generate(), Key::generate());
    let test = test.restart_with(&keys(&[&right]));
    for settings in [String::new(), keys(&[&wrong])] {
        let config = Config::parse(&settings, std::iter::empty()).unwrap();
        let opened = App::open(config, test.app.clock.clone(), test.app.db.clone(), Mailer::Unconfigured);
        let error = opened.err().unwrap().to_string();
        assert!(error.contains(&right.id().to_string()) && error.contains("encryption.key_file"), "{error}");
    }
}

async fn keys_are_exchanged_while_files_are_read_and_after_an_interruption(test: TestApp) {
    let (old, new) = (Key::generate(), Key::generate());
    let (_, plain) = report_with_file(&test, "Before there was a key.", b"a plain file").await;
    let test = test.restart_with(&keys(&[&old]));
    let mut files = vec![(plain, b"a plain file".to_vec())];
    for size in [10_usize, 300_000, 70_000] {
        let bytes = vec![u8::try_from(size % 251).unwrap(); size];
        files.push((report_with_file(&test, "With a file.", &bytes).await.1, bytes));
    }
    let context = test.app.context();
    let mails = (0..20).map(|number| format!("From: a@dms.example\r\n\r\n{number}\r\n"));
    let mails: Vec<_> = mails.collect();
    let store = move |c: &mut _| -> Result<(), service::ServiceError> {
        mails.iter().try_for_each(|raw| {
            service::store_mail(c, &context, "test", raw.as_bytes(), context.now).map(drop)
        })
    };
    test.database().write(store).await.unwrap();
    let test = test.restart_with(&keys(&[&new, &old]));
    let ring = test.app.keys();
    let behind = |test: &TestApp| test.read(|c| store::blob::behind(c, &ring));
    assert_eq!(behind(&test), 24);
    // One step, and then the process is gone.
    let context = test.app.context();
    let step = test.database().write(move |c| service::rotate_keys(c, &context, None)).await.unwrap();
    assert!(step.next.is_some() && behind(&test) > 0, "{step:?}");
    let test = test.restart_with(&keys(&[&new, &old]));
    let mut next = None;
    loop {
        for (file, bytes) in &files {
            let read = test.api(Who::Customer("dms")).get(file).await.expect(200).bytes;
            assert_eq!(&read, bytes);
        }
        let context = test.app.context();
        let from = next.clone();
        let step = move |c: &mut _| service::rotate_keys(c, &context, from.as_ref());
        next = test.database().write(step).await.unwrap().next;
        if next.is_none() {
            break;
        }
    }
    assert_eq!(behind(&test), 0);
    let test = test.restart_with(&keys(&[&new]));
    for (file, bytes) in &files {
        assert_eq!(&test.api(Who::Customer("dms")).get(file).await.expect(200).bytes, bytes);
    }
}

async fn the_key_of_a_webhook_is_sealed_and_goes_under_the_newest_key(test: TestApp) {
    let (old, new) = (Key::generate(), Key::generate());
    let test = test.restart_with(&keys(&[&old]));
    let plan = serde_json::json!({
        "name": "Chat", "url": "https://hooks.example/x", "events": ["ticket.opened"], "organization_id": null,
    });
    let made = test.api(Who::Admin).post("/api/v1/webhooks", plan).await.expect(201).json();
    let (id, secret) = (made["id"].as_str().unwrap().parse().unwrap(), made["secret"].as_str().unwrap());
    assert!(!everything(&test).contains(secret), "it is readable");
    let test = test.restart_with(&keys(&[&new, &old]));
    let context = test.app.context();
    test.database().write(move |c| service::rotate_keys(c, &context, None)).await.unwrap();
    let test = test.restart_with(&keys(&[&new]));
    let ring = test.app.keys();
    let now = test.now();
    assert_eq!(test.read(|c| store::webhook::signing_keys(c, &ring, id, now))[0].reveal(), secret);
}

#[test]
fn a_key_file_is_read_and_its_faults_are_named_without_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let (new, old) = (Key::generate(), Key::generate());
    std::fs::write(&path, format!("# newest first\n{}\n\n{}\n", new.reveal(), old.reveal())).unwrap();
    let load =
        |settings: &str| Config::parse(settings, std::iter::empty()).map_err(|error| error.to_string());
    let settings = format!("[encryption]\nkey_file = '{}'", path.display());
    assert_eq!(load(&settings).unwrap().keys.newest().unwrap().id(), new.id());
    std::fs::write(&path, "not-a-key").unwrap();
    for settings in
        [settings.as_str(), "[encryption]\nkeys = ['not-a-key']", "[encryption]\nkey_file = '/nowhere'"]
    {
        let error = load(settings).unwrap_err();
        assert!(error.contains("encryption.key") && !error.contains("not-a-key"), "{error}");
    }
}

//! The signature on our mail, checked as whoever gets it checks it: against the public key that we published.

use std::path::Path;
use std::process::Command;

use mail_auth::{AuthenticatedMessage, DkimResult};
use punctual::mail::{Dkim, DkimSettings, Resolver, ask_by};

use crate::support::app::{TestApp, Who};
use crate::support::name_server::name_server;

fn new_key(kind: &str, file: &Path) {
    let more: &[&str] = if kind == "rsa" { &["-pkeyopt", "rsa_keygen_bits:2048"] } else { &[] };
    let arguments = [&["genpkey", "-algorithm", kind], more, &["-out"]].concat();
    let made = Command::new("openssl").args(arguments).arg(file).output().expect("openssl is installed");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn settings(file: &Path) -> DkimSettings {
    DkimSettings {
        domain: "provider.example".to_owned(),
        selector: "mail2026".to_owned(),
        key_file: file.to_owned(),
    }
}

/// The same as a section of the configuration.
fn section(file: &Path) -> String {
    let file = file.display();
    format!("[dkim]\ndomain = 'provider.example'\nselector = 'mail2026'\nkey_file = '{file}'\n")
}

/// What a mail server says of the signatures that asks this name server.
async fn judged(mail: &str, name_server: Resolver) -> Vec<DkimResult> {
    let message = AuthenticatedMessage::parse(mail.as_bytes()).unwrap();
    let found = ask_by(name_server).unwrap().verify_dkim(&message).await;
    found.iter().map(|output| output.result().clone()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn our_mail_is_signed_and_a_changed_one_is_found_out() {
    let folder = tempfile::tempdir().unwrap();
    for kind in ["rsa", "ed25519"] {
        let file = folder.path().join(kind);
        new_key(kind, &file);
        let dkim = Dkim::open(&settings(&file)).unwrap();
        let resolver = Resolver::At(name_server([(dkim.place(), dkim.record())]));
        let test = TestApp::sqlite().restart_with(&section(&file));
        let report = serde_json::json!({ "subject": "Ünder way", "text": "It is slow", "severity": "Low" });
        test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
        test.tick().await;
        let mail = String::from_utf8(test.outgoing().remove(0).bytes).unwrap();

        assert_eq!(judged(&mail, resolver).await, [DkimResult::Pass], "{kind}: {mail}");
        for (from, to) in
            [("To: ", "To: eve@example.org, "), ("Subject: ", "Subject: Not "), ("Hello", "Hullo")]
        {
            let changed = mail.replacen(from, to, 1);
            assert_ne!(changed, mail, "{from}");
            let results = judged(&changed, resolver).await;
            assert!(!results.contains(&DkimResult::Pass), "{kind}, {from}: {results:?}");
        }
    }
}

#[test]
fn a_key_that_cannot_sign_is_named_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.pem");
    let armour = |text: &str| format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    for text in [None, Some("no key".to_owned()), Some(armour("AAAA"))] {
        if let Some(text) = &text {
            std::fs::write(&file, text).unwrap();
        }
        let fault = Dkim::open(&settings(&file)).unwrap_err();
        assert!(fault.contains("key.pem"), "{text:?}: {fault}");
    }
}

#[test]
fn the_doctor_compares_the_key_with_the_published_one() {
    let folder = tempfile::tempdir().unwrap();
    for kind in ["rsa", "ed25519"] {
        let (ours, other) = (folder.path().join(kind), folder.path().join(format!("other-{kind}")));
        new_key(kind, &ours);
        new_key(kind, &other);
        let dkim = Dkim::open(&settings(&ours)).unwrap();
        let other = Dkim::open(&settings(&other)).unwrap();
        for (published, expected) in [
            (Some(dkim.record()), "ok    dns dkim: mail2026._domainkey.provider.example publishes the key"),
            (
                Some(other.record()),
                "FAIL  dns dkim: mail2026._domainkey.provider.example publishes another key",
            ),
            (None, "FAIL  dns dkim: There is no record at mail2026._domainkey.provider.example"),
        ] {
            let told = doctor(folder.path(), &ours, published.map(|record| (dkim.place(), record)));
            assert!(told.contains(expected), "{kind}: “{expected}” is missing in\n{told}");
            let says_what_to_publish = told.contains(&dkim.record());
            assert_eq!(says_what_to_publish, expected.starts_with("FAIL"), "{kind}: {told}");
        }
    }
}

/// What `punctual doctor` prints where the name server knows this record.
fn doctor(folder: &Path, key_file: &Path, record: Option<(&str, String)>) -> String {
    let resolver = name_server(record);
    let settings = format!(
        "[mail]\nfrom = 'support@provider.example'\n[trust]\nresolver = '{resolver}'\n{}",
        section(key_file)
    );
    let file = folder.join("punctual.toml");
    std::fs::write(&file, settings).unwrap();
    let punctual = |command: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_punctual"));
        program.arg(command).current_dir(folder).env_remove("DATABASE_URL").env("PUNCTUAL_CONFIG", &file);
        String::from_utf8(program.output().unwrap().stdout).unwrap()
    };
    punctual("migrate");
    punctual("doctor")
}

//! What must not be guessed is made of at least 128 random bits.

use std::collections::BTreeSet;
use std::process::Stdio;

use punctual::service;
use punctual::vault::Key;
use punctual::web::auth::random;
use serde_json::{Value, json};

use crate::support::app::{TestApp, Who};
use crate::support::process::command;

/// So many of each kind are made. That one of 128 random bits is the same in all of them happens once in 10^9 runs.
const MADE: usize = 40;
/// The fewest bits of a secret that change from one to the next.
const FEWEST: u32 = 128;

/// The letters that secrets are written in, in the order of what they stand for.
const HEXADECIMAL: &str = "0123456789abcdef";
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const RECOVERY: &str = "abcdefghijkmnpqrstuvwxyz23456789";

/// How many bits of these secrets are not the same in all of them.
fn changing_bits(secrets: &[String], letters: &str) -> u32 {
    let value = |letter: u8| {
        letters.bytes().position(|known| known == letter).unwrap_or_else(|| panic!("{secrets:?}"))
    };
    let read: Vec<Vec<usize>> = secrets.iter().map(|secret| secret.bytes().map(value).collect()).collect();
    let first = &read[0];
    assert!(read.iter().all(|secret| secret.len() == first.len()), "{secrets:?}");
    let changed = |at: usize| read.iter().fold(0, |changed, secret| changed | (secret[at] ^ first[at]));
    (0..first.len()).map(|at| changed(at).count_ones()).sum()
}

#[test]
fn bits_are_counted_and_not_letters() {
    let only_its_lowest_bit_changes = ["a0".repeat(32), "a1".repeat(32)];
    assert_eq!(changing_bits(&only_its_lowest_bit_changes, HEXADECIMAL), 32);
    assert_eq!(changing_bits(&["abab".to_owned(), "5454".to_owned()], HEXADECIMAL), 16);
}

async fn posted(test: &TestApp, path: &str, body: Value, field: &str) -> Vec<String> {
    let mut secrets = Vec::new();
    for _ in 0..MADE {
        let made = test.api(Who::Admin).post(path, body.clone()).await.expect(201).json();
        let secret = made[field].as_str().unwrap();
        secrets.push(secret.rsplit('_').next().unwrap().to_owned());
    }
    secrets
}

/// Ten codes a time.
fn recovery_codes(test: &TestApp) -> Vec<String> {
    let (context, id) = (test.app.context(), test.person(Who::Agent).id);
    let renew = |_| {
        let context = context.clone();
        test.database().write_now(move |c| service::account::renew_recovery_codes(c, &context, id)).unwrap()
    };
    (0..MADE / 10).flat_map(renew).map(|code| code.replace('-', "")).collect()
}

/// What the command line prints for somebody whose password nobody chose.
fn made_passwords(test: &TestApp) -> Vec<String> {
    let add = |count| {
        let arguments = format!("user add --email made{count}@provider.example --name Made");
        let output = command(&arguments, &test.url(), &[]).stdin(Stdio::null()).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        printed.trim_end().rsplit(' ').next().unwrap().to_owned()
    };
    (0..MADE).map(add).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_must_not_be_guessed_has_128_random_bits() {
    let test = TestApp::sqlite();
    let token = json!({ "person_id": test.person(Who::Agent).id, "name": "Robot", "scope": "read" });
    let webhook = json!({ "name": "Chat", "url": "https://chat.example/", "events": ["ticket.opened"], "organization_id": null });
    let mailbox = json!({ "name": "Mail" });
    let made = |make: fn() -> String| (0..MADE).map(|_| make()).collect::<Vec<_>>();
    for (kind, letters, secrets) in [
        ("tokens of the API", HEXADECIMAL, posted(&test, "/api/v1/api-tokens", token, "token").await),
        ("mailbox tokens", HEXADECIMAL, posted(&test, "/api/v1/mailbox-tokens", mailbox, "token").await),
        ("keys of webhooks", HEXADECIMAL, posted(&test, "/api/v1/webhooks", webhook, "secret").await),
        ("keys of encryption", BASE64, made(|| Key::generate().reveal().trim_end_matches('=').to_owned())),
        ("marks of browsers", HEXADECIMAL, made(|| random::hex(16))),
        ("recovery codes", RECOVERY, recovery_codes(&test)),
        ("made passwords", HEXADECIMAL, made_passwords(&test)),
    ] {
        assert_eq!(secrets.iter().collect::<BTreeSet<_>>().len(), MADE, "{kind}: two are the same");
        let bits = changing_bits(&secrets, letters);
        assert!(bits >= FEWEST, "{kind}: {bits} bits");
    }
}

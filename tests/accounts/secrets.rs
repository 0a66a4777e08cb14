//! What must not be guessed is made of at least 128 random bits.

use punctual::vault::Key;
use punctual::web::auth::random;
use serde_json::{Value, json};

use crate::support::app::{TestApp, Who};

/// So many of each kind are made. That a bit which is random has the same value in all of them happens once in 10^11 runs.
const MADE: usize = 40;
/// The fewest bits of a secret that change from one to the next.
const FEWEST: u32 = 128;

/// How many bits of these secrets, which are written in an alphabet of a power of two, are not the same in all of them.
fn changing_bits(secrets: &[String]) -> u32 {
    let length = secrets.iter().map(String::len).min().unwrap();
    let place = |secret: &String, at: usize| secret.as_bytes()[at];
    let changes = |at: &usize| {
        let first = place(&secrets[0], *at);
        secrets.iter().fold(0_u8, |changed, secret| changed | (place(secret, *at) ^ first))
    };
    (0..length).filter(|at| changes(at) != 0).count() as u32 * bits_of_a_letter(secrets)
}

/// The bits that one letter stands for: 4 in hexadecimal, 5 or 6 in larger alphabets.
fn bits_of_a_letter(secrets: &[String]) -> u32 {
    let mut letters: Vec<u8> =
        secrets.iter().flat_map(|secret| secret.bytes()).filter(u8::is_ascii_alphanumeric).collect();
    letters.sort_unstable();
    letters.dedup();
    letters.len().ilog2()
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_must_not_be_guessed_has_128_random_bits() {
    let test = TestApp::sqlite();
    let token = json!({ "person_id": test.person(Who::Agent).id, "name": "Robot", "scope": "read" });
    let webhook = json!({ "name": "Chat", "url": "https://chat.example/", "events": ["ticket.opened"], "organization_id": null });
    let made = |make: fn() -> String| (0..MADE).map(|_| make()).collect::<Vec<_>>();
    for (kind, secrets) in [
        ("tokens of the API", posted(&test, "/api/v1/api-tokens", token, "token").await),
        ("mailbox tokens", posted(&test, "/api/v1/mailbox-tokens", json!({ "name": "Mail" }), "token").await),
        ("keys of webhooks", posted(&test, "/api/v1/webhooks", webhook, "secret").await),
        ("keys of encryption", made(|| Key::generate().reveal())),
        ("marks of browsers", made(|| random::hex(16))),
    ] {
        let mut each = secrets.clone();
        each.sort();
        each.dedup();
        assert_eq!(each.len(), MADE, "{kind}: two are the same");
        let bits = changing_bits(&secrets);
        assert!(bits >= FEWEST, "{kind}: {bits} bits");
    }
}

//! Mail by every way in, while `punctual serve` is killed again and again (`kill -9`) at random instants, as power cuts
//! would. What was not acknowledged is sent again, as mail servers and providers do.
//!
//! Afterwards every mail is stored byte for byte, once, and is one message of one ticket. A seed decides what is sent
//! and when the process dies. `tests/mail/killed/run` runs a long one and prints its figures.

pub mod clients;
mod inventory;
mod letters;
mod plan;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use punctual::app::App;
use punctual::clock::Clock;
use punctual::config::Config;
use punctual::mail::Mailer;
use punctual::service;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use self::clients::Clients;
use self::inventory::Inventory;
use self::letters::letters;
use self::plan::{Place, Plan};
use crate::support::process::Process;
use crate::support::test_database::TestDatabase;
use crate::support::world;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_mail_is_lost_or_doubled_on_sqlite() {
    run("sqlite", TestDatabase::sqlite(), Plan::of_this_run()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_mail_is_lost_or_doubled_on_postgres() {
    run("postgres", TestDatabase::postgres(), Plan::of_this_run()).await;
}

async fn run(name: &str, test: TestDatabase, plan: Plan) {
    let begun = Instant::now();
    let mut random = StdRng::seed_from_u64(plan.seed);
    let token = found(&test);
    let place = Place::find(&test, name, token, plan.seed);
    let clients = Arc::new(Clients::new(place.clone(), letters(plan.mails, &mut random)));
    let sending = tokio::spawn(Arc::clone(&clients).send_all());

    for kill in 0..plan.kills {
        let process = Process::start("serve", &test.url, &place.settings());
        place.until_ready().await;
        clients.allow(plan.mails * (kill + 1) / plan.kills);
        if kill % 10 == 3 {
            // A mailbox is read by another process only some seconds after the one that read it has died: now and then
            // the process lives long enough to be killed while it reads.
            until_mailbox_is_read(&test, name).await;
        }
        tokio::time::sleep(Duration::from_millis(random.random_range(0..plan.longest_life))).await;
        process.kill();
    }
    let process = Process::start("serve", &test.url, &place.settings());
    place.until_ready().await;
    sending.await.unwrap();
    let expected = clients.expected().await;
    let inventory = Inventory::once_all_is_read(&test, &expected).await;
    process.kill();
    println!(
        "{name}, seed {}: {} mails by SMTP, IMAP, pipe and HTTP, {} kills, {} sendings not acknowledged and repeated, {:?}",
        plan.seed,
        plan.mails,
        plan.kills,
        clients.repeated.load(Ordering::Relaxed),
        begun.elapsed(),
    );
    inventory.judge(&expected);
}

/// Agreements, customers and people, and the token of a mail provider.
fn found(test: &TestDatabase) -> String {
    let config = Config::parse("[mail]\nfrom = 'support@provider.example'", std::iter::empty()).unwrap();
    let app = App::open(config, Clock::System, test.open_again(), Mailer::Unconfigured).unwrap();
    world::add(&app);
    let secret = punctual::domain::MailboxSecret::from_random([7; 32]);
    let (context, kept) = (app.context(), secret.clone());
    app.db.write_now(move |c| service::add_mailbox_token(c, &context, "provider", &kept)).unwrap();
    app.db.close();
    secret.reveal().to_owned()
}

/// Waits until one more mail has come from the mailbox, or for some seconds if there is none.
async fn until_mailbox_is_read(test: &TestDatabase, name: &str) {
    let before = inventory::from_mailbox(test, name);
    let until = Instant::now() + Duration::from_secs(15);
    while Instant::now() < until && inventory::from_mailbox(test, name) == before {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

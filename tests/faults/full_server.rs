//! The disk of the PostgreSQL server is full in the middle of an upload: the sender is told, nothing is half kept,
//! health turns red, and everything goes on by itself when there is space again, even where the server gave up
//! meanwhile.

use std::collections::BTreeSet;
use std::time::Instant;

use punctual::store;
use punctual::store::breach::BreachFilter;

use super::clients::{Clients, Login};
use super::disk::{MEGABYTE, fill, tickets, try_upload, upload};
use super::health::Watched;
use super::installation::{SEVERITY, found_with, message_ids, open_tickets, until};
use crate::mail::sink::Sink;
use crate::support::process::sends_to;
use crate::support::test_database::TestDatabase;

/// How many tickets run out of time while little or nothing can be written.
const TICKETS: usize = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_of_the_server_takes_nothing_half_and_everything_later() {
    let (test, sink) = (TestDatabase::small_postgres(), Sink::start().await);
    let (app, people) = found_with(&test, &format!("{SEVERITY}'5s'\n"), 1);
    let ann = Login::begin(&app, &people[0].email);
    let process = Watched::start("serve", &test.url, sends_to(sink.address)).await;
    let clients = Clients::new(vec![process.address.clone()]);
    process.until_ready_is(200).await;
    upload(&process, &ann, "Before", MEGABYTE, 201).await;
    open_tickets(&app, &people[0], TICKETS as u64);

    let (filler, rest) = (test.small_disk().join("filler"), test.small_disk().join("the rest"));
    fill(&filler, 4 * MEGABYTE);
    let full = Instant::now();
    let (status, refused) = try_upload(&process, &ann, "In the middle", 18 * MEGABYTE).await;
    let detail = refused["detail"].as_str().unwrap();
    assert!([503, 507].contains(&status) && detail.contains("again"), "{status}: {detail}");
    fill(&rest, 0);
    process.until_ready_is(503).await;
    assert_eq!(process.status("/healthz").await, Some(503));
    let seen = full.elapsed();

    std::fs::remove_file(filler).unwrap();
    std::fs::remove_file(rest).unwrap();
    let space = Instant::now();
    process.until_ready_is(200).await;
    let ready = space.elapsed();
    assert_eq!(tickets(&clients, &ann).await, TICKETS + 1, "nothing of the refused one is there");
    upload(&process, &ann, "Afterwards", 18 * MEGABYTE, 201).await;
    let told = TICKETS + 2;
    process.until_well("clocks").await;
    let breach_notices = || message_ids(&sink).len() == told + 2; // Two tickets were opened over HTTP, and acknowledged.
    until("each is told", breach_notices).await;
    let misses = app.db.read_now(|c| store::breach::list(c, &BreachFilter::default(), None, 99)).unwrap();
    assert_eq!(misses.len(), told, "each miss is recorded");
    assert_eq!(message_ids(&sink).iter().collect::<BTreeSet<_>>().len(), told + 2, "each once");
    println!(
        "a full disk of PostgreSQL: 18 MB refused with {status}, red within {seen:?}, ready {ready:?} after there was space, \
         {told} misses told once"
    );
    sink.stop().await;
}

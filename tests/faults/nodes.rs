//! Several processes on one PostgreSQL, and what happens when one dies, hangs, or loses the database.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use punctual::domain::{NodeId, OutboxState};
use punctual::store::outbox::OutboxFilter;
use punctual::store::{self, Options, StoreError, setting};
use punctual::worker;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};

use super::installation::{SEVERITY, found, found_with, message_ids, next_notice, open_tickets, until};
use super::scale::{is_long, scaled};
use crate::mail::sink::Sink;
use crate::support::process::Process;
use crate::support::test_database::TestDatabase;

/// Many, since no two mails to one address are under way at once.
const CUSTOMERS: usize = 20;

/// Three nodes share the work; one is killed and one frozen in the middle of it. What the two had in hand is taken
/// over, and a mail that went out twice, since its sender died before it could say so, went out under one Message-ID.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_dead_and_frozen_nodes_had_in_hand_is_sent_by_the_others() {
    let test = TestDatabase::postgres();
    let (app, people) = found_with(&test, &format!("{SEVERITY}'1s'\n"), CUSTOMERS);
    let count = scaled(200, 10_000);
    let sink = Sink::start().await;
    people.iter().for_each(|person| open_tickets(&app, person, count / CUSTOMERS as u64));
    let [killed, frozen, _lives] = [(); 3].map(|()| Process::worker(&test.url, sink.address));
    until("the first notices", || sink.count() > 10).await;
    killed.kill();
    frozen.freeze();
    let ids = || message_ids(&sink).into_iter().collect::<BTreeSet<_>>().len();
    until("a notice for each ticket", || sink.count() as u64 >= count && ids() as u64 == count).await;
    frozen.thaw();
    until("all are marked as sent", || sent(&test) == count).await;
    let repeated = sink.count() - ids();
    assert!(repeated <= 32, "{repeated} mails more than two senders can have under way");
    println!("{count} notices by three nodes, one killed and one frozen: all told, {repeated} repeated");
    sink.stop().await;
}

fn sent(test: &TestDatabase) -> u64 {
    let counts = test.read(store::outbox::counts);
    let sent = counts.iter().find(|(state, _)| *state == OutboxState::Sent);
    sent.map_or(0, |(_, count)| u64::try_from(*count).unwrap())
}

/// The server keeps the first node waiting for its greeting; the node is frozen with a notice in hand, and thawed when
/// another has long sent it. It must not send it again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_was_frozen_sends_nothing_stale() {
    let test = TestDatabase::postgres();
    let (app, ann) = found(&test, "1s");
    let sink = Sink::start().await;
    let gate = Gate::start(sink.address).await;
    open_tickets(&app, &ann, 1);
    let frozen = Process::worker(&test.url, gate.address);
    until("it takes the notice in hand", || claims(&test) == [1]).await;
    frozen.freeze();
    let begun = Instant::now();
    let _other = Process::worker(&test.url, sink.address);
    until("another node sends it", || sink.count() == 1).await;
    let took = begun.elapsed();
    assert!(!is_long() || took.as_secs() <= 10, "taking over took {took:?}");
    assert_eq!(claims(&test), [2], "it was claimed anew, since the first node had it in hand");
    frozen.thaw();
    gate.open.send_replace(true);
    until("the thawed node has done with the server", || gate.is_quiet()).await;
    assert_eq!(sink.count(), 1, "the thawed node has sent it too");
    println!("a frozen node's notice was taken over after {took:?}, and sent once");
    sink.stop().await;
}

/// How often each notice was claimed.
fn claims(test: &TestDatabase) -> Vec<i32> {
    let notices = test.read(|c| store::outbox::list(c, &OutboxFilter::default(), None, 9));
    notices.iter().map(|notice| notice.attempts).collect()
}

/// A server in front of another that lets everybody wait until it is opened.
struct Gate {
    address: std::net::SocketAddr,
    open: watch::Sender<bool>,
    /// How many have called, and how many of them have gone or said nothing for a while.
    calls: Arc<[AtomicUsize; 2]>,
}

impl Gate {
    async fn start(behind: std::net::SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (open, opened) = watch::channel(false);
        let calls = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
        let counted = Arc::clone(&calls);
        tokio::spawn(async move {
            loop {
                let (mut caller, _) = listener.accept().await.unwrap();
                counted[0].fetch_add(1, Ordering::SeqCst);
                let (mut opened, counted) = (opened.clone(), Arc::clone(&counted));
                tokio::spawn(async move {
                    opened.wait_for(|is_open| *is_open).await.unwrap();
                    let mut server = TcpStream::connect(behind).await.unwrap();
                    let passing = tokio::io::copy_bidirectional(&mut caller, &mut server);
                    let _ = tokio::time::timeout(Duration::from_secs(3), passing).await;
                    counted[1].fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, open, calls }
    }

    fn is_quiet(&self) -> bool {
        let [called, gone] = [0, 1].map(|which| self.calls[which].load(Ordering::SeqCst));
        called > 0 && called == gone
    }
}

/// Commits of one node wake the others at once, also after their listening session was lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_hear_of_each_other_again_after_their_sessions_were_lost() {
    let test = TestDatabase::postgres();
    let other = test.open_again();
    for turn in 0..3 {
        let mut changes = other.changes();
        let write = move |c: &mut _| setting::put(c, "turn", &serde_json::json!(turn));
        until("a write", || test.database.write_now(write).is_ok()).await;
        tokio::time::timeout(Duration::from_secs(30), changes.next())
            .await
            .expect("the other node hears of it");
        test.server().end_sessions();
    }
}

/// The database goes away in the middle of the work, and comes back: nothing is lost, and nothing told twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_was_gone_is_found_again() {
    let test = TestDatabase::postgres();
    let (app, people) = found_with(&test, &format!("{SEVERITY}'2s'\n"), CUSTOMERS);
    let (count, seconds) = (scaled(60, 10_000), scaled(3, 60));
    let sink = Sink::start().await;
    people.iter().for_each(|person| open_tickets(&app, person, count / CUSTOMERS as u64));
    let _worker = Process::worker(&test.url, sink.address);
    until("the first notices", || sink.count() > 5).await;
    test.server().go_away();
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    test.server().come_back();
    let back = Instant::now();
    until("a notice for each ticket", || sink.count() as u64 >= count).await;
    let took = back.elapsed();
    let looked = test.open_again();
    let pending = || looked.read_now(next_notice).is_ok_and(|next| next.is_none());
    until("all are marked as sent", pending).await;
    let ids = message_ids(&sink);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len() as u64, count);
    assert_eq!(ids.len() as u64, count, "some were told twice");
    println!(
        "the database was gone for {seconds} s amid {count} breaches: all told once, {took:?} after it was back"
    );
    sink.stop().await;
}

/// A node that can't beat is buried at the fourth look; what it held is free, and its late word counts for nothing.
#[tokio::test]
async fn a_silent_node_loses_its_mailbox() {
    let test = TestDatabase::postgres();
    let (app, _) = found(&test, "1h");
    let dead = NodeId::new(app.clock.now());
    let now = app.clock.now();
    test.write(move |c| {
        store::node::enrol(c, dead, now)?;
        assert!(store::node::take_mailbox(c, dead, "support")?);
        Ok(())
    });
    let mut roll_call = worker::roll_call::RollCall::default();
    for look in 0..3 {
        assert_eq!(roll_call.look(&app).await.unwrap(), 0, "look {look}");
    }
    assert_eq!(roll_call.look(&app).await.unwrap(), 1);
    assert!(!test.read(|c| store::node::holds_mailbox(c, dead, "support")));
    assert_eq!(test.read(store::node::roll), []);
}

/// A node with something in hand goes on showing that it lives while long reads keep every connection.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_node_is_not_taken_for_dead() {
    let test = TestDatabase::postgres();
    let (app, _) = found(&test, "1h");
    let (node, now) = (app.node.clone(), app.clock.now());
    let _in_hand = node.take_in_hand();
    let id = app.db.write(move |c| node.present(c, now)).await.unwrap();
    let mut readers = Vec::new();
    for _ in 0..Options::default().postgres_connections {
        let (begun, begins) = oneshot::channel();
        let (reader, ends) = std::sync::mpsc::channel::<()>();
        let db = app.db.clone();
        tokio::spawn(async move {
            let long = move |_: &mut store::Connection| {
                let _ = begun.send(());
                Ok::<_, StoreError>(ends.recv().is_ok())
            };
            db.read(long).await
        });
        begins.await.unwrap();
        readers.push(reader);
    }
    let mut roll_call = worker::roll_call::RollCall::default();
    for _ in 0..4 {
        assert_eq!(roll_call.look(&app).await.unwrap(), 0);
    }
    drop(readers);
    assert_eq!(test.read(store::node::roll), [(id, 4)], "each look showed it");
}
